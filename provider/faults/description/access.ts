import { ScimError } from '../../../scim/error.ts';
import { isObject } from '../../../scim/json.ts';
import { anyone } from '../../settle-me.ts';
import type { FaultTable } from '../fault.ts';
import { mapAttribute } from '../rewrite.ts';
import { admitting, bearer, notFound, omitHeader, refusing, showing } from './overrides.ts';

/** Authentication and addresses: RFC 7644 §1.2, §2, §3.11. */
export const ACCESS = {
  'challenge-missing': {
    title: '401 comes without WWW-Authenticate',
    violates: 'RFC7644-2',
    overrides: refusing((given) => ({ ...given, headers: {} })),
  },
  'challenge-without-scheme': {
    title: 'WWW-Authenticate names no scheme',
    violates: 'RFC7644-2',
    overrides: refusing((given) => ({ ...given, headers: { 'www-authenticate': 'realm="SCIM"' } })),
  },
  'token-null-accepted': {
    title: 'the bearer token "null" is accepted',
    violates: 'RFC7644-2',
    overrides: admitting(({ headers }) => bearer(headers) === 'null'),
  },
  'basic-accepted': {
    title: 'Basic credentials of anybody are accepted',
    violates: 'RFC7644-2',
    overrides: admitting(({ headers }) => /^Basic /i.test(headers.get('authorization') ?? '')),
  },
  'reads-without-token': {
    title: 'queries are answered without a token',
    violates: 'RFC7644-2',
    overrides: admitting(({ method, headers }) => method === 'GET' && !headers.has('authorization')),
  },
  'put-with-any-token': {
    title: 'PUT takes any bearer token',
    violates: 'RFC7644-2',
    overrides: admitting(({ method, headers }) => method === 'PUT' && bearer(headers) !== ''),
  },
  'error-401-with-resource': {
    title: 'the error for missing credentials holds what was asked for',
    violates: 'RFC7644-2',
    overrides: (steps, { store }) => {
      let path = '';
      return {
        admit: (head) => {
          path = head.path;
          steps.admit(head);
        },
        failed: (error) => {
          const given = steps.failed(error);
          const found = store.get('User', path.split('/')[2] ?? '');
          return given.status === 401 && found && isObject(given.body)
            ? { ...given, body: { ...given.body, id: found.id ?? '' } }
            : given;
        },
      };
    },
  },
  'path-not-decoded': {
    title: 'a percent-encoded letter in a path is another letter',
    violates: 'RFC7644-1.2',
    overrides: (steps) => ({
      admit: (head) => {
        steps.admit(head);
        if (/^\/Users\/.*%(?:3\d|[46][1-9a-f]|[57][\da])/i.test(head.path)) notFound(head.path);
      },
    }),
  },
  'query-half-decoded': {
    title: 'only some percent-encoded characters of a query are decoded',
    violates: 'RFC7644-1.2',
    overrides: (steps) => ({
      readParameters: (search) => steps.readParameters(search.replace(/%(?=3\d|[46][1-9a-f])/gi, '%25')),
    }),
  },
  'location-not-encoded': {
    title: 'the URL in meta.location has blanks',
    violates: 'RFC7644-1.2',
    overrides: showing((shown) =>
      mapAttribute(shown, 'meta', (meta) =>
        isObject(meta) ? mapAttribute(meta, 'location', (url) => `${String(url)}?tenant=Example Ltd`) : meta,
      ),
    ),
  },
  'me-not-found': {
    title: '/Me answers 404 instead of 501',
    violates: 'RFC7644-3.11',
    overrides: () => ({ me: () => notFound('/Me') }),
  },
  'me-bad-request': {
    title: '/Me answers 400 instead of 501',
    violates: 'RFC7644-3.11',
    overrides: () => ({
      me: () => {
        throw new ScimError(400, 'invalidPath', 'There is no resource type Me.');
      },
    }),
  },
  'me-without-location': {
    title: '/Me answers with the subject and without Location',
    violates: 'RFC7644-3.11',
    overrides: (_, provider) => {
      const me = anyone(provider);
      return {
        me: () => me,
        aliased: (given) => ({ ...given, headers: omitHeader(given.headers, 'location') }),
      };
    },
  },
  'me-location-alias': {
    title: 'the Location of /Me is /Me',
    violates: 'RFC7644-3.11',
    overrides: (_, provider) => {
      const me = anyone(provider);
      const location = `${provider.baseUrl}/Me`;
      return { me: () => me, aliased: (given) => ({ ...given, headers: { ...given.headers, location } }) };
    },
  },
} as const satisfies FaultTable;
