import { setTimeout as sleep } from 'node:timers/promises';
import type {
  Answer,
  Case,
  CheckContext,
  CheckEntry,
  JsonObject,
  RequirementId,
  Subject,
} from '../../kit/index.ts';
import {
  changedValue,
  groupSubject,
  isDateTime,
  NotOffered,
  Play,
  patch,
  plain,
  populationOf,
  put,
  sameJson,
  stringMember,
  userSubject,
  wrongValue,
} from '../../kit/index.ts';

const MODIFIED: RequirementId = 'RFC7643-3.1-last-modified';
const UNMODIFIED: RequirementId = 'RFC7643-3.1-unmodified';

/** meta.created and meta.lastModified (RFC 7643 §3.1). */
export const times: readonly CheckEntry[] = [
  {
    name: 'last-modified-moves',
    title: 'lastModified moves forward with a change, and created stays',
    requirements: [MODIFIED, UNMODIFIED],
    run: (t) => moves(t),
  },
];

/** Milliseconds between creation and change: clocks may tick once a second. */
const WAIT = 1_200;

interface Times {
  readonly created: string | undefined;
  readonly modified: string;
  /** Everything but meta. */
  readonly details: JsonObject;
}

/** A way of changing a resource. */
interface Change {
  readonly words: string;
  /** Null where the application has none. */
  readonly subject: (t: CheckContext) => Subject | null;
  readonly make: (play: Play) => Promise<Answer>;
  /** Whether targets keep what is changed in a table of its own so often that a warning has to do. */
  readonly apart?: true;
}

const users = (t: CheckContext): Subject => userSubject(t.session);
const groups = (t: CheckContext): Subject | null => groupSubject(t.session);

const CHANGES: readonly Change[] = [
  {
    words: 'a PUT with another userName',
    subject: users,
    make: ({ c, created, subject, shown }) =>
      put(c, created, subject.stamp(c, shown), 'give the user another userName'),
  },
  { words: 'a PATCH of userName', subject: users, make: (play) => rename(play, 'userName') },
  { words: 'a PATCH of displayName', subject: groups, make: (play) => rename(play, 'displayName') },
  {
    words: 'a PATCH that adds a member',
    subject: groups,
    apart: true,
    make: async ({ c, created }) => {
      const [member] = await populationOf(c.session).users(1);
      const value = [{ value: member?.id ?? '' }];
      return patch(c, created, [{ op: 'add', path: 'members', value }], 'add a member');
    },
  },
];

function rename({ c, created, subject, shown }: Play, path: string): Promise<Answer> {
  const value = subject.stamp(c, shown)[path] ?? '';
  return patch(c, created, [{ op: 'replace', path, value }], `give it another ${path}`);
}

async function moves(t: CheckContext): Promise<void> {
  await t.forEach(CHANGES, tryChange);
  if (t.tally.judged === 0)
    throw new NotOffered('the target shows no lastModified, or lets nothing be changed');
}

/** Makes one change, where it can be made, and judges what it does to the times. */
async function tryChange(change: Change, t: CheckContext): Promise<void> {
  const subject = change.subject(t);
  if (subject === null) return;
  await t.once(async (c) => {
    const play = await Play.begin(c, subject, MODIFIED, plain(t, subject, change.words));
    const before = timesIn(play.shown);
    if (before === null) return;
    await sleep(WAIT);
    const answer = await change.make(play);
    const after = answer.ok ? timesIn(await play.read(`after ${change.words}`)) : null;
    // What is accepted and ignored is no change.
    if (after === null || sameJson(after.details, before.details)) return;
    judgeTimes(c, change, subject.noun, before, after);
  });
}

/** Null when the target shows no lastModified that could move. */
function timesIn({ meta, ...details }: JsonObject): Times | null {
  const modified = stringMember(meta, 'lastModified');
  if (modified === undefined || !isDateTime(modified)) return null;
  return { created: stringMember(meta, 'created'), modified, details };
}

function judgeTimes(c: Case, { words, apart }: Change, noun: string, before: Times, after: Times): void {
  const when = `after ${words}`;
  const of = `of a ${noun}`;
  const near =
    before.created === undefined ||
    !isDateTime(before.created) ||
    // Whole seconds beside fractions, and clocks of several machines: no reason to fail a target.
    Math.abs(Date.parse(before.modified) - Date.parse(before.created)) < 1000;
  c.advise(UNMODIFIED, near, () =>
    wrongValue('meta.lastModified', before.created, before.modified, {
      what: `lastModified ${of} that was never modified`,
      says: 'differs from created',
    }),
  );
  const judge = (apart === true ? c.advise : c.judge).bind(c);
  judge(MODIFIED, Date.parse(after.modified) > Date.parse(before.modified), () =>
    wrongValue('meta.lastModified', `later than ${before.modified}`, after.modified, {
      when,
      what: `lastModified ${of}`,
      says: 'has not moved forward',
      expected: `later than ${before.modified}`,
    }),
  );
  c.judge(MODIFIED, sameInstant(before.created, after.created), () =>
    changedValue('meta.created', before.created, after.created, { when, what: `created ${of}` }),
  );
}

/** Both are missing, or the same to the second: databases round. */
function sameInstant(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined || a === b) return a === b;
  return Math.abs(Date.parse(a) - Date.parse(b)) < 1000;
}
