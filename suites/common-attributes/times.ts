import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import type {
  Answer,
  Case,
  CheckContext,
  CheckEntry,
  Created,
  JsonObject,
  Subject,
} from '../../kit/index.ts';
import {
  groupSubject,
  isDateTime,
  NotOffered,
  patch,
  populationOf,
  put,
  sameJson,
  seedOf,
  shown,
  stringMember,
  userSubject,
} from '../../kit/index.ts';

/** meta.created and meta.lastModified (RFC 7643 §3.1). */
export const times: readonly CheckEntry[] = [
  {
    name: 'last-modified-moves',
    title: 'lastModified moves forward with a change, and created stays',
    requirements: ['RFC7643-3.1-last-modified', 'RFC7643-3.1-unmodified'],
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
  readonly make: (c: Case, created: Created, subject: Subject) => Promise<Answer>;
  /** Whether targets keep what is changed in a table of its own so often that a warning has to do. */
  readonly apart?: true;
}

const users = (t: CheckContext): Subject => userSubject(t.session);
const groups = (t: CheckContext): Subject | null => groupSubject(t.session);

const CHANGES: readonly Change[] = [
  {
    words: 'a PUT with another userName',
    subject: users,
    make: (c, created, subject) =>
      put(c, created, subject.stamp(c, created.sent), 'give the user another userName'),
  },
  {
    words: 'a PATCH of userName',
    subject: users,
    make: (c, created, subject) => rename(c, created, subject, 'userName'),
  },
  {
    words: 'a PATCH of displayName',
    subject: groups,
    make: (c, created, subject) => rename(c, created, subject, 'displayName'),
  },
  {
    words: 'a new member',
    subject: groups,
    apart: true,
    make: async (c, created) => {
      const [member] = await populationOf(c.session).users(1);
      const value = [{ value: member?.id ?? '' }];
      return patch(c, created, [{ op: 'add', path: 'members', value }], 'add a member');
    },
  },
];

function rename(c: Case, created: Created, subject: Subject, path: string): Promise<Answer> {
  const value = subject.stamp(c, created.sent)[path] ?? '';
  return patch(c, created, [{ op: 'replace', path, value }], `give it another ${path}`);
}

async function moves(t: CheckContext): Promise<void> {
  const tried = await Promise.allSettled(CHANGES.map((change) => tryChange(t, change)));
  for (const outcome of tried) if (outcome.status === 'rejected') throw outcome.reason;
  if (!tried.some((outcome) => outcome.status === 'fulfilled' && outcome.value))
    throw new NotOffered('the target shows no lastModified, or lets nothing be changed');
}

/** Makes one change, and judges what it does to the times. Gives whether it could be made. */
async function tryChange(t: CheckContext, change: Change): Promise<boolean> {
  const subject = change.subject(t);
  if (subject === null) return false;
  const [resource = {}] = fc.sample(subject.arbitrary({ required: 'only' }), {
    seed: seedOf(t.session.plan.seed, 'common-attributes', change.words),
    numRuns: 1,
  });
  let made = false;
  await t.once(async (c) => {
    const created = await subject.create(c, resource);
    const before = await timesOf(c, created);
    if (before === null) return;
    await sleep(WAIT);
    const { status } = await change.make(c, created, subject);
    const after = status < 300 ? await timesOf(c, created) : null;
    // What is accepted and ignored is no change.
    if (after === null || sameJson(after.details, before.details)) return;
    made = true;
    judgeTimes(c, change, subject.noun, before, after);
  });
  return made;
}

/** Null when the target shows no lastModified that could move. */
async function timesOf(c: Case, created: Created): Promise<Times | null> {
  const { meta, ...details } = await c.read(created);
  const modified = stringMember(meta, 'lastModified');
  if (modified === undefined || !isDateTime(modified)) return null;
  return { created: stringMember(meta, 'created'), modified, details };
}

function judgeTimes(c: Case, { words, apart }: Change, noun: string, before: Times, after: Times): void {
  const judge = (apart === true ? c.advise : c.judge).bind(c);
  judge('RFC7643-3.1-last-modified', Date.parse(after.modified) > Date.parse(before.modified), () => ({
    message: `lastModified of a ${noun} does not move forward with ${words}`,
    expected: `later than ${before.modified}`,
    actual: after.modified,
  }));
  c.judge('RFC7643-3.1-last-modified', sameInstant(before.created, after.created), () => ({
    message: `created of a ${noun} changes with ${words}`,
    expected: shown(before.created),
    actual: shown(after.created),
  }));
  const made = before.created;
  // Whole seconds beside fractions, and clocks of several machines: no reason to fail a target.
  const near = made === undefined || Math.abs(Date.parse(before.modified) - Date.parse(made)) < 1000;
  c.advise('RFC7643-3.1-unmodified', near, () => ({
    message: `lastModified of a ${noun} that was never modified differs from created`,
    expected: shown(made),
    actual: before.modified,
  }));
}

/** Both are missing, or the same to the second: databases round. */
function sameInstant(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return Math.abs(Date.parse(a) - Date.parse(b)) < 1000;
}
