import fc from 'fast-check';
import type {
  Case,
  CheckContext,
  CheckEntry,
  Complaint,
  Json,
  JsonObject,
  RequirementId,
  Subject,
} from '../../kit/index.ts';
import {
  describe,
  eachSubject,
  inTurn,
  isObject,
  judgeAnswered,
  judgeNone,
  removeNow,
  SetupFailure,
  valueAt,
  wrongValue,
} from '../../kit/index.ts';

/** One way to write the same resource differently. */
interface Variant {
  readonly name: string;
  readonly title: string;
  readonly requirement: RequirementId;
  /** Ends the words "a user …". */
  readonly how: string;
  readonly change: (resource: JsonObject, seed: number) => JsonObject;
  /** Who does not understand it may create a resource without a name. */
  readonly mayLoseName?: true;
}

const VARIANTS: readonly Variant[] = [
  {
    name: 'names-in-any-case',
    title: 'Attribute names are understood in any letter case',
    requirement: 'RFC7643-2.1-names-caseless',
    how: 'with its attribute names in other letter case',
    change: recased,
    mayLoseName: true,
  },
  {
    name: 'attributes-in-any-order',
    title: 'The order of attributes in a body makes no difference',
    requirement: 'RFC7643-2.3.8-order',
    how: 'with its attributes in another order',
    change: (resource, seed) => {
      const changed = reordered(resource, seed);
      return isObject(changed) ? changed : resource;
    },
  },
  {
    name: 'schemas-in-any-order',
    title: 'The order of the URIs in schemas makes no difference',
    requirement: 'RFC7643-3-schemas-order',
    how: 'with the URIs of schemas in another order',
    change: (resource) => ({
      ...resource,
      schemas: Array.isArray(resource.schemas) ? [...resource.schemas].reverse() : [],
    }),
  },
];

/** The same resource, written differently, is the same resource. */
export const spelling: readonly CheckEntry[] = VARIANTS.map((variant) => ({
  name: variant.name,
  title: variant.title,
  requirements: [variant.requirement],
  run: (t) => twins(t, variant),
}));

/** Names in capitals, in small letters, or with a capital in front. URIs stay, and so does schemas: how to read a body starts there. */
function recased(resource: JsonObject, seed: number): JsonObject {
  const styles = [
    (name: string) => name.toUpperCase(),
    (name: string) => name.toLowerCase(),
    (name: string) => name.charAt(0).toUpperCase() + name.slice(1),
  ] as const;
  const style = styles[seed % styles.length] ?? styles[0];
  const rename = (name: string): string =>
    name.startsWith('urn:') || name === 'schemas' ? name : style(name);
  const change = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(change);
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [rename(name), change(item)]));
  };
  const changed = change(resource);
  return isObject(changed) ? changed : resource;
}

/** All members of all objects backwards, or turned round by some places. */
function reordered(value: Json, seed: number): Json {
  if (Array.isArray(value)) return value.map((item: Json) => reordered(item, seed));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([name, item]): [string, Json] => [name, reordered(item, seed)]);
  const turn = seed % (entries.length + 1);
  return Object.fromEntries([...entries.slice(turn), ...entries.slice(0, turn)].reverse());
}

function twins(parent: CheckContext, variant: Variant): Promise<void> {
  return eachSubject(parent, (subject, t) =>
    t.forAll(
      fc.record({ resource: subject.arbitrary({ required: 'with-optional' }), seed: fc.nat({ max: 20 }) }),
      ({ resource, seed }, c) => judgeTwin(c, subject, variant, resource, seed),
      { runs: t.session.effort.costlyRuns },
    ),
  );
}

/** Creates a resource as usual and, when that one is gone, the same again in another spelling: both have the same attributes. */
async function judgeTwin(
  c: Case,
  subject: Subject,
  { requirement, how, change, mayLoseName }: Variant,
  resource: JsonObject,
  seed: number,
): Promise<void> {
  const { type, noun, attributes } = subject;
  const usual = await subject.create(c, resource, `create the ${noun} as usual`);
  const expected = await c.read(usual);
  await removeNow(c, usual);
  const what = `a ${noun} ${how}`;
  const body = change(subject.stamp(c, resource), seed);
  const create = async () => {
    const { response, created } = await c.post(type.endpoint, body, `create ${what}`);
    const got = created === null ? null : await c.read(created);
    if (created !== null) await removeNow(c, created);
    return { response, got };
  };
  const { response, got } = await (mayLoseName === true ? inTurn(c.session, create) : create());
  judgeAnswered(c, requirement, response, 201, what);
  if (!response.ok) return;
  const lostIn = (shown: JsonObject, when: string): readonly Complaint[] =>
    attributes.flatMap((attribute) => {
      const value = valueAt(expected, attribute, type);
      if (value === undefined || value === '' || isThere(valueAt(shown, attribute, type))) return [];
      const like = `a value such as ${JSON.stringify(value)}`;
      return [wrongValue(attribute.text, value, undefined, { when, expected: like })];
    });
  if (got !== null) {
    judgeNone(c, requirement, lostIn(got, `after the creation of ${what}`));
    return;
  }
  // Without its name it is nobody's: the answer alone tells what became of it.
  const lost = lostIn(response.resource ?? {}, `in the answer to the creation of ${what}`);
  if (response.resource === null || lost.length === 0)
    throw new SetupFailure(
      `cannot judge: POST ${type.endpoint} answered ${describe(response)}, and nobody can tell what came of it`,
      response,
    );
  judgeNone(c, requirement, lost);
}

const isThere = (value: Json | undefined): boolean => value !== undefined && value !== '';
