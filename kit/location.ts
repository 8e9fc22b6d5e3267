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
  const segment = url.pathname.replace(/\/+$/, '').split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
