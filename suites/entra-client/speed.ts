import { performance } from 'node:perf_hooks';
import type { Case, CheckContext, CheckEntry } from '../../kit/index.ts';
import {
  eq,
  groupSubject,
  memberValues,
  overGroups,
  overPlays,
  patch,
  userSubject,
} from '../../kit/index.ts';

/** Requests per second that a gallery application has to sustain (rule E-015). */
const NEEDED_RATE = 25;
/** Requests sent to measure the rate, and those sent one at a time to see whether it was load that kept it down. */
const SAMPLE = 30;
const FEW = 10;
/** The part of the time in which this process had something to do, from which on it was itself what kept the rate down. */
const BUSY = 0.5;
/** Milliseconds after which the client gives up (rule E-014). */
const PATIENCE = 60_000;

/** How fast the target is, measured; too slow is a warning. What is gone with one request at a time was the run's own load. */
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

/** @returns how long the answer took, in milliseconds */
async function lookup(c: Case): Promise<number> {
  const query = { filter: eq('userName', `${c.marker()}-nobody`) };
  const path = c.session.userType.endpoint;
  const { exchange } = await c.send({ method: 'GET', path, query, purpose: 'measure the rate' });
  return exchange.durationMs;
}

/**
 * Counts all requests of the session while a sample is under way, for other checks share the connections. Where the
 * limits of the run, the way to the target or this machine allow fewer requests than are needed, nothing is said against it.
 */
async function rate(t: CheckContext, c: Case): Promise<void> {
  const { concurrency, rate: limit } = t.session.plan.target;
  const first = await lookup(c);
  const possible = Math.min(limit ?? Number.POSITIVE_INFINITY, (concurrency * 1000) / Math.max(first, 1));
  const [before, start] = [t.session.requests, performance.now()];
  const load = performance.eventLoopUtilization();
  await Promise.all(Array.from({ length: SAMPLE }, () => lookup(c)));
  const measured = ((t.session.requests - before) * 1000) / Math.max(performance.now() - start, 1);
  const busy = performance.eventLoopUtilization(load).utilization >= BUSY;
  t.session.observe('speed.requestsPerSecond', Math.round(measured));
  const enough =
    measured >= NEEDED_RATE || possible < NEEDED_RATE || busy || (await rateAlone(t, c)) >= NEEDED_RATE;
  // Demanded of applications of the gallery only, so it warns.
  c.advise('E-015', enough, () => ({
    deviation: 'slow',
    what: 'the target',
    says: `answers ${measured.toFixed(1)} requests per second with ${concurrency} under way at a time`,
    wanted: `${NEEDED_RATE} requests per second`,
    got: `${measured.toFixed(1)} requests per second`,
  }));
}

/** Requests per second with one at a time. */
function rateAlone(t: CheckContext, c: Case): Promise<number> {
  return t.session.alone(async () => {
    let spent = 0;
    for (let sent = 0; sent < FEW; sent++) spent += await lookup(c);
    return (FEW * 1000) / Math.max(spent, 1);
  });
}

async function answerTime(t: CheckContext): Promise<void> {
  const large = Math.max(...t.session.effort.memberCounts);
  const members =
    groupSubject(t.session)?.attributes.some(({ path }) => path.attribute === 'members') ?? false;
  if (!members || t.session.facts.features.patch === false) {
    await overPlays(t, userSubject(t.session), 'E-014', ({ c, created }) =>
      judgeTime(t, c, () => c.read(created)),
    );
    return;
  }
  await overGroups(
    t,
    large,
    (c, group, ids) =>
      judgeTime(t, c, async () => {
        const operation = { op: 'Add', path: 'members', value: memberValues(ids) };
        await patch(c, group, [operation], `add ${large} members`);
        await c.read(group, 'read the large group');
      }),
    1,
  );
}

/** Judges how long the answers took; where one came too late, those to the same requests with one at a time. */
async function judgeTime(t: CheckContext, c: Case, requests: () => Promise<unknown>): Promise<void> {
  await requests();
  let slowest = slowestOf(c.exchanges);
  t.session.observe('speed.slowestAnswerMs', Math.round(slowest?.durationMs ?? 0));
  if ((slowest?.durationMs ?? 0) >= PATIENCE) {
    const before = new Set(c.exchanges);
    await t.session.alone(requests);
    slowest = slowestOf(c.exchanges.filter((exchange) => !before.has(exchange)));
  }
  const seconds = Math.round((slowest?.durationMs ?? 0) / 1000);
  c.judge('E-014', (slowest?.durationMs ?? 0) < PATIENCE, () => ({
    deviation: 'slow',
    what: `an answer to ${slowest?.request.method}`,
    says: `takes ${seconds} seconds`,
    wanted: `less than ${PATIENCE / 1000} seconds`,
    got: `${seconds} seconds`,
    answer: slowest && { exchange: slowest },
  }));
}

const slowestOf = (exchanges: Case['exchanges']): Case['exchanges'][number] | undefined =>
  exchanges.toSorted((a, b) => b.durationMs - a.durationMs)[0];
