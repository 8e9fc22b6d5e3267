import type { Answer, CheckEntry, GroundPlay, RequirementId } from '../../kit/index.ts';
import {
  answered,
  eq,
  found,
  holds,
  judgeAnswered,
  judgeList,
  judgeRefused,
  patch,
  plain,
  put,
  remove,
  SetupFailure,
  stringMember,
} from '../../kit/index.ts';
import { overDoomed } from './doomed.ts';

const NO_CONTENT: RequirementId = 'RFC7644-3.6-no-content';
const GONE: RequirementId = 'RFC7644-3.6-not-found';
const OMITTED: RequirementId = 'RFC7644-3.6-omitted';

/** What a DELETE answers, and what is left of what it deletes. */
export const deleting: readonly CheckEntry[] = [
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
];

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
  await remove(c, created);
  const judge = (answer: Answer, what: string): void => {
    // A target that has no such method says so of every resource.
    if ([405, 501].includes(answer.status)) return;
    judgeRefused(c, answer, GONE, { status: 404, what });
  };
  const { path } = created;
  judge(await c.send({ method: 'GET', path, purpose: 'read what was deleted' }), `GET of a deleted ${noun}`);
  const replaced = await put(c, created, sent, 'replace what was deleted');
  if (replaced.ok) c.track({ ...created });
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
  await remove(c, created);
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
