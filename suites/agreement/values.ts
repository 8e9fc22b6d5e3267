import { setPath } from '../../generators/build.ts';
import { otherCase } from '../../generators/letter-case.ts';
import type {
  Answer,
  Case,
  CheckContext,
  CheckEntry,
  JsonObject,
  MappedAttribute,
  RequirementId,
  Subject,
} from '../../kit/index.ts';
import {
  eq,
  found,
  member,
  NotOffered,
  notDenied,
  repertoireOf,
  sameValue,
  unfound,
  valueAt,
} from '../../kit/index.ts';
import { type Declared, nameOf, overDeclared, specimenOf } from './declared.ts';

const ON_SERVER: RequirementId = 'RFC7643-7-unique-on-server';
const NO_TWO: RequirementId = 'RFC7643-7-unique-no-two';
const EXACT: RequirementId = 'RFC7643-7-case-exact-filter';

/** What values may be alike, and which count as the same: RFC 7643 §7, `uniqueness` and `caseExact`. */
export const values: readonly CheckEntry[] = [
  {
    name: 'uniqueness',
    title: 'A value of an attribute that its schema declares unique is taken once',
    requirements: [ON_SERVER, NO_TWO],
    run: uniqueness,
  },
  {
    name: 'case-exact',
    title: 'Filters mind letter case exactly where the schema declares caseExact',
    requirements: [EXACT],
    needs: [notDenied('filter')],
    run: async (t) => {
      await overDeclared(t, caseExact);
      if (t.tally.judged === 0) throw new NotOffered('the target takes no filter that could be judged');
    },
  },
];

const isUnique = ({ definition, path }: MappedAttribute): boolean =>
  definition.uniqueness !== 'none' &&
  definition.type === 'string' &&
  definition.mutability !== 'readOnly' &&
  path.filter === null;

async function uniqueness(t: CheckContext): Promise<void> {
  const pairs = (await repertoireOf(t.session).all()).flatMap((subject) =>
    subject.attributes.filter(isUnique).map((attribute) => ({ subject, attribute })),
  );
  if (pairs.length === 0) throw new NotOffered('no attribute is declared unique');
  await t.forEach(pairs, ({ subject, attribute }, own) =>
    own.forAll(
      subject.arbitrary({
        omit: (other) => !other.required && other !== attribute,
      }),
      (resource, c) => takenOnce(c, subject, attribute, resource),
      { runs: own.session.effort.costlyRuns },
    ),
  );
  if (t.tally.judged === 0) throw new NotOffered('no attribute that is declared unique comes back');
}

async function takenOnce(
  c: Case,
  subject: Subject,
  attribute: MappedAttribute,
  resource: JsonObject,
): Promise<void> {
  const { noun, type } = subject;
  const stamped = subject.stamp(c, resource);
  const sent =
    valueAt(stamped, attribute, type) === undefined
      ? setPath(stamped, attribute.path, `u-${c.marker()}`, attribute)
      : stamped;
  const first = await c.create(type.endpoint, sent, `create the first ${noun}`);
  const taken = valueAt(await c.read(first), attribute, type);
  if (typeof taken !== 'string') return;
  const twin = setPath(subject.stamp(c, resource), attribute.path, taken, attribute);
  const purpose = `create another with the same ${attribute.text}`;
  const { response, created } = await c.post(type.endpoint, twin, purpose);
  const alike = created === null ? undefined : valueAt(await c.read(created), attribute, type);
  const same = alike !== undefined && sameValue(alike, taken, attribute.definition);
  for (const id of [ON_SERVER, NO_TWO]) {
    c.judge(id, !same, () => ({
      deviation: 'repeated',
      what: `the same ${attribute.text}, which /Schemas declares as unique,`,
      says: `belongs to two ${noun}s`,
      attribute: attribute.text,
      wanted: '409 with scimType uniqueness',
      got: `two with ${attribute.text} = ${JSON.stringify(alike)}`,
      answer: response,
    }));
  }
}

/** A text of the specimen that can be asked for by a path without a filter. */
interface Text {
  readonly attribute: MappedAttribute;
  readonly value: string;
  /** The same in other letter case. */
  readonly other: string;
}

function texts({ subject }: Declared, resource: JsonObject): readonly Text[] {
  return subject.attributes.flatMap((attribute) => {
    const { definition, parent, path } = attribute;
    if (definition.type !== 'string' || parent.multiValued || path.filter !== null) return [];
    if (path.attribute === 'password') return [];
    const value = valueAt(resource, attribute, subject.type);
    const other = typeof value === 'string' ? otherCase(value) : null;
    return typeof value === 'string' && other !== null ? [{ attribute, value, other }] : [];
  });
}

/** Whether a filter for a value finds the specimen, with the answer that says so; null where the filter is refused. */
type Find = (
  attribute: MappedAttribute,
  value: string,
) => Promise<{ readonly hit: boolean; readonly answer: Answer } | null>;

/** Judged by the value as it is stored. */
async function caseExact(declared: Declared, t: CheckContext): Promise<void> {
  const { created, shown: resource } = await specimenOf(t.session, declared);
  const name = nameOf(declared.subject.noun, resource);
  await t.once(async (c) => {
    const find: Find = async (attribute, value) => {
      const comparison = eq(attribute.text, value);
      const filter = name === null ? comparison : `${eq(...name)} and ${comparison}`;
      const { endpoint } = declared.type;
      const purpose = `look for ${attribute.text}`;
      const answer = await c.send({ method: 'GET', path: endpoint, query: { filter }, purpose });
      const hits = member(answer.list ?? undefined, 'Resources');
      if (answer.list !== null)
        return { hit: Array.isArray(hits) && hits.some((item) => member(item, 'id') === created.id), answer };
      t.session.observe(`filter.refused.${attribute.resource}.${attribute.text}`, answer.status);
      return null;
    };
    for (const text of texts(declared, resource)) await judgeCase(c, declared.subject, text, find);
  });
}

/**
 * A filter that the target refuses, that does not even find the value as it is, or that finds any value, tells nothing about
 * letter case: suites of their own judge that.
 */
async function judgeCase(
  c: Case,
  { noun }: Subject,
  { attribute, value, other }: Text,
  find: Find,
): Promise<void> {
  const { definition, text } = attribute;
  const asked = await find(attribute, other);
  if (asked === null) return;
  const right = asked.hit !== definition.caseExact;
  const control = right ? null : await find(attribute, definition.caseExact ? `${other}x` : value);
  if (!right && (control === null || control.hit === definition.caseExact)) return;
  const what = `a filter on ${text}, which is ${definition.caseExact ? '' : 'not '}caseExact, in other letter case`;
  const { answer } = asked;
  c.judge(EXACT, right, () =>
    definition.caseExact
      ? found(what, `a ${noun} with the value`, { attribute: text, answer })
      : unfound(what, `the ${noun} with the value`, { attribute: text, answer }),
  );
}
