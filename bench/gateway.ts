import { Agent, createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands in front of a target and lets only so many requests a second through. */
export interface Gateway {
  readonly url: string;
  /** What was let through of what was allowed between the first request and the last, and the share that was refused. */
  shares(): { readonly used: number; readonly refused: number };
  close(): void;
}

/** Answers 429 with `Retry-After: 1` beyond `rate` requests a second, `burst` of them at once. */
export async function gateway(target: string, rate: number, burst: number): Promise<Gateway> {
  const { hostname, port, pathname } = new URL(target);
  const agent = new Agent({ keepAlive: true });
  const begin = performance.now();
  let [tokens, at, passed, refused, first] = [burst, begin, 0, 0, Number.NaN];
  const server = createServer((incoming, outgoing) => {
    const now = performance.now();
    if (Number.isNaN(first)) first = now;
    tokens = Math.min(burst, tokens + ((now - at) / 1000) * rate);
    at = now;
    if (tokens < 1) {
      refused++;
      incoming.resume();
      outgoing.writeHead(429, { 'retry-after': '1' }).end();
      return;
    }
    tokens--;
    passed++;
    const { method, url, headers } = incoming;
    const onward = send({ hostname, port, path: url, method, headers, agent }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`,
    shares: () => ({
      used: passed / (burst + ((at - first) / 1000) * rate),
      refused: refused / (passed + refused),
    }),
    close: () => {
      server.closeAllConnections();
      server.close();
      agent.destroy();
    },
  };
}
