import fc from 'fast-check';
import { removePath, setPath } from '../../generators/build.ts';
import { otherCase } from '../../generators/letter-case.ts';
import type {
  Answer,
  Case,
  CheckContext,
  CheckEntry,
  Json,
  JsonObject,
  MappedAttribute,
  RequirementId,
  Subject,
} from '../../kit/index.ts';
import {
  describe,
  eq,
  formatPath,
  isObject,
  judgeRefused,
  measuring,
  member,
  postBare,
  resourcePath,
  shown,
  stringMember,
  userSubject,
  valueAt,
} from '../../kit/index.ts';
import { forEachSubject } from './creation.ts';

/** The ways to leave out a required attribute; `leaveOut` gives null where a way makes no sense for the attribute. */
const WAYS: readonly {
  readonly name: string;
  readonly words: string;
  readonly leaveOut: (resource: JsonObject, attribute: MappedAttribute) => JsonObject | null;
}[] = [
  {
    name: 'absent',
    words: 'without',
    leaveOut: (resource, attribute) => removePath(resource, attribute.path, attribute),
  },
  {
    name: 'null',
    words: 'with null for',
    leaveOut: (resource, attribute) => setPath(resource, attribute.path, null, attribute),
  },
  {
    name: 'empty',
    words: 'with an empty value for',
    leaveOut: (resource, attribute) => {
      const empty = emptyValue(attribute);
      return empty === undefined ? null : setPath(resource, attribute.path, empty, attribute);
    },
  },
];

/** Refusals: what the table or the standard demands cannot be left out, and a userName is taken once. */
export const refusals: readonly CheckEntry[] = [
  ...WAYS.map(
    (way): CheckEntry => ({
      name: `refuses-${way.name}`,
      title: `A resource ${way.words} a required attribute is refused with 400, and nothing is created`,
      requirements: [
        'APP-required',
        'RFC7643-4.1.1-user-name',
        'RFC7643-4.2-display-name',
        'RFC7644-3.12-bad-request',
      ],
      run: (t) =>
        forEachSubject(t, (subject, own) => {
          const required = subject.attributes.filter(
            (attribute) =>
              attribute.required && !(way.name === 'empty' && emptyValue(attribute) === undefined),
          );
          return own.forEach(required, (attribute, each) => refuses(each, subject, attribute, way));
        }),
    }),
  ),
  {
    name: 'duplicate-user-name',
    title: 'A second user with the same userName is refused with 409 uniqueness',
    requirements: ['RFC7644-3.3-uniqueness', 'RFC7643-4.1.1-user-name-unique'],
    run: (t) => duplicate(t, (name) => name, 'RFC7643-4.1.1-user-name-unique'),
  },
  {
    name: 'duplicate-user-name-other-case',
    title: 'A second user whose userName differs in letter case only is refused with 409 uniqueness',
    requirements: ['RFC7643-4.1.1-user-name-unique', 'RFC7644-3.3-uniqueness'],
    run: (t) => duplicate(t, (name) => otherCase(name), 'RFC7643-4.1.1-user-name-unique'),
  },
];

/** The empty value of an attribute's type; undefined for types that have none. */
function emptyValue({ definition, parent, path }: MappedAttribute): Json | undefined {
  if (parent.multiValued && path.subAttribute === null && path.filter === null) return [];
  return definition.type === 'string' || definition.type === 'reference' ? '' : undefined;
}

/** The requirement that forbids leaving an attribute out: the standard's own where it has one. */
function governing(subject: Subject, attribute: MappedAttribute, way: string): RequirementId {
  const name = attribute.definition.name.toLowerCase();
  if (subject.noun === 'user' && name === 'username') return 'RFC7643-4.1.1-user-name';
  // An empty displayName is a value (RFC 7643 §2.5); only for userName does the standard say "non-empty".
  if (
    way !== 'empty' &&
    subject.noun === 'group' &&
    name === 'displayname' &&
    attribute.path.subAttribute === null
  )
    return 'RFC7643-4.2-display-name';
  return 'APP-required';
}

async function refuses(
  t: CheckContext,
  subject: Subject,
  attribute: MappedAttribute,
  way: (typeof WAYS)[number],
): Promise<void> {
  const rule = governing(subject, attribute, way.name);
  await measuring(t, attribute, 'required', () =>
    t.forAll(
      subject.arbitrary({ required: 'only' }),
      async (resource, c) => {
        const body = way.leaveOut(subject.stamp(c, resource), attribute);
        if (body === null) return fc.pre(false);
        const purpose = `create a ${subject.noun} ${way.words} ${attribute.text}`;
        const response = await postBare(c, subject.type.endpoint, body, purpose);
        c.judge(rule, response.status >= 300, () => ({
          message: `a ${subject.noun} ${way.words} ${attribute.text}, which is required, is created`,
          expected: '400 with a SCIM error',
          actual: describe(response),
          ...(rule === 'APP-required'
            ? {
                hint: `The attribute table documents ${attribute.text} as required; the endpoint does not enforce it.`,
              }
            : {}),
        }));
        judgeRefused(c, response, 'RFC7644-3.12-bad-request', {
          status: 400,
          what: `a ${subject.noun} ${way.words} ${attribute.text}`,
        });
        await judgeNothingCreated(c, subject, attribute, body, rule);
      },
      { runs: t.session.effort.costlyRuns },
    ),
  );
}

/** Looks for the refused resource by another attribute that carries the run's marker. */
async function judgeNothingCreated(
  c: Case,
  subject: Subject,
  omitted: MappedAttribute,
  body: JsonObject,
  rule: RequirementId,
): Promise<void> {
  const finder = subject.attributes.find(
    (a) =>
      a !== omitted &&
      a.filterable &&
      a.path.subAttribute === null &&
      typeof valueAt(body, a, subject.type) === 'string',
  );
  if (finder === undefined) return;
  const value = valueAt(body, finder, subject.type) ?? '';
  const filter = eq(formatPath(finder.path), value);
  const response = await c.send({
    method: 'GET',
    path: subject.type.endpoint,
    query: { filter },
    purpose: 'look for what was refused',
  });
  const found = member(response.body, 'Resources');
  if (response.status !== 200 || !Array.isArray(found)) return;
  // A list that ignores the filter says nothing: only a resource with the very value, marker and all, is the refused one.
  const risen = found
    .filter(isObject)
    .filter((resource) => valueAt(resource, finder, subject.type) === value);
  for (const id of risen.flatMap((resource) => stringMember(resource, 'id') ?? [])) {
    c.track({ id, path: resourcePath(subject.type.endpoint, id), sent: body });
  }
  c.judge(rule, risen.length === 0, () => ({
    message: `the ${subject.noun} that was refused exists all the same`,
    expected: `no match for ${filter}`,
    actual: `${risen.length} resources with ${shown(value)}`,
    hint: 'The record is written before it is validated, or the error is raised after the commit.',
  }));
}

async function duplicate(
  t: CheckContext,
  respell: (name: string) => string | null,
  taken: RequirementId,
): Promise<void> {
  const subject = userSubject(t.session);
  const one = subject.arbitrary({ required: 'only' });
  await t.forAll(
    fc.tuple(one, one),
    async ([first, second], c) => {
      const original = await subject.create(c, first, 'create the first user');
      const userName = respell(stringMember(original.sent, 'userName') ?? '');
      if (userName === null) return fc.pre(false);
      const body = { ...subject.stamp(c, second), userName };
      const { response } = await c.post(
        subject.type.endpoint,
        body,
        'create a second user with the same userName',
      );
      c.judge(taken, response.status >= 300, () => ({
        message: `a second user with the userName ${shown(userName)} is created beside ${shown(original.sent.userName)}`,
        expected: '409 with scimType uniqueness',
        actual: describe(response),
      }));
      judgeConflict(c, response);
    },
    { runs: t.session.effort.costlyRuns },
  );
}

/** Judges a refusal for a taken value: 409 with scimType uniqueness (RFC 7644 §3.3). */
export function judgeConflict(c: Case, response: Answer): void {
  judgeRefused(c, response, 'RFC7644-3.3-uniqueness', { status: 409, what: 'a userName that is taken' });
  const scimType = member(response.body, 'scimType');
  c.judge('RFC7644-3.3-uniqueness', scimType === 'uniqueness', () => ({
    message: `a userName that is taken is refused with 409, but scimType is ${shown(scimType)}`,
    expected: '"scimType": "uniqueness"',
    actual: `"scimType": ${shown(scimType)}`,
  }));
}
