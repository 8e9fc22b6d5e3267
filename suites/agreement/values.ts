import { setPath } from '../../generators/build.ts';
import { otherCase } from '../../generators/letter-case.ts';
import type {
  Case,
  CheckContext,
  CheckEntry,
  Json,
  JsonObject,
  MappedAttribute,
  Subject,
} from '../../kit/index.ts';
import {
  describe,
  eq,
  isObject,
  member,
  NotOffered,
  notDenied,
  repertoireOf,
  sameValue,
  shown,
  valueAt,
} from '../../kit/index.ts';
import { type Declared, nameOf, overDeclared, specimenOf } from './declared.ts';

/** What values may be alike, and which count as the same: RFC 7643 §7, `uniqueness` and `caseExact`. */
export const values: readonly CheckEntry[] = [
  {
    name: 'uniqueness',
    title: 'A value of an attribute that its schema declares unique is taken once',
    requirements: ['RFC7643-7-unique-on-server', 'RFC7643-7-unique-no-two'],
    run: uniqueness,
  },
  {
    name: 'case-exact',
    title: 'Filters mind letter case exactly where the schema declares caseExact',
    requirements: ['RFC7643-7-case-exact-filter'],
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
  const named = setPath(subject.stamp(c, resource), attribute.path, `u-${c.marker()}`, attribute);
  const sent =
    valueAt(subject.stamp(c, resource), attribute, subject.type) === undefined
      ? named
      : subject.stamp(c, resource);
  const first = await c.create(subject.type.endpoint, sent, `create the first ${subject.noun}`);
  const taken = valueAt(await c.read(first), attribute, subject.type);
  if (typeof taken !== 'string') return;
  const twin = setPath(subject.stamp(c, resource), attribute.path, taken, attribute);
  const purpose = `create another with the same ${attribute.text}`;
  const { response, created } = await c.post(subject.type.endpoint, twin, purpose);
  const alike = created === null ? undefined : valueAt(await c.read(created), attribute, subject.type);
  const same = alike !== undefined && sameValue(alike, taken, attribute.definition);
  for (const id of ['RFC7643-7-unique-on-server', 'RFC7643-7-unique-no-two'] as const) {
    c.judge(id, !same, () => ({
      message: `/Schemas declares ${attribute.text} as unique, and a second ${subject.noun} with the same value is answered with ${describe(response)}`,
      expected: '409 with scimType uniqueness',
      actual: `two with ${attribute.text} ${shown(alike)}`,
    }));
  }
}

/** The texts of the specimen that can be asked for by a path without a filter. */
function texts(
  { subject }: Declared,
  resource: JsonObject,
): readonly { attribute: MappedAttribute; value: string }[] {
  return subject.attributes.flatMap((attribute) => {
    const { definition, parent, path } = attribute;
    if (definition.type !== 'string' || parent.multiValued || path.filter !== null) return [];
    if (path.attribute === 'password') return [];
    const value: Json | undefined = valueAt(resource, attribute, subject.type);
    return typeof value === 'string' && otherCase(value) !== null ? [{ attribute, value }] : [];
  });
}

/**
 * Judged by the value as it is stored. A filter that the target refuses, or that does not even find the value as it
 * is, tells nothing about letter case: suites of their own judge that.
 */
async function caseExact(declared: Declared, t: CheckContext): Promise<void> {
  const { created, shown: resource } = await specimenOf(t.session, declared);
  const name = nameOf(declared.subject.noun, created.sent);
  await t.once(async (c) => {
    const finds = async (attribute: MappedAttribute, value: string): Promise<boolean | null> => {
      const comparison = eq(attribute.text, value);
      const filter = name === null ? comparison : `${eq(...name)} and ${comparison}`;
      const { endpoint } = declared.type;
      const purpose = `look for ${attribute.text}`;
      const response = await c.send({ method: 'GET', path: endpoint, query: { filter }, purpose });
      const found = member(response.body, 'Resources');
      if (response.status === 200 && isObject(response.body))
        return Array.isArray(found) && found.some((item) => member(item, 'id') === created.id);
      t.session.observe(`filter.refused.${attribute.resource}.${attribute.text}`, response.status);
      return null;
    };
    for (const { attribute, value } of texts(declared, resource)) {
      const held = await finds(attribute, otherCase(value) ?? value);
      const exact = attribute.definition.caseExact;
      if (held === null || (!held && !exact && (await finds(attribute, value)) !== true)) continue;
      c.judge('RFC7643-7-case-exact-filter', held !== exact, () => ({
        message: `${attribute.text} is ${exact ? '' : 'not '}caseExact, and a filter with other letter case ${held ? 'finds' : 'does not find'} its value`,
        expected: exact ? 'no match' : 'a match',
        actual: held ? 'a match' : 'no match',
        hint: 'The characteristic caseExact in /Schemas is what filters go by.',
      }));
    }
  });
}
