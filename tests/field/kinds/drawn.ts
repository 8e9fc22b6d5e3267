import fc from 'fast-check';
import { loadApplication } from '../../../config/load-application.ts';
import { type MappedAttribute, mapAttributes } from '../../../config/mapping.ts';
import { isObject, type Json, member } from '../../../scim/json.ts';
import { USER_TYPE } from '../../../scim/schemas/index.ts';
import type { FieldEntry } from '../entry.ts';
import { declaring } from '../targets/declaring.ts';
import { demands } from '../targets/demanding.ts';
import { neverMatches } from '../targets/filtering.ts';
import { drops } from '../targets/forgetting.ts';
import { failsOnPaths, trips } from '../targets/reported.ts';
import { both, type Call, failurePage, when } from '../targets/target.ts';
import { ignoresRemovalOf } from '../targets/writing.ts';

/** A kind of which any instance will do. */
export interface DrawnKind extends Pick<FieldEntry, 'kind' | 'title' | 'pending'> {
  readonly entries: fc.Arbitrary<FieldEntry>;
}

/** What ALVAO's table has and does not demand. */
const OPTIONAL = mapAttributes(loadApplication('alvao'), { user: null, group: null }).users.filter(
  ({ required }) => !required,
);

/** The path without its filter: `emails.value`. */
function bare({ path: { urn, attribute, subAttribute } }: MappedAttribute): string {
  const name = subAttribute === null ? attribute : `${attribute}.${subAttribute}`;
  return urn === null ? name : `${urn}:${name}`;
}

const PATHS = [...new Set(OPTIONAL.map(bare))];
/** Those of the core schema, an attribute with several values as a whole. */
const CORE = [
  ...new Set(
    OPTIONAL.filter(({ path }) => path.urn === null).map((attribute) =>
      attribute.parent.multiValued ? attribute.parent.name : bare(attribute),
    ),
  ),
];
const SINGLE = [
  ...new Set(
    OPTIONAL.filter(({ path, parent }) => path.urn === null && !parent.multiValued).map(
      ({ parent }) => parent.name,
    ),
  ),
];

/** Every attribute and part that filters can ask for, but for those that tell the resources of a run from others. */
const LEAVES = USER_TYPE.schema.attributes
  .filter(({ name }) => !['userName', 'displayName', 'password', 'groups'].includes(name))
  .flatMap(({ name, subAttributes }) => subAttributes?.map((part) => `${name}.${part.name}`) ?? [name]);

/** Forms of the filter grammar at a place (RFC 7644 §3.4.2.2, Figure 1). */
const PRODUCTIONS = [
  ['not at the beginning', /^not\b/i],
  ['not in the middle', /\b(?:and|or)\s+not\b/i],
  ['not at the end', / not \([^()]*\)\s*$/i],
  ['not in brackets', /\(\s*not/i],
  ['pr at the end', /\bpr\s*$/i],
  ['brackets at the beginning', /^\(/],
  ['brackets at the end', /\)\s*$/],
  ['a value filter at the beginning', /^\w+\[/],
  ['or in a value filter', /\[[^\]]*\bor\b[^\]]*\]/i],
  ['not in a value filter', /\[\s*not/i],
] as const;

type Message = readonly [words: string, isIt: (call: Call) => boolean];

const hasIn = (wanted: string, name: string, what: string, isOne: (value: Json) => boolean): Message => [
  `${wanted} with ${what} for ${name}`,
  ({ method, body, id }) =>
    wanted === (id === '.search' ? 'search' : method) && isObject(body) && isOne(member(body, name) ?? null),
];

/** Messages with something of another type in one place. */
const MESSAGES: readonly Message[] = [
  ...['POST', 'PUT', 'search', 'PATCH'].flatMap((method) => [
    hasIn(method, 'schemas', 'null', (value) => value === null),
  ]),
  ...['POST', 'PUT', 'PATCH'].flatMap((method) => [
    hasIn(method, 'schemas', 'a text', (value) => typeof value === 'string'),
    hasIn(method, 'schemas', 'a list with null', (value) => Array.isArray(value) && value[0] === null),
    [`${method} of a list`, (call: Call) => call.method === method && Array.isArray(call.body)] as const,
    [`${method} of null`, (call: Call) => call.method === method && call.body === null] as const,
  ]),
  hasIn('PATCH', 'Operations', 'null', (value) => value === null),
  hasIn('PATCH', 'Operations', 'a text', (value) => typeof value === 'string'),
];

/** Any instance of a kind, drawn. */
export const DRAWN: readonly DrawnKind[] = [
  {
    kind: '1.1',
    title: 'any attribute of the table is demanded although it is optional there',
    entries: fc.constantFrom(...PATHS).map((path) => ({
      kind: '1.1',
      title: `demands ${path}`,
      target: demands([path]),
      checks: [
        'required-attributes/creates-with-required-only',
        'required-attributes/read-only-ignored',
        'required-attributes/request-media-types',
        'entra-client/enterprise-urn-without-data',
        'entra-client/guest-user-name',
      ],
      silent: '*',
      finds: [{ check: 'required-attributes/creates-with-required-only', verdict: 'fail' }],
    })),
  },
  {
    kind: '1.2',
    title: 'any one or two attributes are accepted and not kept',
    entries: fc.uniqueArray(fc.constantFrom(...CORE), { minLength: 1, maxLength: 2 }).map((names) => ({
      kind: '1.2',
      title: `drops ${names.join(' and ')}`,
      target: drops(...names),
      checks: [
        'required-attributes/reads-back-equal',
        'entra-client/all-or-nothing',
        'entra-client/empty-operations',
        'entra-client/dotted-path',
        'projection/default-set',
        'replace/replaces-what-is-given',
        'okta-client/creates',
      ],
      silent: '*',
      finds: [{ check: 'required-attributes/reads-back-equal', violates: 'APP-attribute', verdict: 'fail' }],
    })),
  },
  {
    kind: '1.3',
    title: 'any attribute of users is shown on request only, as /Schemas says',
    entries: fc.constantFrom(...SINGLE).map((name) => ({
      kind: '1.3',
      title: `shows ${name} on request`,
      provider: { userType: declaring(USER_TYPE, name, { returned: 'request' }) },
      checks: [
        'required-attributes/reads-back-equal',
        'required-attributes/replaces-each-attribute',
        'filtering/hits-show-the-resource',
        'create/stores-what-is-given',
        'agreement/returned-on-request',
      ],
      silent: '*',
    })),
  },
  {
    kind: '1.4',
    title: 'comparisons of any few attributes hold for nobody',
    entries: fc.uniqueArray(fc.constantFrom(...LEAVES), { minLength: 4, maxLength: 8 }).map((names) => ({
      kind: '1.4',
      title: `never matches ${names.join(', ')}`,
      application: 'airstack',
      target: both(...names.map(neverMatches)),
      checks: [
        'filter-language/and',
        'filter-language/or',
        'filter-language/not',
        'filter-language/precedence',
      ],
      silent: '*',
    })),
  },
  {
    kind: '4.4',
    title: 'a PATCH that removes any one attribute does nothing',
    entries: fc.constantFrom(...SINGLE, 'externalId', 'active').map((name) => ({
      kind: '4.4',
      title: `ignores the removal of ${name}`,
      application: 'airstack',
      target: ignoresRemovalOf(name),
      checks: ['modify/remove', 'required-attributes/clears-each-attribute'],
      silent: [],
      finds: [{ violates: 'RFC7644-3.5.2.2-remove', verdict: 'fail' }],
    })),
  },
  {
    kind: '7',
    title: 'any form of the filter grammar is refused at one place',
    entries: fc.constantFrom(...PRODUCTIONS).map(([words, pattern]) => ({
      kind: '7',
      title: `refuses ${words}`,
      target: trips(pattern),
      checks: ['filter-language'],
      silent: [],
      finds: [{ check: 'filter-language/', violates: 'RFC7644-3.4.2.2', verdict: 'warn' }],
    })),
  },
  {
    kind: '7',
    title: 'a path with any mark or word in the literal of its filter makes the program fail',
    entries: fc.constantFrom('%', '[', ']', '(', ':', ' ', "'", '\\\\', '\\"').map((mark) => ({
      kind: '7',
      title: `fails on ${mark} in a path`,
      target: failsOnPaths((literal) => literal.includes(mark)),
      checks: ['modify/hard-values'],
      silent: [],
      finds: [{ check: 'modify/hard-values', violates: 'RFC7644-3.5.2.2', verdict: 'fail' }],
    })),
  },
  {
    kind: '7',
    title: 'any message that has null or another type in one place makes the program fail',
    entries: fc.constantFrom(...MESSAGES).map(([words, isIt]) => ({
      kind: '7',
      title: `fails on ${words}`,
      target: when(isIt, () => failurePage),
      checks: ['errors/misshapen-messages', 'modify/malformed', 'bulk/no-job'],
      silent: [],
      // That errors have one of the statuses of Table 8 is a recommendation (RFC 7644 §3.12); PATCH has rules of its own.
      finds: [
        {
          check: words.startsWith('PATCH with') ? 'modify/malformed' : 'errors/misshapen-messages',
          violates: 'RFC7644-',
          verdict: words.startsWith('PATCH with') ? 'fail' : 'warn',
        },
      ],
    })),
  },
];
