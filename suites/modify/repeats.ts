import type { CheckEntry, RequirementId } from '../../kit/index.ts';
import {
  judgePatched,
  member,
  notDenied,
  overUses,
  patch,
  patchForm,
  stateOf,
  stringMember,
  type Tried,
  usesOf,
} from '../../kit/index.ts';

const TIME: RequirementId = 'RFC7644-3.5.2.1-unchanged-time';
const SUCCESS: RequirementId = 'RFC7644-3.5.2.1-unchanged-success';
const UNCHANGED: RequirementId = 'RFC7644-3.5.2.1-unchanged';
/** Forms whose values before are worth adding again. */
const HAVING = ['add over a value', 'add elements'].map(patchForm);

/** Adding what is there already: nothing happens, and that is no error (RFC 7644 §3.5.2.1). */
export const repeats: readonly CheckEntry[] = [
  {
    name: 'add-again',
    title: 'Adding a value that is there already succeeds and changes nothing, not even lastModified',
    requirements: [TIME, SUCCESS, UNCHANGED],
    needs: [notDenied('patch')],
    run: async (t) =>
      t.forEach(await usesOf(t, HAVING), (uses, own) => overUses(own, uses, UNCHANGED, judgeAddedAgain)),
  },
];

async function judgeAddedAgain({ play, others }: Tried): Promise<void> {
  const { c, shown: before, subject } = play;
  const was = lastModified(before);
  await tick(was);
  const operations = others.map(({ unit }) => ({ op: 'add', path: unit.text, value: stateOf(before, unit) }));
  const names = others.length === 1 ? ` of ${others[0]?.unit.text}` : '';
  const what = `adding a value${names} that is there already to a ${subject.noun}`;
  const answer = await patch(c, play.created, operations, 'add again what is there');
  judgePatched(c, answer, SUCCESS, what);
  if (!answer.ok) return;
  const when = `after ${what}`;
  await play.judgeSame(when);
  const is = lastModified(play.shown);
  c.judge(TIME, was === undefined || was === is, () => ({
    deviation: 'changed',
    what: 'meta.lastModified',
    when,
    says: 'is another',
    attribute: 'meta.lastModified',
    wanted: was,
    got: is,
    hint: 'The resource is stored again whether or not an operation changed anything.',
  }));
}

function lastModified(resource: Parameters<typeof member>[0]): string | undefined {
  return stringMember(member(resource, 'meta'), 'lastModified');
}

/** Waits until the target's clock, as finely as it shows it, has moved on. */
async function tick(shown: string | undefined): Promise<void> {
  const fine = /\.\d*[1-9]/.test(shown ?? '');
  await new Promise((resolve) => setTimeout(resolve, fine ? 3 : 1100));
}
