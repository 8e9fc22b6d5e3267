import type { Session } from '../engine/session.ts';
import type { Learnt } from '../report/report.ts';
import { openSession } from '../suites/open-session.ts';
import { CHECKS } from '../suites/registry.ts';
import { prepare } from './candidates.ts';
import { EXIT } from './exit-code.ts';
import { harmless } from './harmless.ts';
import { interruptible } from './interruption.ts';
import { randomRunId } from './measured.ts';
import { REPORT_FOLDER } from './options.ts';
import { settingsOf } from './run-settings.ts';
import { cleanupCommand, type TargetSpec } from './targets.ts';

/** What is known of a target once it has been learnt. */
export interface LearntTarget {
  readonly session: Session;
  readonly learnt: Learnt;
}

/**
 * Finds out how a target is used, and deletes what that took; says on standard error what kept it from that.
 * @param use what is done with it, where something was learnt
 * @returns the exit code
 */
export async function learnTarget(target: TargetSpec, use: (found: LearntTarget) => void): Promise<number> {
  const runId = randomRunId();
  const interruption = interruptible([cleanupCommand(target, runId, REPORT_FOLDER)]);
  const { signal } = interruption;
  const checks = CHECKS.map(({ check }) => check.id);
  const settings = settingsOf({ effort: 'quick', cleanup: true, out: REPORT_FOLDER }, null, checks);
  try {
    const { plan, trouble } = await prepare(target, target.url ?? '', { ...settings, runId }, signal);
    if (trouble !== null) {
      process.stderr.write(`${target.name}: ${trouble.seen}\n  ${trouble.advice}\n`);
      return signal.aborted ? EXIT.interrupted : EXIT.unjudged;
    }
    const session = await openSession({ ...plan, journal: null }, undefined, (opened) =>
      signal.addEventListener('abort', () => opened.abandon(String(signal.reason)), { once: true }),
    );
    await session.close();
    if (signal.aborted) return EXIT.interrupted;
    const { learnt, lost } = session;
    if (learnt?.resources.some(({ created }) => created) !== true) {
      const why = lost ?? 'it creates neither a user nor a group, whatever is sent';
      process.stderr.write(`${target.name}: nothing could be learnt: ${harmless(why, target)}\n`);
      return EXIT.unjudged;
    }
    use({ session, learnt });
    return EXIT.conformant;
  } finally {
    interruption.dispose();
  }
}
