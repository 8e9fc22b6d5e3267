import fc from 'fast-check';
import { PLAIN, type Spelling, spellingArbitrary, spellPath } from '../../generators/spelling.ts';
import type {
  AttributePath,
  Case,
  CheckContext,
  CheckEntry,
  JsonObject,
  RequirementId,
  Specimen,
  SpecimenSet,
} from '../../kit/index.ts';
import {
  describe,
  formatPath,
  forSets,
  holds,
  isObject,
  judgeList,
  queryRequest,
  readPath,
  resolvePath,
  scopeText,
  specimenOf,
  specimensOf,
  stringMember,
} from '../../kit/index.ts';
import { type Misfit, misfits, type Selection } from './expected.ts';

/** Ids of the requirements that a misfit of each kind breaks. */
export interface Blame {
  readonly lost: RequirementId;
  readonly minimum: RequirementId;
  readonly extra: RequirementId;
  /** For a request that is refused. */
  readonly refused: RequirementId;
}

/** Whatever is wrong, this requirement is broken. */
export const blaming = (requirement: RequirementId): Blame => ({
  lost: requirement,
  minimum: requirement,
  extra: requirement,
  refused: requirement,
});

const BLAME_GET: Readonly<Record<'attributes' | 'excludedAttributes', Blame>> = {
  attributes: {
    lost: 'RFC7644-3.9-attributes-contained',
    minimum: 'RFC7644-3.9-attributes-contained',
    extra: 'RFC7644-3.9-attributes',
    refused: 'RFC7644-3.4.2.5-supported',
  },
  excludedAttributes: {
    lost: 'RFC7644-3.9-excluded-attributes',
    minimum: 'RFC7644-3.9-excluded-minimum',
    extra: 'RFC7644-3.9-excluded-attributes',
    refused: 'RFC7644-3.4.2.5-supported',
  },
};

const BLAME_LIST: Readonly<Record<'attributes' | 'excludedAttributes', Blame>> = {
  attributes: {
    ...blaming('RFC7644-3.4.2.5-attributes'),
    lost: 'RFC7644-3.4.2.5-control',
    refused: 'RFC7644-3.4.2.5-supported',
  },
  excludedAttributes: {
    ...blaming('RFC7644-3.4.2.5-excluded-attributes'),
    lost: 'RFC7644-3.4.2.5-control',
    minimum: 'RFC7644-3.4.2.5-always-kept',
    refused: 'RFC7644-3.4.2.5-supported',
  },
};

const idsIn = ({ lost, minimum, extra, refused }: Blame): readonly RequirementId[] => [
  lost,
  minimum,
  extra,
  refused,
];

/** attributes and excludedAttributes, in answers to GET. */
export const selections: readonly CheckEntry[] = [
  ...(['attributes', 'excludedAttributes'] as const).flatMap((kind): CheckEntry[] => [
    {
      name: kind === 'attributes' ? 'attributes' : 'excluded-attributes',
      title:
        kind === 'attributes'
          ? 'GET with attributes answers with those attributes and the minimum set'
          : 'GET with excludedAttributes answers without those attributes',
      requirements: named(BLAME_GET[kind]),
      run: (t) => overSpecimens(t, kind, (c, set, asked) => judgeGet(c, set, asked, BLAME_GET[kind])),
    },
    {
      name: kind === 'attributes' ? 'attributes-of-a-list' : 'excluded-attributes-of-a-list',
      title:
        kind === 'attributes'
          ? 'A query with attributes answers with those attributes of every result'
          : 'A query with excludedAttributes answers without those attributes of any result',
      requirements: named(BLAME_LIST[kind]),
      run: (t) => overSpecimens(t, kind, (c, set, asked) => judgeQuery(c, set, asked, BLAME_LIST[kind])),
    },
  ]),
  {
    name: 'minimum-set',
    title: 'What is always returned cannot be excluded',
    requirements: [
      'RFC7644-3.9-excluded-minimum',
      'RFC7644-3.4.2.5-always-kept',
      'RFC7644-3.4.2.5-supported',
    ],
    run: keepsMinimum,
  },
  {
    name: 'spellings',
    title: 'Attributes may be named in any letter case and with their schema URI',
    requirements: ['RFC7644-3.10-facets-caseless', 'RFC7644-3.10-urn-names'],
    run: async (t) => {
      const cases = fc.constantFrom<Spelling>({ ...PLAIN, names: 'upper' }, { ...PLAIN, names: 'lower' });
      await spelled(t, cases, 'RFC7644-3.10-facets-caseless');
      await spelled(t, fc.constant<Spelling>({ ...PLAIN, urns: 'full' }), 'RFC7644-3.10-urn-names');
    },
  },
];

function named(blame: Blame): [RequirementId, ...RequirementId[]] {
  const [first = blame.extra, ...rest] = new Set([blame.extra, ...idsIn(blame)]);
  return [first, ...rest];
}

/** A request for some attributes of a specimen. */
export interface Asked {
  readonly item: Specimen;
  readonly selection: Selection;
  /** The value of the parameter. */
  readonly text: string;
}

/** Attributes that a specimen has, of which a selection can be made; those it must have are excluded only where they are declared. */
export function selectable(
  { subject, items }: SpecimenSet,
  kind: Selection['kind'],
  c: CheckContext,
): readonly AttributePath[] {
  const { facts } = c.session.plan.target;
  const declared =
    subject.noun === 'user' ? facts.user !== null : subject.noun !== 'group' || facts.group !== null;
  const paths = subject.attributes.flatMap(({ path, parent, definition, required }) => {
    const visible = [parent, definition].every(({ returned }) => returned === 'default');
    const excludable = kind !== 'excludedAttributes' || declared || !(required || parent.required);
    if (!visible || !excludable) return [];
    const plain = { ...path, filter: null };
    return path.subAttribute === null ? [plain] : [plain, { ...plain, subAttribute: null }];
  });
  const distinct = [...new Map(paths.map((path) => [formatPath(path), path])).values()];
  return distinct.filter(
    (path) =>
      resolvePath(path, subject.type) !== null &&
      items.some(({ shown }) => readPath(shown, path, subject.type).length > 0),
  );
}

/** A property over specimens and selections of their attributes. */
async function overSpecimens(
  t: CheckContext,
  kind: 'attributes' | 'excludedAttributes',
  body: (c: Case, set: SpecimenSet, asked: Asked) => Promise<void>,
  spellings: fc.Arbitrary<Spelling> = fc.oneof(fc.constant(PLAIN), spellingArbitrary()),
): Promise<void> {
  const sets = (await specimensOf(t.session).all()).filter((set) => selectable(set, kind, t).length > 0);
  await forSets(t, sets, 'no resource has an attribute to choose', async (set, own) => {
    const all = selectable(set, kind, t);
    await own.forAll(
      fc.record({
        item: fc.nat(set.items.length - 1),
        paths: fc.uniqueArray(fc.constantFrom(...all), { minLength: 1, maxLength: 4, selector: formatPath }),
        spelling: spellings,
      }),
      async ({ item: index, paths, spelling }, c) => {
        const item = set.items[index];
        if (item === undefined) return;
        const text = paths.map((path) => formatPath(spellPath(path, spelling, set.subject.type))).join(',');
        await body(c, set, { item, selection: { kind, paths }, text });
      },
      { runs: own.session.effort.runs * 2 },
    );
  });
}

async function judgeGet(c: Case, { subject }: SpecimenSet, asked: Asked, blame: Blame): Promise<void> {
  const { item, selection, text } = asked;
  const query = { [selection.kind]: text };
  const purpose = `read it with ${selection.kind}`;
  const response = await c.send({ method: 'GET', path: item.path, query, purpose });
  const { body } = response;
  c.judge(blame.refused, response.status === 200 && isObject(body), () => ({
    message: `GET with ${selection.kind}=${text} is answered with ${describe(response)}`,
    expected: '200 with the resource',
    actual: describe(response),
  }));
  if (isObject(body)) judgeSelection(c, body, item.shown, subject.type, asked, blame);
}

async function judgeQuery(c: Case, set: SpecimenSet, asked: Asked, blame: Blame): Promise<void> {
  await judgeListed(c, set, asked, blame, 'get');
}

/** Judges the attributes of every specimen in a list. */
export async function judgeListed(
  c: Case,
  set: SpecimenSet,
  asked: Asked,
  blame: Blame,
  way: 'get' | 'search',
): Promise<void> {
  const { selection, text, item } = asked;
  const parameters = { filter: scopeText(set), [selection.kind]: text.split(',') };
  const request = queryRequest(set.subject.type.endpoint, parameters, `list with ${selection.kind}`, way);
  const list = judgeList(c, await c.send(request), blame.refused, `a query with ${selection.kind}=${text}`);
  // Hits are told apart by their id, which belongs to the minimum set.
  // Hits are told apart by their id, which belongs to the minimum set. A page may hold some of them only.
  const anonymous = list.resources.find((hit) => stringMember(hit, 'id') === undefined);
  const missing = list.totalResults === list.resources.length && !holds(list, item.id);
  c.judge(blame.minimum, anonymous === undefined && !missing && list.resources.length > 0, () => ({
    message: `a query with ${selection.kind}=${text} does not show the id of what it finds`,
    expected: `"id": "${item.id}"`,
    actual: `${list.resources.length} resources without it`,
  }));
  for (const hit of list.resources) {
    const found = specimenOf(set, hit);
    if (found !== undefined) judgeSelection(c, hit, found.shown, set.subject.type, asked, blame);
  }
}

const WORDS: Readonly<Record<Misfit['kind'], string>> = {
  lost: 'lacks',
  minimum: 'lacks',
  extra: 'has',
};

/** Judges that an answer has the attributes that were asked for. */
export function judgeSelection(
  c: Case,
  answer: JsonObject,
  whole: JsonObject,
  type: SpecimenSet['subject']['type'],
  { selection, text }: Pick<Asked, 'selection' | 'text'>,
  blame: Blame,
): void {
  const found = misfits(answer, whole, type, selection);
  for (const kind of ['minimum', 'lost', 'extra'] as const) {
    const grave = found.find((misfit) => misfit.kind === kind && misfit.grave);
    const light = found.find((misfit) => misfit.kind === kind);
    const complaint = (misfit: Misfit | undefined) => () => ({
      message: `an answer with ${selection.kind}=${text} ${WORDS[kind]} ${misfit?.attribute ?? ''}`,
      expected: kind === 'extra' ? `no ${misfit?.attribute}` : `${misfit?.attribute}`,
      actual: `the members ${Object.keys(answer).join(', ')}`,
    });
    c.judge(blame[kind], grave === undefined, complaint(grave));
    c.advise(blame[kind], light === undefined, complaint(light));
  }
}

async function keepsMinimum(t: CheckContext): Promise<void> {
  await forSets(t, await specimensOf(t.session).all(), 'there are no resources', async (set, own) =>
    own.once(async (c) => {
      const [item] = set.items;
      if (item === undefined) return;
      const path = { urn: null, attribute: 'id', filter: null, subAttribute: null };
      const asked: Asked = { item, selection: { kind: 'excludedAttributes', paths: [path] }, text: 'id' };
      await judgeGet(c, set, asked, {
        ...blaming('RFC7644-3.9-excluded-minimum'),
        refused: 'RFC7644-3.4.2.5-supported',
      });
      if (set.scope === null) return;
      await judgeListed(
        c,
        set,
        asked,
        { ...blaming('RFC7644-3.4.2.5-always-kept'), refused: 'RFC7644-3.4.2.5-supported' },
        'get',
      );
    }),
  );
}

/** A property over selections: what is understood in the plain spelling is understood in the other too. */
async function spelled(
  t: CheckContext,
  spellings: fc.Arbitrary<Spelling>,
  requirement: RequirementId,
): Promise<void> {
  const body = async (c: Case, set: SpecimenSet, asked: Asked): Promise<void> => {
    const { item, selection } = asked;
    const query = { attributes: selection.paths.map(formatPath).join(',') };
    const plain = await c.send({
      method: 'GET',
      path: item.path,
      query,
      purpose: 'read it in plain spelling',
    });
    const understood =
      isObject(plain.body) && misfits(plain.body, item.shown, set.subject.type, selection).length === 0;
    c.judge(requirement, true, () => ({ message: '' }));
    if (understood) await judgeGet(c, set, asked, blaming(requirement));
  };
  await overSpecimens(t, 'attributes', body, spellings);
}
