import { type CheckContext, Failure } from '../engine/context.ts';
import { tentatively } from '../engine/tentative.ts';
import { SetupFailure } from '../engine/violation.ts';

/** What a task ends with: a finding, or that it cannot be judged; null where it holds. */
export async function troubleOf(task: () => Promise<void>): Promise<Failure | SetupFailure | null> {
  try {
    await tentatively(task);
    return null;
  } catch (error) {
    if (error instanceof Failure || error instanceof SetupFailure) return error;
    throw error;
  }
}

/** Where so many of them do not hold apart, and none does, the others are not tried: it is not about any of them. */
const ENOUGH = 4;

/** Whether it is a resource that was refused: one of several values may be the reason, where all else is everybody's. */
function isAboutCreation({ exchange }: SetupFailure): boolean {
  return exchange?.request.method === 'POST';
}

/**
 * Tries several things in one experiment, which costs little. Only where that does not hold, each is tried in one of its
 * own, so that no finding hides another; where each holds alone, the finding of all together stands.
 * @returns whether they hold together
 * @throws Failure, SetupFailure
 */
export async function togetherOrApart<T>(
  t: CheckContext,
  items: readonly T[],
  together: () => Promise<void>,
  apart: (item: T, t: CheckContext) => Promise<void>,
): Promise<boolean> {
  const trouble = await troubleOf(together);
  if (trouble === null) return true;
  if (trouble instanceof SetupFailure && !isAboutCreation(trouble)) {
    // The plainest of them may be what all else is compared with, and is judged then.
    const [plainest] = items;
    throw (plainest === undefined ? null : await troubleOf(() => apart(plainest, t))) ?? trouble;
  }
  const unjudged: SetupFailure[] = [];
  const first: Promise<Failure | SetupFailure | null>[] = [];
  await t.forEach(items, async (item, own) => {
    const enough = first.length === ENOUGH;
    if (enough && (await Promise.all(first)).every((one) => one instanceof Failure)) return;
    const outcome = troubleOf(() => apart(item, own));
    if (!enough) first.push(outcome);
    const worse = await outcome;
    if (worse instanceof SetupFailure) unjudged.push(worse);
    else if (worse !== null) throw worse;
  });
  if (unjudged[0] !== undefined && unjudged.length === items.length) throw unjudged[0];
  if (trouble instanceof Failure) throw trouble;
  return false;
}
