import { createColors } from 'picocolors';
import type { CheckResult } from '../../report/report.ts';
import { STATES, stateOf } from '../conclusion.ts';
import { count, duration, oneLine } from '../text.ts';
import { begin, note, type Progress, type ProgressOptions, type Running, verdictCounts } from './running.ts';
import { paint, SYMBOLS } from './summary.ts';

/** A line at the start, findings as they come, a line for each finished suite and one at the end. */
export function plainProgress(
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
  const tell = (result: CheckResult, target = '') => {
    if (running === null) return;
    for (const line of note(running, result, target, now() - running.startedAt, colors))
      stream.write(`${harmlessInLogs(line)}\n`);
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
    check(result, target) {
      running?.results.push(result);
      tell(result, target);
    },
    finding: tell,
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

/** A line in which a log of CI finds no command: GitHub Actions and Azure Pipelines look for some anywhere in a line. */
function harmlessInLogs(line: string): string {
  return line.replace(/##(?=[[a-z])/gi, '## ');
}
