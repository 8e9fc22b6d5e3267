import { FIRST_APPLICATIONS } from '../../config/first-applications.ts';
import { loadApplication } from '../../config/load-application.ts';
import { knownVariations, type VariationId } from '../../provider/variations.ts';
import type { CheckResult } from '../../report/report.ts';
import { runInProcess } from '../support/in-process.ts';

/** A run that must find nothing: null stands for the provider as it is without variations. */
export interface PreciseRun {
  readonly variation: VariationId | null;
  readonly application: string;
  readonly seed: number;
}

/** What such a run claimed. */
export interface Claims extends PreciseRun {
  /** Checks that fail or cannot judge, and those that warn of anything but what the variation is known for. */
  readonly findings: readonly Pick<CheckResult, 'id' | 'verdict' | 'violated' | 'message'>[];
  /** Resources that the run did not remove. */
  readonly leftBehind: number;
  readonly requests: number;
}

/** The run of each variation, and of none, on each of the first applications with each seed. */
export function preciseRuns(seeds: readonly number[]): readonly PreciseRun[] {
  const variations = [null, ...knownVariations().map(({ id }) => id)];
  return seeds.flatMap((seed) =>
    variations.flatMap((variation) =>
      FIRST_APPLICATIONS.map((application) => ({ variation, application, seed })),
    ),
  );
}

/** Runs every suite at `quick` against the provider with one variation, in this process. */
export async function claimsOf({ variation, application, seed }: PreciseRun): Promise<Claims> {
  const { results, summary } = await runInProcess({
    application: loadApplication(application),
    seed,
    effort: 'quick',
    variations: variation === null ? [] : [variation],
  });
  const warns = new Set(knownVariations().find(({ id }) => id === variation)?.warns);
  const findings = results
    .filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skip')
    .filter(({ verdict, violated }) => verdict !== 'warn' || violated === null || !warns.has(violated))
    .map(({ id, verdict, violated, message }) => ({ id, verdict, violated, message }));
  const requests = results.reduce((sum, result) => sum + result.requests, 0);
  return { variation, application, seed, findings, leftBehind: summary.leftBehind.length, requests };
}
