import { performance } from 'node:perf_hooks';
import type { Case, CheckContext, CheckEntry } from '../../kit/index.ts';
import { eq, groupSubject, memberValues, overGroups, patch } from '../../kit/index.ts';
import { overUsers } from '../soft-delete/forms.ts';

/** Requests per second that a gallery application has to sustain (rule E-015). */
const NEEDED_RATE = 25;
/** Requests sent to measure the rate. */
const SAMPLE = 50;
/** The part of the time in which this process had something to do, from which on it was itself what kept the rate down. */
const BUSY = 0.5;
/** Milliseconds after which the client gives up (rule E-014). */
const PATIENCE = 60_000;

/** How fast the target is, measured; too slow is a warning. */
export const speed: readonly CheckEntry[] = [
  {
    name: 'rate',
    title: `The target answers at least ${NEEDED_RATE} requests per second, as far as the run’s limits allow to tell`,
    requirements: ['E-015'],
    run: (t) => t.once((c) => rate(t, c)),
  },
  {
    name: 'answer-time',
    title: 'Every answer comes within a minute, to large changes of members too',
    requirements: ['E-014'],
    run: answerTime,
  },
];

function lookup(c: Case): Promise<unknown> {
  const filter = eq('userName', `${c.marker()}-nobody`);
  return c.send({
    method: 'GET',
    path: c.session.userType.endpoint,
    query: { filter },
    purpose: 'measure the rate',
  });
}

/**
 * Counts all requests of the session while a sample is under way, for other checks share the connections. Where the
 * limits of the run, the way to the target or this machine allow fewer requests than are needed, nothing is said against it.
 */
async function rate(t: CheckContext, c: Case): Promise<void> {
  const { concurrency, rate: limit } = t.session.plan.target;
  await lookup(c);
  const alone = c.exchanges.at(-1)?.durationMs ?? 0;
  const possible = Math.min(limit ?? Number.POSITIVE_INFINITY, (concurrency * 1000) / Math.max(alone, 1));
  const [before, start] = [t.session.requests, performance.now()];
  const load = performance.eventLoopUtilization();
  await Promise.all(Array.from({ length: SAMPLE }, () => lookup(c)));
  const measured = ((t.session.requests - before) * 1000) / Math.max(performance.now() - start, 1);
  const busy = performance.eventLoopUtilization(load).utilization >= BUSY;
  t.session.observe('speed.requestsPerSecond', Math.round(measured));
  // Demanded of applications of the gallery only, so it warns.
  c.advise('E-015', measured >= NEEDED_RATE || possible < NEEDED_RATE || busy, () => ({
    message: `the target answers ${measured.toFixed(1)} requests per second with ${concurrency} under way at a time`,
    expected: `${NEEDED_RATE} requests per second`,
    actual: `${measured.toFixed(1)} requests per second`,
  }));
}

async function answerTime(t: CheckContext): Promise<void> {
  const members =
    groupSubject(t.session)?.attributes.some(({ path }) => path.attribute === 'members') ?? false;
  if (!members || t.session.facts.features.patch === false) return overUsers(t, async (c) => judgeTime(t, c));
  await overGroups(
    t,
    Math.max(...t.session.effort.memberCounts),
    async (c, group, ids) => {
      await patch(c, group, [{ op: 'Add', path: 'members', value: memberValues(ids) }], 'add many members');
      await c.read(group, 'read the large group');
      judgeTime(t, c);
    },
    1,
  );
}

function judgeTime(t: CheckContext, c: Case): void {
  const slowest = Math.max(...c.exchanges.map(({ durationMs }) => durationMs));
  t.session.observe('speed.slowestAnswerMs', Math.round(slowest));
  c.judge('E-014', slowest < PATIENCE, () => ({
    message: `an answer takes ${Math.round(slowest / 1000)} seconds`,
    expected: `less than ${PATIENCE / 1000} seconds`,
    actual: `${Math.round(slowest / 1000)} seconds`,
  }));
}
