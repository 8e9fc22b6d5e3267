import { FIRST_APPLICATIONS } from '../../config/first-applications.ts';
import { loadApplication } from '../../config/load-application.ts';
import { OWN_SCHEMAS } from '../../config/own-schemas.ts';
import type { FaultId } from '../../provider/faults.ts';
import type { Policy } from '../../provider/policy/policy.ts';
import type { CheckResult, LearntResource } from '../../report/report.ts';
import { runInProcess } from '../support/in-process.ts';

/** The tables that a policy is tried with: those of the first applications, and its own schemas. */
export const TABLES: readonly string[] = FIRST_APPLICATIONS.flatMap((id) => [id, OWN_SCHEMAS.id]);

/** A run of every suite at `quick` against a provider with a policy. */
export interface PolicyRun {
  readonly policy: Policy;
  readonly table: string;
  readonly seed: number;
  readonly faults?: readonly FaultId[];
}

/** What such a run found. */
export interface Outcome {
  readonly findings: readonly CheckResult[];
  /** Checks that apply, and those of them that could judge. */
  readonly applicable: number;
  readonly judged: number;
  readonly learnt: readonly LearntResource[];
  readonly leftBehind: number;
}

/** Runs every suite at `quick`, in this process. */
export async function outcomeOf({ policy, table, seed, faults = [] }: PolicyRun): Promise<Outcome> {
  const { results, summary } = await runInProcess({
    application: table === OWN_SCHEMAS.id ? OWN_SCHEMAS : loadApplication(table),
    seed,
    effort: 'quick',
    faults,
    provider: { policy },
  });
  const applicable = results.filter(({ verdict }) => verdict !== 'skip');
  return {
    findings: applicable.filter(({ verdict }) => verdict !== 'pass'),
    applicable: applicable.length,
    judged: applicable.filter(({ verdict }) => verdict !== 'error').length,
    learnt: summary.learnt?.resources ?? [],
    leftBehind: summary.leftBehind.length,
  };
}
