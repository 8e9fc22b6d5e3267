import type { CheckContext, CheckEntry, RequirementId, Subject } from '../../kit/index.ts';
import {
  eq,
  fewRuns,
  found,
  GroundPlay,
  holds,
  judgeList,
  judgeNotCarriedOut,
  type ListAnswer,
  NotOffered,
  type Play,
  putIfOffered,
  stringMember,
  subjects,
  unfound,
} from '../../kit/index.ts';

const FILTER: RequirementId = 'RFC7644-3.4.2.2-filter';
const PUT: RequirementId = 'RFC7644-3.5.1-put';

/** What a PUT renames has its new name, and filters find it by that one. PATCH is judged by filtering/finds-renamed. */
export const renaming: readonly CheckEntry[] = [
  {
    name: 'finds-renamed',
    title: 'A PUT renames users and groups, and filters find them by the new name, no longer by the old one',
    requirements: [FILTER, PUT],
    run: (t) => t.forEach(subjects(t.session), renamed),
  },
];

function renamed(subject: Subject, t: CheckContext): Promise<void> {
  const { noun } = subject;
  const name = noun === 'user' ? 'userName' : 'displayName';
  return t.forAll(
    subject.arbitrary({ required: 'only' }),
    async (resource, c) => {
      const play = await GroundPlay.settle(c, { subject, defaults: {} }, PUT, subject.stamp(c, resource));
      const old = stringMember(play.shown, name);
      const fresh = stringMember(subject.stamp(c, resource), name);
      if (old === undefined || fresh === undefined) throw new NotOffered(`the target shows no ${name}`);
      // Whether filters find anything by its name is for other checks to judge.
      const filters = await finds(play, name, old);
      const what = `a PUT that renames the ${noun}`;
      const answer = await putIfOffered(
        c,
        play.created,
        { ...play.sent, [name]: fresh },
        `rename the ${noun}`,
      );
      await judgeNotCarriedOut(play, answer, what, PUT);
      if (!answer.ok) throw new NotOffered(`the target does not rename a ${noun} by PUT`);
      const when = `after ${what}`;
      await play.read(when);
      play.judgeValue(when, name, fresh);
      if (filters) await judgeFound(play, when, name, [old, stringMember(play.shown, name) ?? fresh]);
    },
    { runs: fewRuns(t) },
  );
}

/** The list of resources with this name; null where the target answers none. */
async function listOf({ c, subject }: Play, name: string, value: string): Promise<ListAnswer | null> {
  const filter = eq(name, value);
  const path = subject.type.endpoint;
  const answer = await c.send({ method: 'GET', path, query: { filter }, purpose: `look for ${name}` });
  return answer.list === null ? null : judgeList(c, answer, FILTER, filter);
}

async function finds(play: Play, name: string, value: string): Promise<boolean> {
  const list = await listOf(play, name, value);
  return list !== null && holds(list, play.id);
}

async function judgeFound(
  play: Play,
  when: string,
  attribute: string,
  [old, fresh]: readonly [string, string],
): Promise<void> {
  const { c, subject } = play;
  const thing = `the ${subject.noun}`;
  const hint = 'The filter reads an index that a PUT does not update.';
  const more = { when, attribute, hint };
  c.judge(FILTER, await finds(play, attribute, fresh), () =>
    unfound(`the filter ${eq(attribute, fresh)}`, thing, more),
  );
  c.judge(FILTER, !(await finds(play, attribute, old)), () =>
    found(`the filter ${eq(attribute, old)}`, thing, more),
  );
}
