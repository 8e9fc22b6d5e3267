import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { type JsonObject, member, stringMember } from '../../scim/json.ts';
import { isDateTime } from '../../scim/value.ts';
import { shown } from '../answers.ts';
import type { Case, Created } from '../case.ts';
import type { CheckEntry } from '../check.ts';
import type { CheckContext } from '../context.ts';
import { putIfOffered } from '../putting.ts';
import { seedOf } from '../seed.ts';
import { userSubject } from '../subject.ts';
import { NotOffered } from '../violation.ts';

/** meta.created and meta.lastModified (RFC 7643 §3.1). */
export const times: readonly CheckEntry[] = [
  {
    name: 'last-modified-moves',
    title: 'lastModified moves forward with a change, and created stays',
    requirements: ['RFC7643-3.1-last-modified', 'RFC7643-3.1-unmodified'],
    run: (t) => moves(t),
  },
];

/** Waits in milliseconds before a change, one after the other until lastModified moves: clocks may tick once a second. */
const WAITS = [2, 1_100] as const;

interface Times {
  readonly created: string | undefined;
  readonly modified: string;
}

async function moves(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  const [user = {}] = fc.sample(subject.arbitrary({ required: 'only' }), {
    seed: seedOf(t.session.plan.seed, 'common-attributes', 'times'),
    numRuns: 1,
  });
  await t.once(async (c) => {
    const created = await subject.create(c, user);
    const before = await timesOf(c, created);
    let after = before;
    for (const wait of WAITS) {
      if (after.modified !== before.modified) break;
      await sleep(wait);
      await rename(c, created, subject.stamp(c, user));
      after = await timesOf(c, created);
    }
    judgeMoved(c, before, after);
  });
}

/** A PUT with a new userName: a change that every target can make. */
async function rename(c: Case, created: Created, user: JsonObject): Promise<void> {
  await putIfOffered(c, created, user, 'give the user another userName');
}

/** @throws NotOffered when the target shows no lastModified that could move */
async function timesOf(c: Case, created: Created): Promise<Times> {
  const meta = member(await c.read(created), 'meta');
  const modified = stringMember(meta, 'lastModified');
  if (modified === undefined || !isDateTime(modified))
    throw new NotOffered('the target shows no lastModified');
  return { created: stringMember(meta, 'created'), modified };
}

function judgeMoved(c: Case, before: Times, after: Times): void {
  c.judge('RFC7643-3.1-last-modified', Date.parse(after.modified) > Date.parse(before.modified), () => ({
    message: 'lastModified of a user does not move forward when he is changed',
    expected: `later than ${before.modified}`,
    actual: after.modified,
  }));
  c.judge('RFC7643-3.1-last-modified', sameInstant(before.created, after.created), () => ({
    message: 'created of a user changes when he is changed',
    expected: shown(before.created),
    actual: shown(after.created),
  }));
  const made = before.created;
  // Whole seconds beside fractions, and clocks of several machines: no reason to fail a target.
  const near = made === undefined || Math.abs(Date.parse(before.modified) - Date.parse(made)) < 1000;
  c.advise('RFC7643-3.1-unmodified', near, () => ({
    message: 'lastModified of a user that was never modified differs from created',
    expected: shown(made),
    actual: before.modified,
  }));
}

/** Both are missing, or the same to the second: databases round. */
function sameInstant(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return Math.abs(Date.parse(a) - Date.parse(b)) < 1000;
}
