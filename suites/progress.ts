import { BroadcastChannel } from 'node:worker_threads';

/** Messages between the suites' workers and the process that started them. */
export type ProgressMessage =
  | { readonly kind: 'requests'; readonly target: string; readonly sent: number }
  | { readonly kind: 'stop'; readonly reason: string };

const CHANNEL = 'scim-conformance';
/** Least milliseconds between two counts of the same target. */
const INTERVAL = 100;

/** The worker's end: reports counts of requests and hears when it has to stop. */
export function workerChannel(
  target: string,
  onStop: (reason: string) => void,
): { readonly onRequest: (sent: number) => void; readonly close: () => void } {
  const channel = open((message) => {
    if (message.kind === 'stop') onStop(message.reason);
  });
  let last = 0;
  return {
    onRequest(sent) {
      const now = performance.now();
      if (now - last < INTERVAL) return;
      last = now;
      channel.postMessage({ kind: 'requests', target, sent } satisfies ProgressMessage);
    },
    close: () => channel.close(),
  };
}

/** The starting process' end: hears counts of requests and can ask all workers to stop. */
export function controlChannel(onRequests: (target: string, sent: number) => void): {
  readonly stop: (reason: string) => void;
  readonly close: () => void;
} {
  const channel = open((message) => {
    if (message.kind === 'requests') onRequests(message.target, message.sent);
  });
  return {
    stop: (reason) => channel.postMessage({ kind: 'stop', reason } satisfies ProgressMessage),
    close: () => channel.close(),
  };
}

function open(onMessage: (message: ProgressMessage) => void): BroadcastChannel {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = (event) => onMessage((event as { readonly data: ProgressMessage }).data);
  channel.unref();
  return channel;
}
