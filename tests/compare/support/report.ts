import { randomInt } from 'node:crypto';
import type { Transport } from '../../../http/transport.ts';
import type { RunReport } from '../../../report/report.ts';
import { assembleReport } from '../../../suites/assemble.ts';
import { type InProcessRun, runInProcess } from '../../support/in-process.ts';

/** Answers that come in another order each time, as those of a target over a network do. */
export function jittery(transport: Transport): Transport {
  return {
    ...transport,
    async send(request) {
      await new Promise((resolve) => setTimeout(resolve, randomInt(3)));
      return transport.send(request);
    },
    close: () => transport.close(),
  };
}

/** The run report of a run in this process. */
export async function reportInProcess(run: InProcessRun): Promise<RunReport> {
  const { plan, results, summary } = await runInProcess(run);
  const chosen = run.checks === undefined ? plan : { ...plan, checks: run.checks };
  return assembleReport(
    {
      plan: chosen,
      results: new Map(results.map((result) => [result.id, result])),
      summary,
      stopped: null,
      durationMs: 1,
    },
    new Date('2025-03-04T09:26:11.482Z'),
  );
}
