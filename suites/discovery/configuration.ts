import type { Case, CheckEntry, Complaint, Json, JsonObject, More, RequirementId } from '../../kit/index.ts';
import {
  announced,
  answered,
  isObject,
  malformed,
  member,
  NotOffered,
  SERVICE_PROVIDER_CONFIG,
  shown,
  TOKEN,
} from '../../kit/index.ts';
import { CONFIG, filled, isAbsent, namesSchema, readConfig } from './documents.ts';

type Kind = 'boolean' | 'integer';

/** A complex attribute of the configuration: the requirements on itself and on its members (RFC 7643 §5). */
interface Described {
  readonly attribute: string;
  readonly requirement: RequirementId;
  readonly members: Readonly<Record<string, readonly [requirement: RequirementId, kind: Kind]>>;
}

const DESCRIBED: readonly Described[] = [
  {
    attribute: 'patch',
    requirement: 'RFC7643-5-patch',
    members: { supported: ['RFC7643-5-patch-supported', 'boolean'] },
  },
  {
    attribute: 'bulk',
    requirement: 'RFC7643-5-bulk',
    members: {
      supported: ['RFC7643-5-bulk-supported', 'boolean'],
      maxOperations: ['RFC7643-5-bulk-max-operations', 'integer'],
      maxPayloadSize: ['RFC7643-5-bulk-max-payload-size', 'integer'],
    },
  },
  {
    attribute: 'filter',
    requirement: 'RFC7643-5-filter',
    members: {
      supported: ['RFC7643-5-filter-supported', 'boolean'],
      maxResults: ['RFC7643-5-filter-max-results', 'integer'],
    },
  },
  {
    attribute: 'changePassword',
    requirement: 'RFC7643-5-change-password',
    members: { supported: ['RFC7643-5-change-password-supported', 'boolean'] },
  },
  {
    attribute: 'sort',
    requirement: 'RFC7643-5-sort',
    members: { supported: ['RFC7643-5-sort-supported', 'boolean'] },
  },
  {
    attribute: 'etag',
    requirement: 'RFC7643-5-etag',
    members: { supported: ['RFC7643-5-etag-supported', 'boolean'] },
  },
];

/** The values of RFC 7643 §5 for the type of an authentication scheme. */
const SCHEME_TYPES: readonly string[] = ['oauth', 'oauth2', 'oauthbearertoken', 'httpbasic', 'httpdigest'];

const isOfKind = (value: Json | undefined, kind: Kind): boolean =>
  kind === 'boolean' ? typeof value === 'boolean' : Number.isInteger(value);

/** The service provider configuration: RFC 7644 §4, RFC 7643 §5, RFC 9865 §4. */
export const configuration: readonly CheckEntry[] = [
  {
    name: 'config',
    title: 'GET /ServiceProviderConfig answers 200 with a configuration',
    requirements: ['RFC7644-4-config'],
    run: (t) =>
      t.once(async (c) => {
        const response = await c.send({ method: 'GET', path: CONFIG, purpose: 'read the configuration' });
        if (isAbsent(c, 'RFC7644-4-config', CONFIG, response)) return;
        const { resource } = response;
        c.judge('RFC7644-4-config', response.status === 200 && resource !== null, () =>
          answered(`GET ${CONFIG}`, response, 200, { wanted: '200 with a JSON object' }),
        );
        c.judge('RFC7644-4-config', namesSchema(resource ?? undefined, SERVICE_PROVIDER_CONFIG), () =>
          malformed('the configuration', SERVICE_PROVIDER_CONFIG, member(resource ?? undefined, 'schemas'), {
            attribute: 'schemas',
            says: 'does not name its schema',
          }),
        );
      }),
  },
  ...DESCRIBED.map(
    (described): CheckEntry => ({
      name: `${described.attribute.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}-described`,
      title: `The configuration describes ${described.attribute} with all that is required of it`,
      requirements: [described.requirement, ...Object.values(described.members).map(([id]) => id)],
      run: (t) => t.once(async (c) => judgeDescribed(c, await readConfig(c), described)),
    }),
  ),
  {
    name: 'authentication-schemes-described',
    title: 'The configuration lists authentication schemes with type, name and description',
    requirements: [
      'RFC7643-5-authentication-schemes',
      'RFC7643-5-scheme-type',
      'RFC7643-5-scheme-name',
      'RFC7643-5-scheme-description',
    ],
    run: (t) => t.once(async (c) => judgeSchemes(c, await readConfig(c), t.session.facts.authenticated)),
  },
  {
    name: 'schemes-public',
    title: 'The authentication schemes can be read without credentials',
    requirements: ['RFC7643-5-public-schemes'],
    needs: [TOKEN],
    run: (t) =>
      t.once(async (c) => {
        const config = await readConfig(c);
        if (!Array.isArray(member(config, 'authenticationSchemes')))
          throw new NotOffered('the configuration describes no schemes to whoever reads it');
        const response = await c.send({
          method: 'GET',
          path: CONFIG,
          authorize: false,
          purpose: 'read the configuration without credentials',
        });
        t.session.observe('discovery.withoutCredentials', response.status);
        const schemes = member(response.resource ?? undefined, 'authenticationSchemes');
        c.judge('RFC7643-5-public-schemes', Array.isArray(schemes), () =>
          answered(`GET ${CONFIG} without credentials`, response, 200, {
            wanted: '200 with authenticationSchemes',
            success: false,
            hint: 'A client has to see how to authenticate before it can.',
          }),
        );
      }),
  },
  {
    name: 'pagination-announced',
    title: 'A target with cursor-based pagination describes it in its configuration',
    requirements: ['RFC9865-4-advertised'],
    needs: [announced('cursorPagination')],
    run: (t) =>
      t.once(async (c) => {
        const config = await readConfig(c);
        const pagination = member(config, 'pagination');
        c.judge('RFC9865-4-advertised', isObject(pagination), () =>
          unlike('pagination', 'an object with cursor and index', pagination),
        );
      }),
  },
  {
    name: 'pagination-described',
    title: 'Where the configuration describes pagination, it does so completely',
    requirements: [
      'RFC9865-4-cursor',
      'RFC9865-4-index',
      'RFC9865-4-default',
      'RFC9865-4-default-page-size',
      'RFC9865-4-max-page-size',
      'RFC9865-4-cursor-timeout',
    ],
    run: (t) =>
      t.once(async (c) => {
        const pagination = member(await readConfig(c), 'pagination');
        if (pagination === undefined) throw new NotOffered('the configuration says nothing about pagination');
        judgePagination(c, pagination);
      }),
  },
];

/** A value of the configuration that is not what the standard makes it. */
function unlike(attribute: string, wanted: string, got: Json | undefined, more: More = {}): Complaint {
  return malformed(`${attribute} in ${CONFIG}`, wanted, got, { attribute, ...more });
}

function judgeDescribed(c: Case, config: JsonObject, { attribute, requirement, members }: Described): void {
  const object = member(config, attribute);
  c.judge(requirement, isObject(object), () =>
    unlike(attribute, `an object with ${Object.keys(members).join(', ')}`, object, {
      hint: 'It is required, whether the feature is supported or not.',
    }),
  );
  for (const [name, [id, kind]] of Object.entries(members)) {
    const value = member(object, name);
    const missingLimit = kind === 'integer' && value === undefined;
    c.judge(id, isOfKind(value, kind), () =>
      unlike(`${attribute}.${name}`, kind === 'boolean' ? 'true or false' : 'an integer', value, {
        hint: missingLimit ? 'The limits are required even where the feature is not supported.' : undefined,
      }),
    );
  }
}

function judgeSchemes(c: Case, config: JsonObject, authenticated: boolean): void {
  const schemes = member(config, 'authenticationSchemes');
  const items = Array.isArray(schemes) ? schemes : [];
  // An empty list is no value (§2.5), and right only where no credentials are asked for.
  c.judge(
    'RFC7643-5-authentication-schemes',
    Array.isArray(schemes) && items.every(isObject) && (items.length > 0 || !authenticated),
    () => unlike('authenticationSchemes', 'an array with an object for each scheme', schemes),
  );
  for (const scheme of items.filter(isObject)) {
    for (const name of ['type', 'name', 'description'] as const) {
      c.judge(`RFC7643-5-scheme-${name}`, filled(scheme, name), () => ({
        deviation: 'missing',
        what: `the ${name} of an authentication scheme in ${CONFIG}`,
        attribute: `authenticationSchemes.${name}`,
        expected: 'type, name and description',
        actual: shown(scheme),
      }));
    }
    const type = String(member(scheme, 'type'));
    c.advise('RFC7643-5-scheme-type', SCHEME_TYPES.includes(type.toLowerCase()), () =>
      unlike('authenticationSchemes.type', `one of ${SCHEME_TYPES.join(', ')}`, type, {
        says: `is ${type}, which clients do not know`,
      }),
    );
  }
}

function judgePagination(c: Case, pagination: Json): void {
  for (const name of ['cursor', 'index'] as const) {
    const value = member(pagination, name);
    c.judge(`RFC9865-4-${name}`, typeof value === 'boolean', () =>
      unlike(`pagination.${name}`, 'true or false', value),
    );
  }
  const method = member(pagination, 'defaultPaginationMethod');
  const known = method === 'cursor' || method === 'index';
  c.judge(
    'RFC9865-4-default',
    method === undefined || method === null || (known && member(pagination, method) === true),
    () => unlike('pagination.defaultPaginationMethod', 'the one of cursor and index that is true', method),
  );
  for (const [id, name] of [
    ['RFC9865-4-default-page-size', 'defaultPageSize'],
    ['RFC9865-4-max-page-size', 'maxPageSize'],
    ['RFC9865-4-cursor-timeout', 'cursorTimeout'],
  ] as const) {
    const value = member(pagination, name) ?? null;
    c.judge(id, value === null || (Number.isInteger(value) && Number(value) > 0), () =>
      unlike(`pagination.${name}`, 'a positive integer', value),
    );
  }
}
