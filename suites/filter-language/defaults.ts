import type {
  Case,
  CheckContext,
  CheckEntry,
  Created,
  Filter,
  JsonObject,
  SpecimenSet,
} from '../../kit/index.ts';
import {
  ask,
  eq,
  formatFilter,
  formatPath,
  forSets,
  InputRefused,
  idsOf,
  NotOffered,
  readPath,
  specimensOf,
  unfound,
} from '../../kit/index.ts';
import { FILTER } from './operators.ts';

const RULE = 'RFC7644-3.4.2.2-defaulted';

/** Values that the service provider sets when the client does not. */
export const defaults: readonly CheckEntry[] = [
  {
    name: 'defaults',
    title: 'A filter sees the default value of an attribute as it was returned',
    requirements: [RULE],
    needs: [FILTER],
    run: seesDefaults,
  },
];

const NO_DEFAULT = 'the target gives no attribute a default that it filters on';

async function seesDefaults(t: CheckContext): Promise<void> {
  await forSets(t, await specimensOf(t.session).all(), NO_DEFAULT, (set, own) =>
    own.forAll(
      set.subject.arbitrary({ required: 'only' }),
      async (resource, c) => {
        const { subject } = set;
        const body = subject.stamp(c, resource);
        const created = await c.create(subject.type.endpoint, body, `create a ${subject.noun}`);
        const shown = await c.read(created);
        for (const one of defaulted(set, body, shown)) await judgeSeen(c, set, resource, created, one);
      },
      { runs: 1 },
    ),
  );
  if (t.tally.judged === 0) throw new NotOffered(NO_DEFAULT);
}

/** An attribute that shows a value which nobody gave. */
interface Default {
  readonly attribute: string;
  readonly value: string | boolean;
  readonly filter: Filter;
}

async function judgeSeen(
  c: Case,
  set: SpecimenSet,
  resource: JsonObject,
  created: Created,
  { attribute, value, filter }: Default,
): Promise<void> {
  const { noun, type } = set.subject;
  const text = formatFilter(filter);
  const finds = async (one: Created): Promise<boolean> => {
    const narrow = set.narrows && set.operands.some(({ path }) => formatPath(path) === 'id');
    const parameters = { filter: narrow ? `${eq('id', one.id)} and ${text}` : text };
    const outcome = await ask(c, type.endpoint, parameters, RULE, 'find it by the default', !narrow);
    if (outcome.kind === 'refused') throw new InputRefused(`cannot judge: the filter ${text} is refused`);
    return idsOf(outcome.hits).includes(one.id);
  };
  const found = await finds(created);
  const explicit = (): Promise<Created> =>
    c.create(
      type.endpoint,
      set.subject.stamp(c, { ...resource, [attribute]: value }),
      'give it the same value',
    );
  if (!found && !(await finds(await explicit())))
    throw new InputRefused(`cannot judge: the filter ${text} does not find who was given the value either`);
  c.judge(RULE, found, () =>
    unfound(`the filter ${text}`, `the ${noun} that shows this value by default`, {
      attribute,
      hint: 'The default is filled in when the resource is shown, not when it is stored.',
    }),
  );
}

/** Attributes of the core schema that filters and clients may set, were not sent, and show a value all the same. */
function defaulted(
  { operands, failing, subject }: SpecimenSet,
  sent: JsonObject,
  shown: JsonObject,
): readonly Default[] {
  const plain = [...operands, ...failing].filter(
    ({ path, definition, parent }) =>
      path.urn === null &&
      path.subAttribute === null &&
      !parent.multiValued &&
      ['string', 'boolean'].includes(definition.type) &&
      definition.mutability === 'readWrite',
  );
  return plain.flatMap(({ path }) => {
    const [value] = readPath(shown, path, subject.type);
    if (readPath(sent, path, subject.type).length > 0 || value === '') return [];
    if (typeof value !== 'boolean' && typeof value !== 'string') return [];
    return [{ attribute: formatPath(path), value, filter: { kind: 'compare', path, operator: 'eq', value } }];
  });
}
