import { createLogUpdate } from 'log-update';
import { createColors } from 'picocolors';
import type { CheckResult } from '../../report/report.ts';
import { count, duration, oneLine } from '../text.ts';
import { begin, note, type Progress, type ProgressOptions, type Running, verdictCounts } from './running.ts';
import { wrap } from './wrap.ts';

const REFRESH_MS = 100;

/** Findings as they come, above a block of four lines that is drawn again and again and disappears at the end. */
export function liveProgress(
  stream: NodeJS.WritableStream,
  { color = true, columns = 80, now = performance.now.bind(performance) }: ProgressOptions,
): Progress {
  const log = createLogUpdate(stream);
  const colors = createColors(color);
  let running: Running | null = null;
  let timer: NodeJS.Timeout | undefined;
  const draw = () => {
    if (running !== null) log(liveLines(running, now(), colors).join('\n'));
  };
  const tell = (result: CheckResult, target = '') => {
    if (running === null) return;
    const lines = note(running, result, target, now() - running.startedAt, colors);
    if (lines.length === 0) return;
    log.persist(lines.flatMap((line) => hanging(line, columns)).join('\n'));
    draw();
  };
  return {
    start(run) {
      running = begin(run, now);
      draw();
      timer = setInterval(draw, REFRESH_MS).unref();
    },
    check(result, target) {
      running?.results.push(result);
      tell(result, target);
    },
    finding: tell,
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

/** Lines within the width, all but the first set in. */
function hanging(line: string, columns: number): readonly string[] {
  const [first = '', ...rest] = wrap(line, columns - 2);
  return [first, ...rest.map((text) => `  ${text}`)];
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
