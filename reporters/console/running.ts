import type { createColors } from 'picocolors';
import type { CheckResult } from '../../report/report.ts';
import { STATES, type State, tally, wordOf } from '../conclusion.ts';
import { duration, oneLine } from '../text.ts';
import { type Item, News } from './news.ts';
import { paint, SYMBOLS } from './summary.ts';

/** Shows how far a run is. Calls come in the order start, check and requests in any order, stop. */
export interface Progress {
  /**
   * A run begins; `total` is the number of its checks, null while it is unknown, and `limit` the milliseconds after which
   * it ends whatever is left to do.
   */
  start(run: {
    readonly target: string;
    readonly application: string;
    readonly total: number | null;
    readonly limit: number;
  }): void;
  /** A check has ended; `target` names whose it is where there are several. */
  check(result: CheckResult, target?: string): void;
  /** A check that goes on has found something: its result so far. */
  finding(result: CheckResult, target?: string): void;
  /** Requests sent since the start. */
  requests(total: number): void;
  /** No further check of this suite will come. */
  suiteEnd(suite: string): void;
  /** The run has ended, or was interrupted: the live block disappears. */
  stop(): void;
}

/** What the progress needs to know besides the stream; `now` is a clock in milliseconds, for tests. */
export interface ProgressOptions {
  readonly isTTY: boolean;
  /** Columns of the terminal; without a number of them it cannot be drawn on. */
  readonly columns?: number | undefined;
  readonly color?: boolean;
  readonly now?: () => number;
}

/** The state of a run, as progress shows it. */
export interface Running {
  readonly target: string;
  readonly application: string;
  readonly total: number | null;
  readonly limit: number;
  readonly startedAt: number;
  readonly results: CheckResult[];
  requests: number;
  /** What is worth telling, by target. */
  readonly news: Map<string, News>;
}

/** A run that begins now. */
export function begin(run: Parameters<Progress['start']>[0], now: () => number): Running {
  return { ...run, startedAt: now(), results: [], requests: 0, news: new Map() };
}

/** Adds what a check has found to a run. @returns the lines that tell what is new, not wrapped */
export function note(
  running: Running,
  result: CheckResult,
  target: string,
  elapsed: number,
  colors: ReturnType<typeof createColors>,
): readonly string[] {
  const news = running.news.get(target) ?? new News();
  running.news.set(target, news);
  const whose = target === '' ? '' : `${oneLine(target)}: `;
  return news.note(result).map((item) => line(item, whose, elapsed, colors));
}

function line(
  { state, sentence, about }: Item,
  whose: string,
  elapsed: number,
  colors: ReturnType<typeof createColors>,
): string {
  const mark = paint(colors, state)(`${SYMBOLS[state]} ${wordOf(state)}`);
  return `${mark} ${whose}${colors.bold(sentence)} ${colors.dim(`(${about}, ${duration(elapsed)})`)}`;
}

/** How many checks came to which verdict so far, the best first. */
export function verdictCounts(
  results: readonly CheckResult[],
  colors: ReturnType<typeof createColors>,
): string {
  const counts = tally(results);
  const order: readonly State[] = [...STATES].reverse();
  return order
    .filter((state) => counts[state] > 0 || state === 'pass' || state === 'fail')
    .map((state) => paint(colors, state)(`${SYMBOLS[state]} ${counts[state]} ${wordOf(state)}`))
    .join('  ');
}
