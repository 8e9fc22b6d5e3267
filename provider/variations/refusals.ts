import { ScimError } from '../../scim/error.ts';
import { isObject, type Json, type JsonObject, stringMember } from '../../scim/json.ts';
import { readPath } from '../../scim/lookup.ts';
import type { PatchOperation } from '../../scim/patch.ts';
import { parsePath } from '../../scim/path.ts';
import { type AttributeDefinition, findAttribute, type ResourceType } from '../../scim/schema.ts';
import { COMMON_ATTRIBUTES, USER_TYPE } from '../../scim/schemas/index.ts';
import { comparisons } from '../faults/rewrite.ts';
import { MAX_RESULTS } from '../query.ts';
import { idOf, nameKey } from '../store.ts';
import type { Overrides, VariationTable } from './variation.ts';

/** The attributes that clients match resources by. */
const INDEXED: ReadonlySet<string> = new Set([
  'username',
  'externalid',
  'displayname',
  'id',
  'active',
  'emails',
  'members',
  'meta',
]);

function refuse(scimType: 'invalidSyntax' | 'invalidValue' | 'uniqueness' | 'tooMany', why: string): never {
  throw new ScimError(scimType === 'uniqueness' ? 409 : 400, scimType, why);
}

/** @throws ScimError 400 invalidSyntax for a member that no definition knows */
function requireKnown(object: JsonObject, definitions: readonly AttributeDefinition[]): void {
  for (const [name, value] of Object.entries(object)) {
    const definition = findAttribute(definitions, name);
    if (definition === undefined) refuse('invalidSyntax', `There is no attribute ${name}.`);
    const elements: readonly Json[] = Array.isArray(value) ? value : [value];
    if (definition.subAttributes === undefined) continue;
    for (const element of elements.filter(isObject)) requireKnown(element, definition.subAttributes);
  }
}

function requireKnownAttributes(body: JsonObject, type: ResourceType): void {
  const extensions = new Map(type.extensions.map(({ id, attributes }) => [id.toLowerCase(), attributes]));
  const own = Object.entries(body).filter(([name, value]) => {
    const attributes = extensions.get(name.toLowerCase());
    if (attributes && isObject(value)) requireKnown(value, attributes);
    return attributes === undefined;
  });
  requireKnown(Object.fromEntries(own), [...COMMON_ATTRIBUTES, ...type.schema.attributes]);
}

/** Every string that a client gave a resource. */
function texts(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(texts);
  return isObject(value) ? Object.values(value).flatMap(texts) : [];
}

/** Overrides that refuse resources with a string that is not to a provider's liking. */
function demanding(accepts: (text: string) => boolean, why: string): Overrides {
  return (steps) => ({
    settle: (resource, type, before) => {
      if (!texts(resource).every(accepts)) refuse('invalidValue', why);
      return steps.settle(resource, type, before);
    },
  });
}

/** @throws ScimError 400 noTarget for a replace of elements that are not there */
function requireTarget(resource: JsonObject, { op, path }: PatchOperation, type: ResourceType): void {
  if (op !== 'replace' || path === null || !path.includes('[')) return;
  const elements = { ...parsePath(path), subAttribute: null };
  if (readPath(resource, elements, type).length > 0) return;
  throw new ScimError(400, 'noTarget', `${path} leads to nothing.`);
}

/** The addresses of a user, without their letter case. */
function addresses({ emails }: JsonObject): readonly string[] {
  const list: readonly Json[] = Array.isArray(emails) ? emails : [];
  return list
    .map((email) => stringMember(email, 'value')?.toLowerCase() ?? '')
    .filter((address) => address !== '');
}

function withUniqueEmails(type: ResourceType): ResourceType {
  const unique = (definition: AttributeDefinition): AttributeDefinition =>
    definition.name === 'value' ? { ...definition, uniqueness: 'server' } : definition;
  const attributes = type.schema.attributes.map((definition) =>
    definition.name === 'emails' && definition.subAttributes
      ? { ...definition, subAttributes: definition.subAttributes.map(unique) }
      : definition,
  );
  return { ...type, schema: { ...type.schema, attributes } };
}

/** What strict providers do not take. */
export const REFUSALS = {
  'unknown-attributes-refused': {
    title: 'a creation or replacement with attributes that no schema declares is refused',
    permittedBy: 'RFC7644-3.12',
    overrides: (steps) => ({
      intake: (body, type, before) => {
        requireKnownAttributes(body, type);
        return steps.intake(body, type, before);
      },
    }),
  },
  'few-attributes-filterable': {
    title: 'filters on attributes without an index are refused',
    permittedBy: 'RFC7644-3.12',
    warns: ['E-060'],
    overrides: (steps) => ({
      readFilter: (text) => {
        const filter = steps.readFilter(text);
        const named = filter === null ? [] : comparisons(filter);
        if (named.every(({ path }) => INDEXED.has(path.attribute.toLowerCase()))) return filter;
        throw new ScimError(400, 'invalidFilter', 'There is no index for this filter.');
      },
    }),
  },
  'long-values-refused': {
    title: 'strings of more than 255 characters are refused',
    permittedBy: 'RFC7643-2.3.1',
    overrides: demanding((text) => text.length <= 255, 'A string may have 255 characters.'),
  },
  'control-characters-refused': {
    title: 'strings with control and unassigned characters are refused, save line breaks',
    permittedBy: 'RFC7643-2.3.1',
    overrides: demanding(
      (text) => !/(?![\r\n\t])[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/u.test(text),
      'This is no plain text.',
    ),
  },
  'value-filter-needs-target': {
    title: 'a replace with a value filter that matches nothing is refused with noTarget',
    permittedBy: 'RFC7644-3.5.2.3',
    warns: ['E-081'],
    overrides: (steps) => ({
      modify: (resource, operations, type) =>
        operations.reduce((current, operation) => {
          requireTarget(current, operation, type);
          return steps.modify(current, [operation], type);
        }, resource),
    }),
  },
  'group-names-not-unique': {
    title: 'groups may have the same displayName',
    permittedBy: 'RFC7643-4.2',
    warns: ['E-121'],
    overrides: (steps) => ({
      requireUnique: (resource, type, id) => {
        if (type.name !== 'Group') steps.requireUnique(resource, type, id);
      },
    }),
  },
  'emails-unique': {
    title: 'no two users have the same e-mail address, as /Schemas says',
    permittedBy: 'RFC7643-7',
    settings: ({ userType = USER_TYPE }) => ({ userType: withUniqueEmails(userType) }),
    overrides: (steps, { store }) => ({
      requireUnique: (resource, type, id) => {
        steps.requireUnique(resource, type, id);
        if (type.name !== 'User') return;
        const own = new Set(addresses(resource));
        const taken = store
          .all('User')
          .some((other) => idOf(other) !== id && addresses(other).some((address) => own.has(address)));
        if (taken) refuse('uniqueness', 'An e-mail address is in use.');
      },
    }),
  },
  'members-not-looked-up': {
    title: 'members that are no resources of the provider are taken',
    permittedBy: 'RFC7643-2.3.7',
    overrides: () => ({ requireMembers: () => {} }),
  },
  'names-of-deleted-users-reserved': {
    title: 'the userName of a deleted user cannot be used again',
    permittedBy: 'RFC7644-3.6',
    warns: ['RFC7644-3.6-conflict-free', 'RFC7644-3.6-recreated'],
    overrides: (steps) => {
      const reserved = new Set<string>();
      return {
        remove: (resource, type) => {
          if (type.name === 'User') reserved.add(nameKey(String(resource.userName)));
          steps.remove(resource, type);
        },
        requireUnique: (resource, type, id) => {
          if (type.name === 'User' && reserved.has(nameKey(String(resource.userName)))) {
            refuse('uniqueness', 'The userName is reserved.');
          }
          steps.requireUnique(resource, type, id);
        },
      };
    },
  },
  'too-many-results-refused': {
    title: 'a list of more than fifty resources is refused as too many when it is asked for all at once',
    permittedBy: 'RFC7644-3.4.2.1',
    overrides: (steps) => ({
      page: (found, query) => {
        const all = query.filter === null && query.count === MAX_RESULTS;
        if (all && found.length > 50) refuse('tooMany', 'Add a filter.');
        return steps.page(found, query);
      },
    }),
  },
} as const satisfies VariationTable;
