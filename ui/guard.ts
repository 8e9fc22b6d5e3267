import { timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';

/** Who may come in, and where. */
export interface Door {
  /** Host and port as in the printed address: a name that somebody points at this machine is another one. */
  readonly host: string;
  /** Known only to who has read the printed address. */
  readonly key: string;
}

const HEADER = 'x-scim-conformance-key';

/** The parameter that carries the key on the first visit. */
export const KEY_PARAMETER = 'key';

/**
 * Lets in nobody but the page: each request has the printed Host (against DNS rebinding), no foreign Origin, and the key in
 * a cookie or a header; what changes something is JSON, which no form of another page can send.
 */
export function guard(door: Door): MiddlewareHandler {
  const { host, key } = door;
  const cookie = `scim-conformance-${host.replaceAll(/\W/g, '-')}`;
  return async (context, next) => {
    const { req } = context;
    const origin = req.header('origin');
    if (req.header('host') !== host)
      return context.text('This address is not the one that was printed.', 421);
    if (origin !== undefined && origin !== `http://${host}`)
      return context.text('Another page may not ask for this.', 403);
    const first = req.method === 'GET' && req.path === '/' ? req.query(KEY_PARAMETER) : undefined;
    const given = [first, req.header(HEADER), getCookie(context, cookie)];
    if (!given.some((text) => text !== undefined && isSame(text, key)))
      return context.text('The key is missing: open the address that the terminal shows.', 401);
    if (
      !['GET', 'HEAD'].includes(req.method) &&
      !/^application\/json\s*(;|$)/i.test(req.header('content-type') ?? '')
    )
      return context.text('Only JSON is taken.', 415);
    if (first !== undefined)
      setCookie(context, cookie, key, { httpOnly: true, sameSite: 'Strict', path: '/' });
    return next();
  };
}

/** Whether two texts are the same, in a time that does not tell how far they are. */
function isSame(given: string, key: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(key)];
  return a.length === b.length && timingSafeEqual(a, b);
}
