import type { Case, CheckEntry, Json, JsonObject, RequirementId } from '../../kit/index.ts';
import {
  announced,
  describe,
  isObject,
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
        c.judge('RFC7644-4-config', response.status === 200 && isObject(response.body), () => ({
          message: `GET ${CONFIG} is answered with ${describe(response)}`,
          expected: '200 with a JSON object',
          actual: describe(response),
          hint: 'Clients learn there what they may use; without it they have to guess.',
        }));
        c.judge('RFC7644-4-config', namesSchema(response.body, SERVICE_PROVIDER_CONFIG), () => ({
          message: 'the configuration does not name its schema',
          expected: `schemas with ${SERVICE_PROVIDER_CONFIG}`,
          actual: shown(member(response.body, 'schemas')),
        }));
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
        await readConfig(c);
        const response = await c.send({
          method: 'GET',
          path: CONFIG,
          authorize: false,
          purpose: 'read the configuration without credentials',
        });
        t.session.observe('discovery.withoutCredentials', response.status);
        const schemes = member(response.body, 'authenticationSchemes');
        c.judge('RFC7643-5-public-schemes', response.status === 200 && Array.isArray(schemes), () => ({
          message: `GET ${CONFIG} without credentials is answered with ${describe(response)}`,
          expected: '200 with authenticationSchemes',
          actual: describe(response),
          hint: 'A client has to see how to authenticate before it can.',
        }));
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
        c.judge('RFC9865-4-advertised', isObject(member(config, 'pagination')), () => ({
          message: 'the configuration has no pagination object',
          expected: 'pagination with cursor and index',
          actual: shown(member(config, 'pagination')),
        }));
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

function judgeDescribed(c: Case, config: JsonObject, { attribute, requirement, members }: Described): void {
  const object = member(config, attribute);
  c.judge(requirement, isObject(object), () => ({
    message: `${attribute} in ${CONFIG} is ${shown(object)}`,
    expected: `an object with ${Object.keys(members).join(', ')}`,
    actual: shown(object),
    hint: 'It is required, whether the feature is supported or not.',
  }));
  for (const [name, [id, kind]] of Object.entries(members)) {
    const value = member(object, name);
    c.judge(id, isOfKind(value, kind), () => ({
      message: `${attribute}.${name} in ${CONFIG} is ${shown(value)}`,
      expected: kind === 'boolean' ? 'true or false' : 'an integer',
      actual: shown(value),
      ...(kind === 'integer' && { hint: 'The limits are required even where the feature is not supported.' }),
    }));
  }
}

function judgeSchemes(c: Case, config: JsonObject, authenticated: boolean): void {
  const schemes = member(config, 'authenticationSchemes');
  const items = Array.isArray(schemes) ? schemes : [];
  // An empty list is no value (§2.5), and right only where no credentials are asked for.
  c.judge(
    'RFC7643-5-authentication-schemes',
    Array.isArray(schemes) && items.every(isObject) && (items.length > 0 || !authenticated),
    () => ({
      message: `authenticationSchemes in ${CONFIG} is ${shown(schemes)}`,
      expected: 'an array with an object for each scheme',
      actual: shown(schemes),
    }),
  );
  for (const scheme of items.filter(isObject)) {
    for (const name of ['type', 'name', 'description'] as const) {
      c.judge(`RFC7643-5-scheme-${name}`, filled(scheme, name), () => ({
        message: `an authentication scheme in ${CONFIG} has no ${name}`,
        expected: 'type, name and description',
        actual: shown(scheme),
      }));
    }
    const type = String(member(scheme, 'type'));
    c.advise('RFC7643-5-scheme-type', SCHEME_TYPES.includes(type.toLowerCase()), () => ({
      message: `an authentication scheme is of type ${type}, which clients do not know`,
      expected: `one of ${SCHEME_TYPES.join(', ')}`,
      actual: type,
    }));
  }
}

function judgePagination(c: Case, pagination: Json): void {
  for (const name of ['cursor', 'index'] as const) {
    const value = member(pagination, name);
    c.judge(`RFC9865-4-${name}`, typeof value === 'boolean', () => ({
      message: `pagination.${name} in ${CONFIG} is ${shown(value)}`,
      expected: 'true or false',
      actual: shown(value),
    }));
  }
  const method = member(pagination, 'defaultPaginationMethod');
  const known = method === 'cursor' || method === 'index';
  c.judge(
    'RFC9865-4-default',
    method === undefined || method === null || (known && member(pagination, method) === true),
    () => ({
      message: `pagination.defaultPaginationMethod in ${CONFIG} is ${shown(method)}`,
      expected: 'the one of cursor and index that is true',
      actual: shown(pagination),
    }),
  );
  for (const [id, name] of [
    ['RFC9865-4-default-page-size', 'defaultPageSize'],
    ['RFC9865-4-max-page-size', 'maxPageSize'],
    ['RFC9865-4-cursor-timeout', 'cursorTimeout'],
  ] as const) {
    const value = member(pagination, name) ?? null;
    c.judge(id, value === null || (Number.isInteger(value) && Number(value) > 0), () => ({
      message: `pagination.${name} in ${CONFIG} is ${shown(value)}`,
      expected: 'a positive integer',
      actual: shown(value),
    }));
  }
}
