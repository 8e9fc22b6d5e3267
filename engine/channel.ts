import { BroadcastChannel } from 'node:worker_threads';
import type { CheckResult } from '../report/report.ts';
import type { Plan } from './plan.ts';

/** Messages between the suites' workers and the process that started them. */
type Message =
  /** A worker has loaded its suites and wants its plan. */
  | { readonly kind: 'ready'; readonly target: string }
  /** What a worker is to do; null when its target cannot be judged. */
  | { readonly kind: 'plan'; readonly target: string; readonly plan: Plan | null }
  | { readonly kind: 'requests'; readonly target: string; readonly sent: number }
  | { readonly kind: 'finding'; readonly target: string; readonly result: CheckResult }
  | { readonly kind: 'stop'; readonly reason: string };

const CHANNEL = 'scim-conformance';
/** Least milliseconds between two counts of the same target. */
const INTERVAL = 100;

/** A worker's end of the channel. */
export interface WorkerChannel {
  /** Asks for the worker's plan and waits for it; null when there is nothing to do. */
  plan(): Promise<Plan | null>;
  /** Hears when the worker has to stop, and why, even if that was before. */
  onStop(listener: (reason: string) => void): void;
  /** Reports a count of requests. */
  onRequest(sent: number): void;
  /** Reports what a check has found that goes on. */
  onFinding(result: CheckResult): void;
  /** Reports the last count, whole, and hangs up. */
  close(sent: number): void;
}

/** The end of the worker that judges this target. */
export function workerChannel(target: string): WorkerChannel {
  const { promise: planned, resolve } = withResolver<Plan | null>();
  const { promise: stopped, resolve: stop } = withResolver<string>();
  const channel = open((message) => {
    if (message.kind === 'plan' && message.target === target) resolve(message.plan);
    if (message.kind === 'stop') stop(message.reason);
  });
  const say = (message: Message): void => channel.postMessage(message);
  let last = 0;
  const tell = (sent: number): void => {
    last = performance.now();
    say({ kind: 'requests', target, sent });
  };
  return {
    plan() {
      say({ kind: 'ready', target });
      return planned;
    },
    onStop: (listener) => void stopped.then(listener),
    onRequest(sent) {
      if (performance.now() - last >= INTERVAL) tell(sent);
    },
    onFinding: (result) => say({ kind: 'finding', target, result }),
    close(sent) {
      tell(sent);
      channel.close();
    },
  };
}

/** The end of the process that starts the workers. */
export interface ControlChannel {
  /** Gives every worker its plan as soon as it wants one; targets without a plan have nothing to do. */
  assign(plans: readonly Plan[]): void;
  /** Makes all workers stop, those as well that have not begun. */
  stop(reason: string): void;
  close(): void;
}

/** What the workers say while they judge. */
export interface Hearing {
  /** Requests sent to a target so far. */
  readonly onRequests: (target: string, sent: number) => void;
  /** A check that goes on has found something: its result so far. */
  readonly onFinding: (target: string, result: CheckResult) => void;
}

/** The end of the process that starts the workers. */
export function controlChannel({ onRequests, onFinding }: Hearing): ControlChannel {
  const ready = new Set<string>();
  let plans: readonly Plan[] | null = null;
  let stopped: string | null = null;
  const say = (message: Message): void => channel.postMessage(message);
  const answer = (target: string): void => {
    if (stopped !== null) say({ kind: 'stop', reason: stopped });
    if (plans === null) ready.add(target);
    else say({ kind: 'plan', target, plan: plans.find((plan) => plan.target.name === target) ?? null });
  };
  const channel = open((message) => {
    if (message.kind === 'requests') onRequests(message.target, message.sent);
    if (message.kind === 'finding') onFinding(message.target, message.result);
    if (message.kind === 'ready') answer(message.target);
  });
  return {
    assign(given) {
      plans = given;
      ready.forEach(answer);
    },
    stop(reason) {
      stopped = reason;
      say({ kind: 'stop', reason });
    },
    close: () => channel.close(),
  };
}

function open(onMessage: (message: Message) => void): BroadcastChannel {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = (event) => onMessage((event as { readonly data: Message }).data);
  channel.unref();
  return channel;
}

function withResolver<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
