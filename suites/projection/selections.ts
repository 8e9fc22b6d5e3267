import fc from 'fast-check';
import type { CheckContext, CheckEntry, Specimen, SpecimenSet } from '../../kit/index.ts';
import { eachListing, formatPath, forSets, overListings, specimensOf } from '../../kit/index.ts';
import {
  type Asked,
  type Blame,
  blaming,
  judgeListed,
  judgeRead,
  named,
  plainly,
  readSelected,
  selectable,
} from './asked.ts';
import { bundles, type Kind, readBundle } from './bundles.ts';

const SUPPORTED = 'RFC7644-3.4.2.5-supported';
const MINIMUM = 'RFC7644-3.9-excluded-minimum';
const ALWAYS_KEPT = 'RFC7644-3.4.2.5-always-kept';

const BLAME_GET: Readonly<Record<Kind, Blame>> = {
  attributes: {
    lost: 'RFC7644-3.9-attributes-contained',
    minimum: 'RFC7644-3.9-attributes-contained',
    extra: 'RFC7644-3.9-attributes',
    refused: SUPPORTED,
  },
  excludedAttributes: {
    lost: 'RFC7644-3.9-excluded-attributes',
    minimum: MINIMUM,
    extra: 'RFC7644-3.9-excluded-attributes',
    refused: SUPPORTED,
  },
};

const BLAME_LIST: Readonly<Record<Kind, Blame>> = {
  attributes: {
    ...blaming('RFC7644-3.4.2.5-attributes'),
    lost: 'RFC7644-3.4.2.5-control',
    refused: SUPPORTED,
  },
  excludedAttributes: {
    ...blaming('RFC7644-3.4.2.5-excluded-attributes'),
    lost: 'RFC7644-3.4.2.5-control',
    minimum: ALWAYS_KEPT,
    refused: SUPPORTED,
  },
};

/** attributes and excludedAttributes in their plain spelling, in answers to GET. */
export const selections: readonly CheckEntry[] = [
  {
    name: 'attributes',
    title: 'GET with attributes answers with those attributes and the minimum set',
    requirements: named(BLAME_GET.attributes),
    run: (t) => overSpecimens(t, 'attributes'),
  },
  {
    name: 'attributes-of-a-list',
    title: 'A query with attributes answers with those attributes of every result',
    requirements: named(BLAME_LIST.attributes),
    run: (t) => overLists(t, 'attributes'),
  },
  {
    name: 'excluded-attributes',
    title: 'GET with excludedAttributes answers without those attributes',
    requirements: named(BLAME_GET.excludedAttributes),
    run: (t) => overSpecimens(t, 'excludedAttributes'),
  },
  {
    name: 'excluded-attributes-of-a-list',
    title: 'A query with excludedAttributes answers without those attributes of any result',
    requirements: named(BLAME_LIST.excludedAttributes),
    run: (t) => overLists(t, 'excludedAttributes'),
  },
  {
    name: 'minimum-set',
    title: 'What is always returned cannot be excluded',
    requirements: [MINIMUM, ALWAYS_KEPT, SUPPORTED],
    run: (t) => t.forEach([readsWithoutId, listsWithoutId], (part, own) => part(own)),
  },
];

/** Some of the attributes, as a request asks for them. */
export function askedArbitrary(
  set: SpecimenSet,
  kind: Kind,
  t: CheckContext,
  maxLength = 4,
): fc.Arbitrary<Asked> {
  return fc
    .uniqueArray(fc.constantFrom(...selectable(set, kind, t)), {
      minLength: 1,
      maxLength,
      selector: formatPath,
    })
    .map((paths) => plainly(kind, paths));
}

/** Whether anything can be selected of the specimens. */
export const hasSelectable =
  (t: CheckContext, ...kinds: readonly Kind[]) =>
  (set: SpecimenSet): boolean =>
    kinds.every((kind) => selectable(set, kind, t).length > 0);

/** Why nothing is judged where no specimen has an attribute to select. */
export const NOTHING_TO_SELECT = 'no resource has an attribute to choose';

async function overSpecimens(t: CheckContext, kind: Kind): Promise<void> {
  const sets = (await specimensOf(t.session).all()).filter(hasSelectable(t, kind));
  await forSets(t, sets, NOTHING_TO_SELECT, (set, own) =>
    own.forEach([everyAttribute, anyAttributes], (part, one) => part(one, set, kind)),
  );
}

/** Every attribute once, many at a time; one by one where that does not hold. */
function everyAttribute(t: CheckContext, set: SpecimenSet, kind: Kind): Promise<void> {
  return t.once(async (c) => {
    for (const bundle of bundles(set, kind, t)) {
      const together = await readBundle(c, bundle);
      if (!together.understood)
        for (const path of bundle.paths) (await readBundle(c, bundle, [path])).judge(BLAME_GET[kind]);
      together.judge(BLAME_GET[kind]);
    }
  });
}

function anyAttributes(t: CheckContext, set: SpecimenSet, kind: Kind): Promise<void> {
  return t.forAll(
    fc.record({ item: fc.nat(set.items.length - 1), asked: askedArbitrary(set, kind, t) }),
    async ({ item: index, asked }, c) => {
      const item = set.items[index];
      if (item === undefined) return;
      judgeRead(c, asked, await readSelected(c, item.path, asked), about(set, item), BLAME_GET[kind]);
    },
    { runs: t.session.effort.runs },
  );
}

const about = ({ subject }: SpecimenSet, { shown: whole }: Specimen) => ({ subject, whole });

function overLists(t: CheckContext, kind: Kind): Promise<void> {
  return overListings(
    t,
    BLAME_LIST[kind].refused,
    (set, own) => askedArbitrary(set, kind, own),
    (listing, asked) => judgeListed(listing, asked, BLAME_LIST[kind]),
    { runs: t.session.effort.runs * 2, suits: hasSelectable(t, kind), otherwise: NOTHING_TO_SELECT },
  );
}

/** `id` is named as one to leave out. */
export const WITHOUT_ID = plainly('excludedAttributes', [
  { urn: null, attribute: 'id', filter: null, subAttribute: null },
]);

async function readsWithoutId(t: CheckContext): Promise<void> {
  await forSets(t, await specimensOf(t.session).all(), 'there are no resources', async (set, own) =>
    own.once(async (c) => {
      const [item] = set.items;
      if (item === undefined) return;
      const answer = await readSelected(c, item.path, WITHOUT_ID);
      judgeRead(c, WITHOUT_ID, answer, about(set, item), { ...blaming(MINIMUM), refused: SUPPORTED });
    }),
  );
}

function listsWithoutId(t: CheckContext): Promise<void> {
  const blame = { ...blaming(ALWAYS_KEPT), refused: SUPPORTED } as const;
  return eachListing(t, SUPPORTED, (listing) => judgeListed(listing, WITHOUT_ID, blame));
}
