import { createLogUpdate } from 'log-update';
import { createColors } from 'picocolors';
import type { CheckResult } from '../../report/report.ts';
import { STATES, type State, stateOf, tally } from '../conclusion.ts';
import { count, duration, oneLine } from '../text.ts';
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
  /** A check has ended. */
  check(result: CheckResult): void;
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
  readonly color?: boolean;
  readonly now?: () => number;
}

/** The state of a run, as the live block shows it. */
interface Running {
  readonly target: string;
  readonly application: string;
  readonly total: number | null;
  readonly limit: number;
  readonly startedAt: number;
  readonly results: CheckResult[];
  requests: number;
}

const REFRESH_MS = 100;

/** A live block of four lines on a terminal; in a log one line per finished suite. */
export function createProgress(stream: NodeJS.WritableStream, options: ProgressOptions): Progress {
  return options.isTTY ? liveProgress(stream, options) : plainProgress(stream, options);
}

function begin(run: Parameters<Progress['start']>[0], now: () => number): Running {
  return { ...run, startedAt: now(), results: [], requests: 0 };
}

function liveProgress(
  stream: NodeJS.WritableStream,
  { color = true, now = performance.now.bind(performance) }: ProgressOptions,
): Progress {
  const log = createLogUpdate(stream);
  const colors = createColors(color);
  let running: Running | null = null;
  let timer: NodeJS.Timeout | undefined;
  const draw = () => {
    if (running !== null) log(liveLines(running, now(), colors).join('\n'));
  };
  return {
    start(run) {
      running = begin(run, now);
      draw();
      timer = setInterval(draw, REFRESH_MS).unref();
    },
    check: (result) => running?.results.push(result),
    requests(total) {
      if (running !== null) running.requests = total;
    },
    suiteEnd: () => {},
    stop() {
      clearInterval(timer);
      running = null;
      log.clear();
      log.done();
    },
  };
}

function liveLines(
  running: Running,
  now: number,
  colors: ReturnType<typeof createColors>,
): readonly string[] {
  const { results, total } = running;
  const elapsed = now - running.startedAt;
  const left = timeLeft(elapsed, results.length, total);
  const times = `${duration(elapsed)}${left === null ? '' : `, about ${duration(left)} left`}, at most ${duration(running.limit)}`;
  const suite = results.at(-1)?.suite;
  return [
    `${colors.bold(oneLine(running.application))}  ${colors.dim(oneLine(running.target))}`,
    `  ${bar(results.length, total)}  ${results.length}${total === null ? '' : `/${total}`} checks  ${colors.dim(suite ?? '')}`,
    `  ${verdictCounts(results, colors)}`,
    `  ${colors.dim(`${count(running.requests, 'request')}, ${times}`)}`,
  ];
}

/** Milliseconds left if the rest of the checks takes as long as those done; null before there is anything to go by. */
function timeLeft(elapsed: number, done: number, total: number | null): number | null {
  if (total === null || done < 3 || done >= total) return null;
  return (elapsed / done) * (total - done);
}

function bar(done: number, total: number | null): string {
  const width = 24;
  const filled = total === null || total === 0 ? 0 : Math.min(width, Math.round((done / total) * width));
  return '█'.repeat(filled) + '░'.repeat(width - filled);
}

function verdictCounts(results: readonly CheckResult[], colors: ReturnType<typeof createColors>): string {
  const counts = tally(results);
  const order: readonly State[] = [...STATES].reverse();
  return order
    .filter((state) => counts[state] > 0 || state === 'pass' || state === 'fail')
    .map((state) => paint(colors, state)(`${SYMBOLS[state]} ${counts[state]} ${state}`))
    .join('  ');
}

function plainProgress(
  stream: NodeJS.WritableStream,
  { color = false, now = performance.now.bind(performance) }: ProgressOptions,
): Progress {
  const colors = createColors(color);
  let running: Running | null = null;
  let ended = new Set<string>();
  const endSuite = (suite: string) => {
    const results = running?.results.filter((result) => result.suite === suite) ?? [];
    if (running === null || results.length === 0 || ended.has(suite)) return;
    ended.add(suite);
    const worst = STATES.find((state) => results.some((result) => stateOf(result) === state)) ?? 'pass';
    stream.write(
      `${paint(colors, worst)(SYMBOLS[worst])} ${oneLine(suite)}  ${verdictCounts(results, colors)}  ${colors.dim(duration(now() - running.startedAt))}\n`,
    );
  };
  return {
    start(run) {
      running = begin(run, now);
      ended = new Set();
      const checks = run.total === null ? '' : `, ${count(run.total, 'check')}`;
      stream.write(
        `${oneLine(run.application)}: testing ${oneLine(run.target)}${checks}, at most ${duration(run.limit)}\n`,
      );
    },
    check: (result) => running?.results.push(result),
    requests(total) {
      if (running !== null) running.requests = total;
    },
    suiteEnd: endSuite,
    stop() {
      for (const suite of new Set(running?.results.map((result) => result.suite))) endSuite(suite);
      if (running !== null)
        stream.write(`${count(running.requests, 'request')} in ${duration(now() - running.startedAt)}\n`);
      running = null;
    },
  };
}
