import type { CustomFetch } from 'openid-client';
import type { Tls } from './agent.ts';
import { createTransport } from './transport.ts';

/** Milliseconds until the whole answer of an authorization server must be there. */
const TIMEOUT = 30_000;

/** Statuses whose answers have no body (Fetch standard, "null body status"). */
const BODILESS: ReadonlySet<number> = new Set([204, 205, 304]);

/** Headers about the body as it was on the wire, which a transport has decoded. */
const OF_THE_WIRE: readonly string[] = ['content-encoding', 'content-length', 'transfer-encoding'];

/**
 * A `fetch` for the OAuth library that goes the way of all requests to a target: with its TLS settings, through the proxy
 * that the environment names, within the same bounds, and without following redirects.
 */
export function fetchOver(tls: Tls | null): CustomFetch {
  return async (address, { method, headers, body }) => {
    const { origin, pathname, search } = new URL(address);
    const transport = createTransport(origin, 1, tls);
    try {
      const {
        status,
        headers: answered,
        text,
      } = await transport.send({
        method: method === 'POST' ? 'POST' : 'GET',
        path: `${pathname}${search}`,
        headers,
        body: body === undefined || body === null ? null : String(body),
        timeout: TIMEOUT,
      });
      const kept = Object.entries(answered).filter(([name]) => !OF_THE_WIRE.includes(name));
      return new Response(BODILESS.has(status) ? null : text, { status, headers: kept });
    } finally {
      transport.close();
    }
  };
}
