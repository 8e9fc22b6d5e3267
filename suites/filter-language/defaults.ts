import type {
  AttributeDefinition,
  AttributePath,
  Case,
  CheckContext,
  CheckEntry,
  Filter,
  JsonObject,
  Subject,
} from '../../kit/index.ts';
import {
  ask,
  formatFilter,
  idsOf,
  NotOffered,
  queryRequest,
  REFUSALS,
  readPath,
  repertoireOf,
} from '../../kit/index.ts';
import { FILTER } from './operators.ts';

const REQUIREMENT = 'RFC7644-3.4.2.2-defaulted';

/** Values that the service provider sets when the client does not. */
export const defaults: readonly CheckEntry[] = [
  {
    name: 'defaults',
    title: 'A filter sees the default value of an attribute as it was returned',
    requirements: [REQUIREMENT],
    needs: [FILTER],
    run: seesDefaults,
  },
];

async function seesDefaults(t: CheckContext): Promise<void> {
  let found = 0;
  for (const subject of await repertoireOf(t.session).all()) {
    await t.forAll(
      subject.arbitrary({ required: 'only' }),
      async (resource, c) => {
        const created = await subject.create(c, resource);
        const shown = await c.read(created);
        for (const { path, value } of defaulted(subject, created.sent, shown)) {
          const one: Filter = { kind: 'compare', path, operator: 'eq', value };
          const filter = `id eq ${JSON.stringify(created.id)} and ${formatFilter(one)}`;
          if (!(await accepts(c, subject, formatFilter(one)))) continue;
          const outcome = await ask(
            c,
            subject.type.endpoint,
            { filter },
            REQUIREMENT,
            'find it by the default',
          );
          if (outcome.kind === 'refused') continue;
          found++;
          const { hits } = outcome;
          c.judge(REQUIREMENT, idsOf(hits).includes(created.id), () => ({
            message: `the filter ${formatFilter(one)} does not find the ${subject.noun} that shows this default`,
            expected: `the ${subject.noun} ${created.id}`,
            actual: `${hits.length} resources`,
            hint: 'The default is filled in when the resource is shown, not when it is stored.',
          }));
        }
      },
      { runs: 1 },
    );
  }
  if (found === 0) throw new NotOffered('the target gives no attribute a default that it filters on');
}

async function accepts(c: Case, subject: Subject, filter: string): Promise<boolean> {
  const purpose = 'see whether a filter may ask for it';
  const { status } = await c.send(queryRequest(subject.type.endpoint, { filter, count: 1 }, purpose));
  return !REFUSALS.has(status);
}

/** Attributes of the core schema that clients may write, were not sent, and show a value all the same. */
function defaulted(
  { type }: Subject,
  sent: JsonObject,
  shown: JsonObject,
): readonly { path: AttributePath; value: string | boolean }[] {
  return type.schema.attributes.filter(isPlain).flatMap(({ name }) => {
    const path = { urn: null, attribute: name, filter: null, subAttribute: null };
    const [value] = readPath(shown, path, type);
    if (readPath(sent, path, type).length > 0) return [];
    return typeof value === 'boolean' || (typeof value === 'string' && value !== '') ? [{ path, value }] : [];
  });
}

function isPlain({ type, multiValued, mutability, returned }: AttributeDefinition): boolean {
  const simple = !multiValued && (type === 'string' || type === 'boolean');
  return simple && mutability === 'readWrite' && returned !== 'request' && returned !== 'never';
}
