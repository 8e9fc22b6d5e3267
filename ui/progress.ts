import { causesOf } from '../report/causes.ts';
import type { CheckResult } from '../report/report.ts';
import { reach } from '../reporters/causes.ts';
import { stateOf } from '../reporters/conclusion.ts';
import type { Progress } from '../reporters/console/running.ts';
import { clip, oneLine } from '../reporters/text.ts';
import type { EventLog } from './event-log.ts';
import type { CauseSeen, RunEvent } from './events.ts';

/** Milliseconds from one look at requests and causes to the next. */
const INTERVAL = 500;
/** Causes shown while a run goes on; all are in its report. */
const MOST_CAUSES = 20;

/** The progress of a run as events for its page. */
export function progressInto(log: EventLog<RunEvent>, now = performance.now.bind(performance)): Progress {
  const results = new Map<string, CheckResult>();
  let news = 0;
  let requests = 0;
  let startedAt = 0;
  let last = { at: 0, requests: 0, news: 0, causes: '[]' };
  let timer: NodeJS.Timeout | undefined;
  const look = (): void => {
    const at = now();
    const rate = Math.round(((requests - last.requests) / Math.max(1, at - last.at)) * 1_000);
    log.add({ kind: 'pulse', seconds: Math.round((at - startedAt) / 100) / 10, requests, rate });
    const causes = news === last.news ? null : causesIn([...results.values()]);
    const text = causes === null ? last.causes : JSON.stringify(causes);
    if (causes !== null && text !== last.causes) log.add({ kind: 'causes', causes });
    last = { at, requests, news, causes: text };
  };
  const hear = (kind: 'result' | 'finding', result: CheckResult): void => {
    news += 1;
    results.set(result.id, result);
    const message = result.message === null ? null : clip(oneLine(result.message), 500);
    log.add({ kind, id: result.id, state: stateOf(result), message });
  };
  return {
    start() {
      startedAt = now();
      last = { ...last, at: startedAt };
      timer = setInterval(look, INTERVAL).unref();
    },
    check: (result) => hear('result', result),
    finding: (result) => hear('finding', result),
    requests(total) {
      requests = total;
    },
    suiteEnd: () => {},
    stop() {
      clearInterval(timer);
      look();
    },
  };
}

/** What the findings so far most likely come from. */
function causesIn(results: readonly CheckResult[]): readonly CauseSeen[] {
  if (!results.some(({ verdict }) => verdict === 'fail' || verdict === 'warn')) return [];
  return causesOf({ checks: results, requirements: {} })
    .slice(0, MOST_CAUSES)
    .map((cause) => ({ title: clip(oneLine(cause.title), 600), state: cause.gate, reach: reach(cause) }));
}
