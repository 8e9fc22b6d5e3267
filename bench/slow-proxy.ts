import { Agent, createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands in front of a target and adds latency; knows how many requests were under way. */
export interface SlowProxy {
  readonly url: string;
  /** Milliseconds from a request's head to the end of its answer, summed over all requests. */
  readonly busyMs: () => number;
  /** From performance.now(): the first request, or null. */
  readonly firstRequestAt: () => number | null;
  readonly lastAnswerAt: () => number;
  close(): void;
}

/** @param latencyMs added to each answer */
export async function slowProxy(target: string, latencyMs: number): Promise<SlowProxy> {
  const { hostname, port, pathname } = new URL(target);
  const agent = new Agent({ keepAlive: true });
  let busy = 0;
  let first: number | null = null;
  let last = 0;
  const server = createServer((incoming, outgoing) => {
    const start = performance.now();
    first ??= start;
    const { method, url, headers } = incoming;
    const onward = send({ hostname, port, path: url, method, headers, agent }, (answer) => {
      setTimeout(() => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
        outgoing.on('finish', () => {
          last = performance.now();
          busy += last - start;
        });
      }, latencyMs);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`,
    busyMs: () => busy,
    firstRequestAt: () => first,
    lastAnswerAt: () => last,
    close: () => {
      server.closeAllConnections();
      server.close();
      agent.destroy();
    },
  };
}
