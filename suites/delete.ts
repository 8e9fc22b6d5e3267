import type {
  Answer,
  CheckContext,
  CheckEntry,
  JsonObject,
  RequirementId,
  SubjectOptions,
} from '../kit/index.ts';
import {
  answered,
  defineSuite,
  eachSubject,
  eq,
  fewRuns,
  found,
  GroundPlay,
  holds,
  judgeAnswered,
  judgeList,
  judgeRefused,
  member,
  patch,
  plain,
  put,
  remove as removeResource,
  SetupFailure,
  stringMember,
  together,
  undeclared,
  valueAt,
  wrongValue,
} from '../kit/index.ts';
import { totals } from './delete/totals.ts';

const NO_CONTENT: RequirementId = 'RFC7644-3.6-no-content';
const GONE: RequirementId = 'RFC7644-3.6-not-found';
const OMITTED: RequirementId = 'RFC7644-3.6-omitted';
const FREE: RequirementId = 'RFC7644-3.6-recreated';
const ID: RequirementId = 'RFC7643-3.1-id';

/** What a DELETE answers, and what is left of what it deletes. */
const checks: readonly CheckEntry[] = [
  {
    name: 'no-content',
    title: 'DELETE of any kind of resource answers 204 without a body',
    requirements: [NO_CONTENT],
    run: (t) => overDoomed(t, NO_CONTENT, answersNothing),
  },
  {
    name: 'gone',
    title: 'Every operation on a deleted resource of any kind is answered with 404, and no other resource is',
    requirements: [GONE],
    run: (t) => overDoomed(t, GONE, isGone),
  },
  {
    name: 'not-found',
    title: 'A deleted resource of any kind appears in no query result',
    requirements: [OMITTED],
    run: (t) => overDoomed(t, OMITTED, isOmitted),
  },
  ...totals,
  {
    name: 'recreated',
    title: 'A resource can be created again just as it was after it was deleted',
    requirements: [FREE, ID],
    run: (t) => overDoomed(t, FREE, canBeRecreated, { required: 'all' }),
  },
];

/** DELETE, of every kind of resource (RFC 7644 §3.6). */
export const remove = defineSuite({ name: 'delete', groups: ['rfc'], title: 'Deleting resources' }, checks);

/** A property over resources of every kind, each of which the body may delete. */
function overDoomed(
  parent: CheckContext,
  rule: RequirementId,
  body: (play: GroundPlay) => Promise<void>,
  options: SubjectOptions = {},
): Promise<void> {
  return eachSubject(parent, (subject, t) =>
    t.forAll(
      subject.arbitrary({ ...options, omit: undeclared(t.session, subject) }),
      async (resource: JsonObject, c) => {
        const sent = subject.stamp(c, resource);
        await body(await GroundPlay.settle(c, { subject, defaults: {} }, rule, sent));
      },
      { runs: fewRuns(t) },
    ),
  );
}

async function answersNothing({ c, created, subject: { noun } }: GroundPlay): Promise<void> {
  const answer = await c.send({ method: 'DELETE', path: created.path, purpose: 'delete it' });
  if (answer.ok) c.session.ledger.deleted(created.path);
  c.judge(NO_CONTENT, answer.status === 204 && answer.whole.text === '', () =>
    answered(`DELETE of a ${noun}`, answer, 204, { wanted: '204 without a body' }),
  );
}

async function isGone(play: GroundPlay): Promise<void> {
  const { c, created, subject, sent, shown } = play;
  const { noun } = subject;
  const stays = await subject.create(c, plain(c, subject), 'create another one that stays');
  await removeResource(c, created);
  const judge = (answer: Answer, what: string): void => {
    // A target that has no such method says so of every resource.
    if ([405, 501].includes(answer.status)) return;
    judgeRefused(c, answer, GONE, { status: 404, what });
  };
  const { path } = created;
  judge(await c.send({ method: 'GET', path, purpose: 'read what was deleted' }), `GET of a deleted ${noun}`);
  const replaced = await put(c, created, sent, 'replace what was deleted');
  if (replaced.ok) c.track(created);
  judge(replaced, `PUT on a deleted ${noun}`);
  if (c.session.facts.features.patch !== false) {
    const name = noun === 'user' ? 'userName' : 'displayName';
    const value = stringMember(shown, name) ?? `gone-${c.marker()}`;
    const operations = [{ op: 'replace', path: name, value }];
    judge(await patch(c, created, operations, 'change what was deleted'), `PATCH on a deleted ${noun}`);
  }
  const again = await c.send({ method: 'DELETE', path, purpose: 'delete it again' });
  judge(again, `a second DELETE of a ${noun}`);
  const other = await c.send({ method: 'GET', path: stays.path, purpose: 'read the one that stays' });
  const when = `after a ${noun} was deleted`;
  judgeAnswered(c, GONE, other, 200, 'GET of another one that was not', { when });
}

async function isOmitted(play: GroundPlay): Promise<void> {
  const { c, created, shown } = play;
  await removeResource(c, created);
  let judged = false;
  for (const name of ['userName', 'displayName', 'id']) {
    const value = stringMember(shown, name);
    if (value !== undefined && (await isAbsent(play, name, { filter: eq(name, value) }))) judged = true;
  }
  if (!judged && !(await isAbsent(play, null, {})))
    throw new SetupFailure('cannot judge: the target answers no query in which it could be found');
}

/** Judges that a query does not find it; false where the target answers no list: that is no matter of deletion. */
async function isAbsent(
  { c, created, subject: { type, noun } }: GroundPlay,
  attribute: string | null,
  query: Readonly<Record<string, string>>,
): Promise<boolean> {
  const answer = await c.send({ method: 'GET', path: type.endpoint, query, purpose: 'look for it' });
  if (answer.list === null) return false;
  const what = attribute === null ? `a list of every ${noun}` : `the filter on ${attribute}`;
  const list = judgeList(c, answer, OMITTED, what);
  c.judge(OMITTED, !holds(list, created.id), () =>
    found(what, `a deleted ${noun}`, {
      when: `after a ${noun} was deleted`,
      attribute: attribute ?? undefined,
    }),
  );
  return true;
}

async function canBeRecreated(play: GroundPlay): Promise<void> {
  const { c, created, sent, subject } = play;
  const { type, noun } = subject;
  await removeResource(c, created);
  const { response, created: again } = await c.post(type.endpoint, sent, 'create it again');
  const what = `creating a ${noun} again after it was deleted`;
  c.judge(FREE, again !== null, () =>
    answered(what, response, 201, {
      hint:
        response.status === 409
          ? 'The deleted resource still takes part in the uniqueness rules.'
          : undefined,
    }),
  );
  if (again === null) return;
  c.judge(ID, again.id !== created.id, () => ({
    deviation: 'repeated',
    what: 'the id',
    when: `after ${what}`,
    says: 'is that of the deleted one',
    attribute: 'id',
    wanted: 'an id that nobody has had',
    got: again.id,
    answer: response,
  }));
  await removeResource(c, again);
  await judgeFresh(play);
}

/** A resource with the name of a deleted one, and no more than it needs, has nothing else of it. */
async function judgeFresh({ c, subject, sent, shown: deleted }: GroundPlay): Promise<void> {
  const { type, noun, attributes } = subject;
  const bare = plain(c, subject);
  // What everybody gets is no remnant.
  const usual = await c.read(await subject.create(c, bare, 'create one with little, to see the defaults'));
  const body: JsonObject = { ...subject.stamp(c, bare), ...namesOf(sent) };
  const { created } = await c.post(type.endpoint, body, 'create one of the same name, with little else');
  if (created === null) return;
  const got = await c.read(created);
  const given = JSON.stringify(body);
  const left = attributes.flatMap((attribute) => {
    const [was, is, often] = [deleted, got, usual].map((resource) => valueAt(resource, attribute, type));
    const own = typeof was === 'string' && valueAt(body, attribute, type) === undefined;
    return own && is === was && often !== was && !given.includes(JSON.stringify(was))
      ? [{ attribute, was }]
      : [];
  });
  c.advise(FREE, left.length === 0, () =>
    together(
      left.map(({ attribute: { text }, was }) =>
        wrongValue(text, undefined, was, {
          when: `after a ${noun} was created with the name of a deleted one`,
          says: 'is that of the deleted one',
          hint: 'The deleted resource is brought back in place of a new one.',
        }),
      ),
    ),
  );
}

function namesOf(resource: JsonObject): JsonObject {
  return Object.fromEntries(
    ['userName', 'displayName'].flatMap((name) => {
      const value = member(resource, name);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}
