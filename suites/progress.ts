import { BroadcastChannel } from 'node:worker_threads';

/** Messages between the suites' workers and the process that started them. */
export type ProgressMessage =
  /** A worker has begun to listen. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'requests'; readonly target: string; readonly sent: number }
  | { readonly kind: 'stop'; readonly reason: string };

const CHANNEL = 'scim-conformance';
/** Least milliseconds between two counts of the same target. */
const INTERVAL = 100;

/** The worker's end: reports counts of requests, the last of them whole, and hears when it has to stop. */
export function workerChannel(
  target: string,
  onStop: (reason: string) => void,
): { readonly onRequest: (sent: number) => void; readonly close: (sent: number) => void } {
  const channel = open((message) => {
    if (message.kind === 'stop') onStop(message.reason);
  });
  channel.postMessage({ kind: 'ready' } satisfies ProgressMessage);
  let last = 0;
  const tell = (sent: number): void => {
    last = performance.now();
    channel.postMessage({ kind: 'requests', target, sent } satisfies ProgressMessage);
  };
  return {
    onRequest(sent) {
      if (performance.now() - last >= INTERVAL) tell(sent);
    },
    close(sent) {
      tell(sent);
      channel.close();
    },
  };
}

/** The starting process' end: hears counts of requests and can ask all workers to stop. */
export function controlChannel(onRequests: (target: string, sent: number) => void): {
  readonly stop: (reason: string) => void;
  readonly close: () => void;
} {
  let stopped: string | null = null;
  const sendStop = (): void => {
    if (stopped !== null) channel.postMessage({ kind: 'stop', reason: stopped } satisfies ProgressMessage);
  };
  const channel = open((message) => {
    if (message.kind === 'requests') onRequests(message.target, message.sent);
    // A worker that begins after the run was stopped has not heard of it.
    if (message.kind === 'ready') sendStop();
  });
  return {
    stop: (reason) => {
      stopped = reason;
      sendStop();
    },
    close: () => channel.close(),
  };
}

function open(onMessage: (message: ProgressMessage) => void): BroadcastChannel {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = (event) => onMessage((event as { readonly data: ProgressMessage }).data);
  channel.unref();
  return channel;
}
