import type { Case } from '../engine/case.ts';
import { stripQuery } from '../http/client.ts';
import { stringMember } from '../scim/json.ts';

/** An absolute URL to resolve against where only the path matters. */
export const ANYWHERE = 'https://base.invalid/';

/**
 * A URI as an absolute one; a relative URI is resolved against the base URL of the service provider (RFC 7643 §2.3.7).
 * Some providers write "/Users/42" and mean it below their base URL; RFC 3986 reads it below the host. Both lead there.
 * @param base the base URL with a trailing slash
 * @returns null when it is no URI
 */
export function resolveUri(uri: string, base: string): URL | null {
  const url = URL.canParse(uri, base) ? new URL(uri, base) : null;
  if (url !== null && !URL.canParse(uri) && uri.startsWith('/')) {
    const below = new URL(base).pathname.replace(/\/$/, '');
    if (!uri.startsWith(`${below}/`)) return new URL(`${below}${uri}`, base);
  }
  return url;
}

/** The last segment of a URL's path, decoded: the id in the location of a resource. */
export function lastSegment(url: URL): string {
  return decoded(url.pathname.replace(/\/+$/, '').split('/').at(-1) ?? '');
}

/** A part of a URL without its escapes; as it is where they are none. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The path below the target's base URL that a URI leads to; null where it leads elsewhere, or nowhere. */
export function pathBelow({ session }: Case, uri: string): string | null {
  const root = `${stripQuery(session.plan.target.url)}/`;
  const url = resolveUri(uri, root);
  return url?.href.startsWith(root) === true ? `/${url.href.slice(root.length)}` : null;
}

/**
 * Whether a URI leads to the resource with this id: it ends in the id, or GET on it shows the resource, for a service
 * provider may form its URIs as it likes (RFC 7643 §3.1). Elsewhere than to the target nobody goes: credentials are its own.
 */
export async function leadsTo(c: Case, uri: string, id: string): Promise<boolean> {
  const url = resolveUri(uri, `${stripQuery(c.session.plan.target.url)}/`);
  if (url === null) return false;
  if (lastSegment(url) === id) return true;
  const path = pathBelow(c, uri);
  if (path === null) return false;
  const { resource } = await c.send({ method: 'GET', path, purpose: 'see where the URI leads' });
  return stringMember(resource, 'id') === id;
}
