import { expect, test } from 'vitest';
import { loadApplication } from '../../config/load-application.ts';
import { mergeReports } from '../../report/merge.ts';
import { parseReport } from '../../report/read.ts';
import type { RunReport } from '../../report/report.ts';
import { CHECKS, type SuiteName } from '../../suites/registry.ts';
import { jittery, reportInProcess } from './support/report.ts';

const SHARDS = 3;
const SUITES: readonly SuiteName[] = ['required-attributes', 'filtering', 'soft-delete'];
const ORDER = CHECKS.filter(({ suite }) => SUITES.includes(suite.name)).map(({ check }) => check.id);
/** Observed times differ from run to run. */
const TIMES = /PerSecond$|Ms$/;

/** All of a report that does not depend on when and how fast it was made. */
function lasting({ summary, checks, attributes, requirements, observations, transcript }: RunReport) {
  return {
    summary,
    checks: checks.map(({ id, verdict, violated, runs }) => ({
      id,
      verdict,
      violated,
      runs,
    })),
    attributes,
    requirements,
    observations: Object.fromEntries(Object.entries(observations).filter(([key]) => !TIMES.test(key))),
    transcript,
  };
}

test('the reports of shards merge into the report of the whole run', async () => {
  const application = loadApplication('alvao');
  const run = { application, faults: ['duplicate-answers-400'], through: jittery } as const;
  const whole = await reportInProcess({ ...run, checks: ORDER });
  const parts = await Promise.all(
    Array.from({ length: SHARDS }, async (_, shard) => {
      const checks = ORDER.filter((_id, index) => index % SHARDS === shard);
      return {
        file: `shard-${shard}`,
        report: await reportInProcess({ ...run, runId: `shard${shard}`, checks }),
      };
    }),
  );
  const merged = parseReport(JSON.stringify(mergeReports(parts, ORDER)));
  expect(lasting(merged)).toEqual(lasting(whole));
  expect(merged.summary.fail).toBeGreaterThan(0);
});
