import fc from 'fast-check';
import { removePath, setPath } from '../../generators/build.ts';
import { otherCase } from '../../generators/letter-case.ts';
import type {
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
  answered,
  bareRefusal,
  create,
  describe,
  fewRuns,
  judgeAnswered,
  judgeNothingCreated,
  judgeTaken,
  measuring,
  Play,
  postBare,
  SetupFailure,
  stringMember,
  subjects,
  tableSubjects,
  userSubject,
} from '../../kit/index.ts';

const TAKEN: RequirementId = 'RFC7643-4.1.1-user-name-unique';

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
        t.forEach(subjects(t.session), (subject, own) => {
          const required = subject.attributes.filter(
            (attribute) =>
              isDocumented(t, subject, attribute, governing(subject, attribute, way.name)) &&
              !(way.name === 'empty' && emptyValue(attribute) === undefined),
          );
          return own.forEach(required, (attribute, each) => refuses(each, subject, attribute, way));
        }),
    }),
  ),
  {
    name: 'duplicate-user-name',
    title: 'A second user with the same userName is refused with 409 uniqueness',
    requirements: ['RFC7644-3.3-uniqueness', TAKEN],
    run: (t) => duplicate(t, (name) => name, t.session.effort.costlyRuns),
  },
  {
    name: 'duplicate-user-name-other-case',
    title: 'A second user whose userName differs in letter case only is refused with 409 uniqueness',
    requirements: [TAKEN, 'RFC7644-3.3-uniqueness'],
    run: (t) => duplicate(t, otherCase, fewRuns(t)),
  },
];

/**
 * Whether an attribute is required by table or standard, and not only by a target that says so nowhere. What it says in its
 * /Schemas is for agreement/required to judge.
 */
function isDocumented(
  { session }: CheckContext,
  { type }: Subject,
  { text }: MappedAttribute,
  rule: RequirementId,
): boolean {
  const table = tableSubjects(session).find((one) => one.type === type);
  const row = table?.attributes.find((one) => one.required && one.text === text);
  return row !== undefined && (rule !== 'APP-required' || row.source === 'documented');
}

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

function refuses(
  t: CheckContext,
  subject: Subject,
  attribute: MappedAttribute,
  way: (typeof WAYS)[number],
): Promise<void> {
  const rule = governing(subject, attribute, way.name);
  const { noun, type } = subject;
  const lacking = `a creation of a ${noun} ${way.words} ${attribute.text}`;
  const about = { attribute: attribute.text, wanted: '400 with a SCIM error' };
  const body = async (resource: JsonObject | null, c: Case): Promise<void> => {
    // The marker may have been put where nothing is to be.
    const sent = resource && way.leaveOut(subject.stamp(c, resource), attribute);
    if (sent === null) return fc.pre(false);
    const answer = await postBare(c, type.endpoint, sent, `create a ${noun} ${way.words} ${attribute.text}`);
    c.judge(rule, !answer.ok, () =>
      answered(`${lacking}, which is required,`, answer, 400, {
        ...about,
        says: 'is accepted',
        hint:
          rule === 'APP-required'
            ? `The attribute table documents ${attribute.text} as required; the endpoint does not enforce it.`
            : undefined,
      }),
    );
    await requireBareAccepted(c, subject);
    judgeAnswered(c, 'RFC7644-3.12-bad-request', answer, 400, lacking, about);
    await judgeNothingCreated({ c, subject, sent, answer }, rule, lacking, { attribute: attribute.text });
  };
  return measuring(t, attribute, 'required', () =>
    t.forAll(
      subject.arbitrary({ required: 'only' }).map((resource) => way.leaveOut(resource, attribute)),
      body,
      { runs: t.session.effort.costlyRuns },
    ),
  );
}

/** A refusal says nothing of what is left out where the resource is refused with it, too. @throws SetupFailure */
async function requireBareAccepted(c: Case, subject: Subject): Promise<void> {
  const bare = await bareRefusal(c, subject);
  if (bare !== null)
    throw new SetupFailure(
      `cannot judge: a ${subject.noun} with all that is required is refused as well, ${describe(bare)}`,
      bare,
    );
}

/** A second user with the userName of the first, as the first one is shown with it. */
function duplicate(t: CheckContext, respell: (name: string) => string | null, runs: number): Promise<void> {
  const subject = userSubject(t.session);
  const one = subject.arbitrary({ required: 'only' });
  return t.forAll(
    fc.tuple(one, one),
    async ([first, second], c) => {
      const { shown, id } = await Play.begin(c, subject, TAKEN, first);
      const name = stringMember(shown, 'userName');
      if (name === undefined) throw new SetupFailure('cannot judge: a user is shown without his userName');
      const userName = respell(name);
      if (userName === null) return fc.pre(false);
      const sent = { ...subject.stamp(c, second), userName };
      const purpose = 'create a second user with the same userName';
      const { answer } = await create(c, subject, sent, purpose);
      const what = `a second user with the userName ${JSON.stringify(userName)}`;
      c.judge(TAKEN, !answer.ok, () =>
        answered(what, answer, 409, {
          says: `is created beside the one with ${JSON.stringify(name)}`,
          attribute: 'userName',
          wanted: '409 with scimType uniqueness',
        }),
      );
      judgeTaken(c, answer);
      await judgeNothingCreated({ c, subject, sent, answer }, TAKEN, what, { others: [id] });
    },
    { runs },
  );
}
