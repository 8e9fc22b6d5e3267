import { randomUUID } from 'node:crypto';
import { ScimError } from '../../scim/error.ts';
import { isObject, type Json, type JsonObject, stringMember } from '../../scim/json.ts';
import type { Answer } from '../answer.ts';
import { idOf, metaOf, uniqueAttribute } from '../store.ts';
import type { Fault, FaultTable } from './fault.ts';
import { mapAttribute, mapClientStrings, omit, storing } from './rewrite.ts';

const isConflict = (given: Answer) => given.status === 409;

/** Overrides that change the answers `wanted` picks. */
function answering(
  wanted: (given: Answer) => boolean,
  change: (given: Answer) => Partial<Answer>,
): Fault['overrides'] {
  return (steps) => ({
    respond: (given) => steps.respond(wanted(given) ? { ...given, ...change(given) } : given),
  });
}

const isError = (given: Answer) => given.status >= 400;

/** An answer's body without some members. */
function trimmed(given: Answer, ...names: readonly string[]): Partial<Answer> {
  return isObject(given.body) ? { body: omit(given.body, ...names) } : {};
}

/**
 * Overrides that take a POST or PUT body although required attributes have no value, when `tolerated` says so of
 * the body. The unique name is lent one for the length of the conformant checks.
 */
function tolerating(tolerated: (body: JsonObject, name: string) => boolean): Fault['overrides'] {
  return (steps) => {
    const lenient = new WeakSet<JsonObject>();
    return {
      intake: (body, type, before) => {
        const name = uniqueAttribute(type.name) ?? '';
        if (!tolerated(body, name)) return steps.intake(body, type, before);
        const missing = !stringMember(body, name);
        const lent = missing ? { ...body, [name]: randomUUID() } : body;
        const taken = steps.intake(lent, type, before);
        const resource = missing ? omit(taken, name) : taken;
        lenient.add(resource);
        return resource;
      },
      requireAttributes: (resource, type, operations) => {
        if (!lenient.has(resource)) steps.requireAttributes(resource, type, operations);
      },
    };
  };
}

function holds(value: Json | undefined, wanted: (item: Json) => boolean): boolean {
  if (value === undefined) return false;
  if (wanted(value)) return true;
  const items = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
  return items.some((item: Json) => holds(item, wanted));
}

/** Turns a refusal of POST and PUT for a missing or wrong value into another error. */
function refusing(change: (error: ScimError) => Error): Fault['overrides'] {
  return (steps) => {
    const wrap = <A extends readonly unknown[], R>(step: (...given: A) => R) => {
      return (...given: A): R => {
        try {
          return step(...given);
        } catch (error) {
          throw error instanceof ScimError && error.status === 400 ? change(error) : error;
        }
      };
    };
    return { intake: wrap(steps.intake), requireAttributes: wrap(steps.requireAttributes) };
  };
}

/** Overrides that answer a conflict of unique names in another way. */
function conflicting(change: (error: ScimError) => Error): Fault['overrides'] {
  return (steps) => ({
    requireUnique: (resource, type, id) => {
      try {
        steps.requireUnique(resource, type, id);
      } catch (error) {
        throw error instanceof ScimError ? change(error) : error;
      }
    },
  });
}

const storingStrings = (change: (text: string) => Json) =>
  storing((resource) => mapClientStrings(resource, change));

const cutAt = (length: number) => storingStrings((text) => text.slice(0, length));

/** Drops an attribute from what is stored. */
const dropping = (name: string) => storing((resource) => omit(resource, name));

function firstOnly(value: Json): Json {
  return Array.isArray(value) ? value.slice(0, 1) : value;
}

function withoutSubAttribute(name: string): (value: Json) => Json {
  return (value) => {
    if (Array.isArray(value)) return value.map(withoutSubAttribute(name));
    return isObject(value) ? omit(value, name) : value;
  };
}

/** Defects in creating resources and keeping their values: RFC 7644 §3.3, RFC 7643 §2 to §4. */
export const REQUIRED_ATTRIBUTES = {
  'required-missing-accepted': {
    title: 'a resource without a required attribute is created',
    violates: 'APP',
    overrides: tolerating((body) => !holds(body, (item) => item === null || item === '')),
  },
  'required-null-accepted': {
    title: 'null is accepted for a required attribute',
    violates: 'APP',
    overrides: tolerating((body) => holds(body, (item) => item === null)),
  },
  'required-empty-accepted': {
    title: 'an empty string is accepted for a required attribute',
    violates: 'APP',
    overrides: tolerating((body) => holds(body, (item) => item === '')),
  },
  'required-missing-500': {
    title: 'a missing required attribute answers 500',
    violates: 'RFC7644-3.12',
    overrides: refusing(() => new TypeError('cannot read properties of undefined')),
  },
  'required-missing-422': {
    title: 'a missing required attribute answers 422',
    violates: 'RFC7644-3.12',
    overrides: refusing((error) => new ScimError(422, error.scimType, error.message)),
  },
  'required-refused-but-created': {
    title: 'a resource without a required attribute is refused and stored all the same',
    violates: 'RFC7644-3.3',
    overrides: (steps, { store }) => ({
      requireAttributes: (resource, type, operations) => {
        try {
          steps.requireAttributes(resource, type, operations);
        } catch (error) {
          const id = stringMember(resource, 'id') ?? randomUUID();
          if (operations.length === 0) store.put(type.name, id, { ...resource, id });
          throw error;
        }
      },
    }),
  },
  'create-answers-200': {
    title: 'POST answers 200 instead of 201',
    violates: 'RFC7644-3.3',
    overrides: answering(
      ({ status }) => status === 201,
      () => ({ status: 200 }),
    ),
  },
  'create-no-location-header': {
    title: 'POST answers without a Location header',
    violates: 'RFC7644-3.3',
    overrides: answering(
      ({ status }) => status === 201,
      ({ headers }) => ({
        headers: Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'location')),
      }),
    ),
  },
  'create-no-meta-location': {
    title: 'the body of the answer to POST has no `meta.location`',
    violates: 'RFC7644-3.3',
    overrides: answering(
      ({ status }) => status === 201,
      ({ body }) => ({ body: isObject(body) ? { ...body, meta: omit(metaOf(body), 'location') } : body }),
    ),
  },
  'create-no-body': {
    title: 'POST answers 201 without a body',
    violates: 'E-064',
    overrides: answering(
      ({ status }) => status === 201,
      () => ({ body: null }),
    ),
  },
  'create-no-id': {
    title: 'the body of the answer to POST has no `id`',
    violates: 'RFC7643-3.1',
    overrides: answering(
      ({ status }) => status === 201,
      (given) => trimmed(given, 'id'),
    ),
  },
  'create-no-schemas': {
    title: 'the body of the answer to POST has no `schemas`',
    violates: 'RFC7643-3',
    overrides: answering(
      ({ status }) => status === 201,
      (given) => trimmed(given, 'schemas'),
    ),
  },
  'resource-type-plural': {
    title: '`meta.resourceType` is "Users" or "Groups"',
    violates: 'RFC7644-3.3.1',
    seenIn: 'samples in "Develop and plan provisioning for a SCIM endpoint"',
    overrides: (steps) => ({
      represent: (resource, type) => ({
        ...steps.represent(resource, type),
        meta: { ...metaOf(resource), resourceType: `${type.name}s` },
      }),
    }),
  },
  'media-type-json': {
    title: 'answers are `application/json`',
    violates: 'E-009',
    seenIn: 'azure-docs #104859',
    overrides: answering(
      ({ body }) => body !== null,
      ({ headers }) => ({ headers: { ...headers, 'content-type': 'application/json' } }),
    ),
  },
  'drops-given-name': {
    title: '`name.givenName` is not stored',
    violates: 'APP',
    overrides: storing((resource) => mapAttribute(resource, 'name', withoutSubAttribute('givenName'))),
  },
  'drops-external-id': {
    title: '`externalId` is not stored',
    violates: 'APP',
    overrides: dropping('externalId'),
  },
  'drops-title': {
    title: '`title` is not stored',
    violates: 'APP',
    overrides: dropping('title'),
  },
  'drops-active': {
    title: '`active` is not stored',
    violates: 'APP',
    overrides: dropping('active'),
  },
  'drops-enterprise-extension': {
    title: 'the enterprise extension is not stored',
    violates: 'APP',
    overrides: storing((resource) =>
      omit(resource, ...Object.keys(resource).filter((name) => name.toLowerCase().includes(':enterprise:'))),
    ),
  },
  'drops-second-address-part': {
    title: '`streetAddress` of an address is lost when the address has another sub-attribute',
    violates: 'APP',
    overrides: storing((resource) =>
      mapAttribute(resource, 'addresses', withoutSubAttribute('streetAddress')),
    ),
  },
  'merges-phone-types': {
    title: 'only the first phone number is kept, whatever its type',
    violates: 'APP',
    overrides: storing((resource) => mapAttribute(resource, 'phoneNumbers', firstOnly)),
  },
  'drops-email-type': {
    title: 'the `type` of an e-mail is not stored',
    violates: 'APP',
    overrides: storing((resource) => mapAttribute(resource, 'emails', withoutSubAttribute('type'))),
  },
  'truncates-at-64': {
    title: 'strings are cut at 64 characters',
    violates: 'E-057',
    overrides: cutAt(64),
  },
  'truncates-at-255': {
    title: 'strings are cut at 255 characters',
    violates: 'E-057',
    overrides: cutAt(255),
  },
  'trims-blanks': {
    title: 'blanks at the ends of strings are removed',
    violates: 'E-057',
    overrides: storingStrings((text) => text.trim() || text),
  },
  'strips-non-bmp': {
    title: 'characters beyond the Basic Multilingual Plane are dropped',
    violates: 'E-057',
    overrides: storingStrings((text) => text.replace(/[\u{10000}-\u{10ffff}]/gu, '')),
  },
  'strips-non-ascii': {
    title: 'characters beyond ASCII become question marks',
    violates: 'E-057',
    overrides: storingStrings((text) => text.replace(/[^\0-\x7f]/gu, '?')),
  },
  'escapes-html': {
    title: 'strings are stored with HTML escapes',
    violates: 'E-057',
    overrides: storingStrings((text) =>
      text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
    ),
  },
  'doubles-apostrophes': {
    title: 'apostrophes are stored doubled',
    violates: 'E-057',
    overrides: storingStrings((text) => text.replaceAll("'", "''")),
  },
  'swallows-backslashes': {
    title: 'backslashes in strings are dropped',
    violates: 'E-057',
    overrides: storingStrings((text) => text.replaceAll('\\', '')),
  },
  'lower-cases-given-name': {
    title: '`name.givenName` is stored in lower case',
    violates: 'E-057',
    overrides: storing((resource) =>
      mapAttribute(resource, 'name', (name) => {
        const givenName = stringMember(name, 'givenName');
        return isObject(name) && givenName !== undefined
          ? { ...name, givenName: givenName.toLowerCase() }
          : name;
      }),
    ),
  },
  'numeric-strings-to-numbers': {
    title: 'strings of digits become numbers ("007" reads 7)',
    violates: 'RFC7643-2.3.1',
    overrides: storingStrings((text) => (/^\d{1,15}$/.test(text) ? Number(text) : text)),
  },
  'boolean-strings-to-booleans': {
    title: 'the strings "true" and "false" become booleans',
    violates: 'RFC7643-2.3.1',
    overrides: storingStrings((text) => (/^(?:true|false)$/.test(text) ? text === 'true' : text)),
  },
  'null-string-unassigned': {
    title: 'the string "null" becomes null',
    violates: 'RFC7643-2.3.1',
    overrides: storingStrings((text) => (text === 'null' ? null : text)),
  },
  'username-unique-case-sensitive': {
    title: 'the same userName in other letter case is taken for another',
    violates: 'RFC7643-4.1.1',
    overrides: (steps, { store }) => ({
      requireUnique: (resource, type, id) => {
        const name = stringMember(resource, 'userName');
        const taken = store
          .all(type.name)
          .some((other) => idOf(other) !== id && stringMember(other, 'userName') === name);
        if (type.name !== 'User' || taken) steps.requireUnique(resource, type, id);
      },
    }),
  },
  'duplicate-accepted': {
    title: 'a second user with the same userName is created',
    violates: 'RFC7644-3.3',
    overrides: (steps) => ({
      requireUnique: (resource, type, id) => {
        if (type.name !== 'User') steps.requireUnique(resource, type, id);
      },
    }),
  },
  'duplicate-answers-400': {
    title: 'a taken userName answers 400',
    violates: 'RFC7644-3.3',
    overrides: conflicting((error) => new ScimError(400, error.scimType, error.message)),
  },
  'duplicate-answers-500': {
    title: 'a taken userName answers 500',
    violates: 'RFC7644-3.3',
    overrides: conflicting(() => new Error('unique constraint failed')),
  },
  'duplicate-without-scim-type': {
    title: 'the answer to a taken userName has no `scimType`',
    violates: 'RFC7644-3.3',
    overrides: answering(isConflict, (given) => trimmed(given, 'scimType')),
  },
  'error-without-schemas': {
    title: 'error messages have no `schemas`',
    violates: 'RFC7644-3.12',
    overrides: answering(isError, (given) => trimmed(given, 'schemas')),
  },
  'error-status-number': {
    title: '`status` of an error message is a number',
    violates: 'RFC7644-3.12',
    overrides: answering(isError, ({ status, body }) => ({
      body: isObject(body) ? { ...body, status } : body,
    })),
  },
  'error-as-html': {
    title: 'errors are HTML pages',
    violates: 'RFC7644-3.12',
    overrides: answering(isError, ({ status, headers }) => ({
      headers: { ...headers, 'content-type': 'text/html; charset=utf-8' },
      body: `<!doctype html><title>Error</title><h1>Error ${status}</h1>`,
    })),
  },
} as const satisfies FaultTable;
