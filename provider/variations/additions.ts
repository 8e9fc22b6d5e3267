import { isObject, type Json, type JsonObject, member, stringMember } from '../../scim/json.ts';
import type { AttributeDefinition, ResourceType } from '../../scim/schema.ts';
import { ENTERPRISE_USER } from '../../scim/urns.ts';
import { mapAttribute, storing } from '../faults/rewrite.ts';
import { mapElements, receiving, showing } from '../faults/showing.ts';
import type { Overrides, VariationTable } from './variation.ts';

/** Overrides of what the provider adds to a resource on reading, before a client's projection. */
const representing =
  (change: (resource: JsonObject, type: ResourceType) => JsonObject): Overrides =>
  (steps) => ({ represent: (resource, type) => change(steps.represent(resource, type), type) });

const isUser = ({ name }: ResourceType): boolean => name === 'User';

/** What a provider may give a user whose client leaves it out, on POST and PUT; what it requires it does not make up. */
function withDefaults(body: JsonObject, type: ResourceType, required: ReadonlySet<string>): JsonObject {
  if (!isUser(type)) return body;
  const name = member(body, 'name');
  const parts = ['givenName', 'familyName'].map((part) => stringMember(name, part) ?? '');
  const full = parts.join(' ').trim();
  const defaults: JsonObject = {
    active: true,
    displayName: full || (stringMember(body, 'userName') ?? 'nobody'),
    userType: 'Employee',
    preferredLanguage: 'en',
    timezone: 'Europe/Berlin',
  };
  const missing = Object.entries(defaults).filter(
    ([attribute]) => !required.has(attribute) && member(body, attribute) === undefined,
  );
  return { ...body, ...Object.fromEntries(missing) };
}

function withFormattedName(body: JsonObject, type: ResourceType): JsonObject {
  const name = member(body, 'name');
  if (!isUser(type) || !isObject(name) || member(name, 'formatted') !== undefined) return body;
  const parts = ['givenName', 'familyName'].map((part) => stringMember(name, part) ?? '');
  const formatted = parts.join(' ').trim();
  return formatted === '' ? body : { ...body, name: { ...name, formatted } };
}

/** The multi-valued complex attributes of users with a sub-attribute of this name. */
function eachElement(
  resource: JsonObject,
  definitions: readonly AttributeDefinition[],
  part: string,
  change: (element: JsonObject, definition: AttributeDefinition) => JsonObject,
): JsonObject {
  return definitions
    .filter(({ multiValued, mutability, subAttributes }) => {
      const has = subAttributes?.some(({ name }) => name === part) === true;
      return multiValued && mutability === 'readWrite' && has;
    })
    .reduce(
      (changed, definition) =>
        mapAttribute(changed, definition.name, (list) =>
          mapElements(list, (element) => change(element, definition)),
        ),
      resource,
    );
}

/** Overrides of the elements of multi-valued attributes of users as they are stored. */
const completing =
  (part: string, change: (element: JsonObject) => JsonObject): Overrides =>
  (steps) => ({
    settle: (resource, type, before) =>
      steps.settle(
        isUser(type) ? eachElement(resource, type.schema.attributes, part, change) : resource,
        type,
        before,
      ),
  });

/** The attributes a client would miss, each with a value that stands for none (RFC 7643 §2.5). */
function withUnassigned(
  resource: JsonObject,
  type: ResourceType,
  nothing: (definition: AttributeDefinition) => Json | undefined,
): JsonObject {
  const absent = type.schema.attributes
    .filter(({ name, returned }) => returned === 'default' && member(resource, name) === undefined)
    .flatMap((definition) => {
      const value = nothing(definition);
      return value === undefined ? [] : [[definition.name, value] as const];
    });
  return { ...resource, ...Object.fromEntries(absent) };
}

const KEPT_NAMES: ReadonlySet<string> = new Set(['schemas', 'id', 'meta']);

/** A resource with its attributes spelt in other letter case; URIs and what every message starts with stay. */
function respelt(resource: JsonObject, spell: (name: string) => string): JsonObject {
  const deep = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(deep);
    return isObject(value) ? respelt(value, spell) : value;
  };
  return Object.fromEntries(
    Object.entries(resource).map(([name, value]) => [
      KEPT_NAMES.has(name) || name.includes(':') ? name : spell(name),
      name === 'meta' ? value : deep(value),
    ]),
  );
}

/** Attributes, values and spellings that a provider adds of its own accord. */
export const ADDITIONS = {
  'defaults-filled-in': {
    title: 'users get values for attributes that the client leaves out',
    permittedBy: 'RFC7644-3.3',
    overrides: (steps, provider) => {
      const required = new Set(provider.required.User?.map(({ attribute }) => attribute));
      return receiving((body, type) => withDefaults(body, type, required))(steps, provider);
    },
  },
  'formatted-name-made-up': {
    title: 'name.formatted is made of the other parts when it is left out',
    permittedBy: 'RFC7643-4.1.1',
    overrides: receiving(withFormattedName),
  },
  'primary-false': {
    title: 'values that are not primary say so',
    permittedBy: 'RFC7643-2.4',
    overrides: completing('primary', (element) => ({ primary: false, ...element })),
  },
  'first-value-primary': {
    title: 'the first e-mail address and telephone number are primary when none is',
    permittedBy: 'RFC7643-2.4',
    overrides: storing((resource) =>
      ['emails', 'phoneNumbers'].reduce(
        (changed, name) =>
          mapAttribute(changed, name, (list) => {
            const items: readonly Json[] = Array.isArray(list) ? list : [];
            if (items.some((item) => member(item, 'primary') === true)) return list;
            return items.map((item, index) =>
              index === 0 && isObject(item) ? { ...item, primary: true } : item,
            );
          }),
        resource,
      ),
    ),
  },
  'display-of-values': {
    title: 'values of multi-valued attributes get a display name',
    permittedBy: 'RFC7643-2.4',
    overrides: completing('display', (element) => {
      const value = stringMember(element, 'value');
      return value === undefined ? element : { display: value, ...element };
    }),
  },
  'types-of-values': {
    title: 'values of multi-valued attributes without a type get one',
    permittedBy: 'RFC7644-3.3',
    overrides: completing('type', (element) => ({ type: 'other', ...element })),
  },
  'undeclared-attributes': {
    title: 'resources show attributes that no schema declares',
    permittedBy: 'RFC7643-3.3',
    overrides: representing((resource) => ({
      ...resource,
      tenantNumber: 42,
      tenantFlags: ['a', 'b'],
      audit: { by: 'somebody', steps: [{ at: '2020-01-02T03:04:05Z', deep: { deeper: null } }] },
    })),
  },
  'schemas-name-extensions': {
    title: 'users name the enterprise extension whether they have values of it or not',
    permittedBy: 'RFC7643-3',
    overrides: (steps) => ({
      settle: (resource, type, before) => ({
        ...steps.settle(resource, type, before),
        schemas: [type.schema.id, ...type.extensions.map(({ id }) => id)],
      }),
    }),
  },
  'empty-arrays': {
    title: 'multi-valued attributes without values are shown as empty arrays',
    permittedBy: 'RFC7643-2.5',
    overrides: representing((resource, type) =>
      withUnassigned(resource, type, ({ multiValued }) => (multiValued ? [] : undefined)),
    ),
  },
  nulls: {
    title: 'attributes without a value are shown as null',
    permittedBy: 'RFC7643-2.5',
    overrides: representing((resource, type) => withUnassigned(resource, type, () => null)),
  },
  'names-in-small-letters': {
    title: 'the names of attributes are written in small letters',
    permittedBy: 'RFC7643-2.1',
    overrides: showing((resource) => respelt(resource, (name) => name.toLowerCase())),
  },
  'names-with-capitals': {
    title: 'the names of attributes begin with a capital letter',
    permittedBy: 'RFC7643-2.1',
    overrides: showing((resource) =>
      respelt(resource, (name) => name.charAt(0).toUpperCase() + name.slice(1)),
    ),
  },
  'values-reversed': {
    title: 'the values of multi-valued attributes come in another order',
    permittedBy: 'RFC7643-2.4',
    overrides: representing((resource, type) =>
      type.schema.attributes
        .filter(({ multiValued }) => multiValued)
        .reduce(
          (changed, { name }) =>
            mapAttribute(changed, name, (list) => (Array.isArray(list) ? [...list].reverse() : list)),
          resource,
        ),
    ),
  },
  'members-bare': {
    title: 'the members of groups show their ids alone',
    permittedBy: 'RFC7643-4.2',
    overrides: representing((resource, type) =>
      type.name === 'Group'
        ? mapAttribute(resource, 'members', (list) => mapElements(list, ({ value = '' }) => ({ value })))
        : resource,
    ),
  },
  'members-with-display': {
    title: 'the members of groups show their names',
    permittedBy: 'RFC7643-2.4',
    overrides: (steps, { store }) => ({
      represent: (resource, type) => {
        const shown = steps.represent(resource, type);
        if (type.name !== 'Group') return shown;
        return mapAttribute(shown, 'members', (list) =>
          mapElements(list, (element) => {
            const user = store.get('User', stringMember(element, 'value') ?? '');
            return { ...element, display: stringMember(user, 'userName') ?? 'a group' };
          }),
        );
      },
    }),
  },
  'manager-with-name': {
    title: 'a manager shows his displayName',
    permittedBy: 'RFC7643-4.3',
    overrides: (steps, { store }) => ({
      represent: (resource, type) => {
        const shown = steps.represent(resource, type);
        return mapAttribute(shown, ENTERPRISE_USER, (data) => {
          const manager = member(data, 'manager');
          const name = stringMember(store.get('User', stringMember(manager, 'value') ?? ''), 'displayName');
          if (!isObject(data) || !isObject(manager) || name === undefined) return data;
          return { ...data, manager: { ...manager, displayName: name } };
        });
      },
    }),
  },
} as const satisfies VariationTable;
