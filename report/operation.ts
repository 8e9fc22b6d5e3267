/** Endpoints that stand by themselves in the name of an operation; anything else is told by its shape alone. */
const ENDPOINTS: ReadonlySet<string> = new Set([
  'Users',
  'Groups',
  'Me',
  'Bulk',
  '.search',
  'Schemas',
  'ResourceTypes',
  'ServiceProviderConfig',
]);

/** The kind of a request: what it does to which kind of resource, without ids and values. */
export interface Operation {
  /** As in the request line, upper case. */
  readonly method: string;
  /** `/Users`, `/Users/{id}`, `/Groups/.search`, … */
  readonly path: string;
  /** Whether the request looks for resources by a filter. */
  readonly filtered: boolean;
}

/**
 * The operation of a request: `GET /Users?filter`, `PATCH /Users/{id}`. Ids, unknown endpoints and values of parameters
 * are left out, so that there are few operations whatever the paths hold.
 * @param path below the target's base URL, with its query
 */
export function operationOf(method: string, path: string): Operation {
  const [route = '', query = ''] = path.split('#', 1)[0]?.split(/\?(.*)/s) ?? [];
  const [endpoint = '', ...rest] = route.split('/').filter((segment) => segment !== '');
  const known = [...ENDPOINTS].find((name) => name.toLowerCase() === endpoint.toLowerCase());
  const below = rest.length === 0 ? '' : rest[0] === '.search' ? '/.search' : '/{id}';
  return {
    method: /^[A-Za-z]{1,10}$/.test(method) ? method.toUpperCase() : 'OTHER',
    path: endpoint === '' ? '/' : `/${known ?? '{other}'}${below}`,
    filtered: /(^|&)filter=/i.test(query),
  };
}

/** `GET /Users?filter`, as reports name an operation. */
export function operationName({ method, path, filtered }: Operation): string {
  return `${method} ${path}${filtered ? '?filter' : ''}`;
}

/** The part of a recorded URL below the target's base URL; of a foreign URL its own path. */
export function belowBase(url: string, baseUrl: string): string {
  const base = baseUrl.replace(/[?#].*$/s, '').replace(/\/+$/, '');
  if (base !== '' && url.startsWith(base)) return url.slice(base.length);
  return url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '');
}
