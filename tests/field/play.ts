import { vi } from 'vitest';
import { applicationNamed } from '../../config/own-schemas.ts';
import type { Transport } from '../../http/transport.ts';
import { causesOf } from '../../report/causes.ts';
import { decidingExchange } from '../../report/deciding.ts';
import type { Cause, CheckResult } from '../../report/report.ts';
import { assembleReport } from '../../suites/assemble.ts';
import type { CheckId } from '../../suites/check-ids.ts';
import { CHECKS } from '../../suites/registry.ts';
import { runInProcess } from '../support/in-process.ts';
import type { FieldEntry } from './entry.ts';

/** What a run against a peculiar target gave. */
export interface Played {
  readonly results: readonly CheckResult[];
  readonly causes: readonly Cause[];
  /** Each exchange: `PATCH /Users/42 {"schemas":…} → 204`, its query decoded. */
  readonly sent: readonly string[];
}

/** Runs the checks of an entry against its target. */
export async function play({
  application: id = 'alvao',
  target,
  provider,
  faults,
  variations,
  answerTime,
  checks: wanted,
}: FieldEntry): Promise<Played> {
  const sent: string[] = [];
  const checks = checkIds(wanted);
  if (answerTime !== undefined) vi.useFakeTimers({ toFake: ['performance'] });
  const { plan, results, summary } = await runInProcess({
    application: applicationNamed(id ?? undefined),
    effort: 'quick',
    checks,
    through: watching(sent, () => answerTime !== undefined && vi.advanceTimersByTime(answerTime)),
    ...(target && { target }),
    ...(provider && { provider }),
    ...(faults && { faults }),
    ...(variations && { variations }),
  }).finally(() => vi.useRealTimers());
  const report = assembleReport(
    {
      plan: { ...plan, checks },
      results: new Map(results.map((result) => [result.id, result])),
      summary,
      stopped: null,
      durationMs: 1,
    },
    new Date(0),
  );
  return { results: report.checks, causes: causesOf(report), sent };
}

/** The request that a result shows as the one that decided, as method and path. */
export function decidingRequest(result: CheckResult): string {
  const request = decidingExchange(result)?.request;
  return request === undefined ? '' : `${request.method} ${request.url}`;
}

function checkIds(wanted: readonly string[]): readonly CheckId[] {
  return wanted.flatMap((name) => {
    const meant = CHECKS.filter(({ suite, check }) => suite.name === name || check.id === name);
    if (meant.length === 0) throw new Error(`there is no check or suite ${name}`);
    return meant.map(({ check }) => check.id);
  });
}

/** Takes notes of the exchanges, and has something done after each. */
function watching(sent: string[], after: () => void): (transport: Transport) => Transport {
  return (transport) => ({
    send: async (request) => {
      const asked = `${request.method} ${decoded(request.path)} ${request.body ?? ''}`;
      try {
        const response = await transport.send(request);
        sent.push(`${asked} → ${response.status}`);
        return response;
      } catch (error) {
        sent.push(`${asked} → nothing`);
        throw error;
      } finally {
        after();
      }
    },
    close: () => transport.close(),
  });
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
