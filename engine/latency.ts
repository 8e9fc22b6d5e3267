import type { Exchange } from '../http/exchange.ts';
import { belowBase, operationName, operationOf } from '../report/operation.ts';
import type { OperationLatency } from '../report/report.ts';

/** Collects how long answers take, by kind of request. */
export class Latency {
  readonly #durations = new Map<string, number[]>();

  /** Notes the time from sending a request to the end of its answer; what was not answered does not count. */
  note({ request, response, durationMs }: Exchange, baseUrl: string): void {
    if (response === null) return;
    const operation = operationName(operationOf(request.method, belowBase(request.url, baseUrl)));
    const known = this.#durations.get(operation);
    if (known === undefined) this.#durations.set(operation, [durationMs]);
    else known.push(durationMs);
  }

  /** Median, 95th percentile and maximum of each operation in milliseconds, the slowest median first. */
  report(): OperationLatency[] {
    return [...this.#durations]
      .map(([operation, durations]) => summarise(operation, durations))
      .sort((a, b) => b.median - a.median || (a.operation < b.operation ? -1 : 1));
  }
}

function summarise(operation: string, durations: readonly number[]): OperationLatency {
  const sorted = [...durations].sort((a, b) => a - b);
  return {
    operation,
    count: sorted.length,
    median: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    max: percentile(sorted, 1),
  };
}

/** By the nearest rank: always one of the measured durations, rounded to a tenth of a millisecond. */
function percentile(sorted: readonly number[], part: number): number {
  const value = sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0;
  return Math.round(value * 10) / 10;
}
