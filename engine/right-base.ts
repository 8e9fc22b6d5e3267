/** Endpoints that stand below a base URL, and are at times copied with it (RFC 7644 §3.2). */
const ENDPOINT =
  /\/(?:Users|Groups|Me|Bulk|\.search|ServiceProviderConfigs?|ResourceTypes|Schemas)(?:\/[^/]*)?$/i;

/**
 * Base URLs that may have been meant by one where no SCIM is: without the endpoint at its end and without a query, else one
 * level up. The host is never another one.
 */
export function otherBases(url: string): readonly string[] {
  const given = new URL(url);
  const path = given.pathname.replace(/\/+$/, '');
  const paths = ENDPOINT.test(path) ? [path.replace(ENDPOINT, '')] : [path.replace(/\/[^/]*$/, '')];
  const bases = [
    ...(given.search === '' || ENDPOINT.test(path) ? [] : [path]),
    ...(path === '' ? [] : paths),
  ];
  return bases.map((base) => `${given.origin}${base}`);
}
