import { ScimError } from '../../scim/error.ts';
import { isObject, type Json, type JsonObject, member, stringMember } from '../../scim/json.ts';
import type { PatchOperation } from '../../scim/patch.ts';
import { findAttribute, type ResourceType } from '../../scim/schema.ts';
import { COMMON_ATTRIBUTES } from '../../scim/schemas/index.ts';
import { ENTERPRISE_USER } from '../../scim/urns.ts';
import { idOf } from '../store.ts';
import type { Fault, FaultTable } from './fault.ts';
import { mapAttribute, patching, storing } from './rewrite.ts';
import { declaring, mapElements, receiving, showing, showingAttribute, showingMeta } from './showing.ts';

/** Overrides that change the one sub-attribute of every value of an attribute where it is shown. */
function showingPart(name: string, part: string, change: (value: Json) => Json): Fault['overrides'] {
  return showingAttribute(name, (value) =>
    mapElements(value, (element) => mapAttribute(element, part, change)),
  );
}

/** Overrides that change the enterprise extension where it is shown. */
function showingExtension(change: (data: JsonObject) => JsonObject): Fault['overrides'] {
  return showingAttribute(ENTERPRISE_USER, (data) => (isObject(data) ? change(data) : data));
}

/** Overrides that change the `groups` of users where they are read. */
function showingGroups(change: (group: JsonObject) => JsonObject): Fault['overrides'] {
  return (steps) => ({
    represent: (resource, type) =>
      mapAttribute(steps.represent(resource, type), 'groups', (groups) => mapElements(groups, change)),
  });
}

function exactNames(body: JsonObject, type: ResourceType): JsonObject {
  const known = [...COMMON_ATTRIBUTES, ...type.schema.attributes].map(({ name }) => name);
  return Object.fromEntries(
    Object.entries(body).filter(([name]) => known.includes(name) || name.startsWith('urn:')),
  );
}

/** Sub-attributes in another spelling than the schema's are dropped. */
function exactSubNames(body: JsonObject, type: ResourceType): JsonObject {
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => {
      const known = findAttribute(type.schema.attributes, name)?.subAttributes?.map((sub) => sub.name);
      const exact = (element: JsonObject): JsonObject =>
        Object.fromEntries(Object.entries(element).filter(([part]) => known?.includes(part) ?? true));
      return [name, known === undefined ? value : mapElements(value, exact)];
    }),
  );
}

function refuse(isWrong: (body: JsonObject) => boolean, why: string): Fault['overrides'] {
  return receiving((body) => {
    if (isWrong(body)) throw new ScimError(400, 'invalidSyntax', why);
    return body;
  });
}

const isPrimary = (element: Json): boolean => member(element, 'primary') === true;
const items = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
const primary = (element: Json, is: boolean): Json =>
  isObject(element) ? { ...element, primary: is } : element;

/** Line breaks of addresses joined to one line. */
const joinLines = (text: Json): Json => (typeof text === 'string' ? text.replaceAll('\n', ', ') : text);

/** The member that an operation changes in place, or null. */
function changedMember({ path, value }: PatchOperation): { from: string; to: string } | null {
  const from = /^members\[value eq "([^"]*)"\]\.value$/i.exec(path ?? '')?.[1];
  return from !== undefined && typeof value === 'string' ? { from, to: value } : null;
}

/** Defects in attributes and their values: RFC 7643 §1 to §4, RFC 7644 §3.8, §5, §7.8. */
export const VALUES = {
  'title-shown-as-object': {
    title: 'a simple attribute comes back as an object',
    violates: 'RFC7643-1.2',
    overrides: showingAttribute('title', (value) => ({ value })),
  },
  'names-by-exact-case': {
    title: 'attributes are looked up by the exact spelling of their names',
    violates: 'RFC7643-2.1',
    overrides: receiving((body, type) => ({
      ...exactNames(body, type),
      schemas: body.schemas ?? [type.schema.id],
    })),
  },
  'sub-names-by-exact-case': {
    title: 'sub-attributes are looked up by the exact spelling of their names',
    violates: 'RFC7643-2.1',
    overrides: receiving(exactSubNames),
  },
  'names-shown-twice': {
    title: 'an attribute comes back twice, in two spellings',
    violates: 'RFC7643-2.1',
    overrides: showing((resource) =>
      resource.displayName === undefined ? resource : { ...resource, displayname: resource.displayName },
    ),
  },
  'attribute-name-with-blank': {
    title: '/Schemas declares an attribute whose name has a blank in it',
    violates: 'RFC7643-2.1',
    overrides: declaring((item) => (item.name === 'nickName' ? { ...item, name: 'nick name' } : item)),
  },
  'schema-silent-about-dropped': {
    title: 'a schema leaves out the mutability of an attribute that is never stored',
    violates: 'RFC7643-2.2',
    overrides: (steps, provider) => ({
      ...declaring((item) => {
        const { mutability, ...rest } = item;
        return item.name === 'nickName' && mutability !== undefined ? rest : item;
      })(steps, provider),
      ...receiving(({ nickName: _, ...body }) => body)(steps, provider),
    }),
  },
  'digits-shown-as-numbers': {
    title: 'strings of digits come back as numbers',
    violates: 'RFC7643-2.3',
    overrides: showingExtension((data) =>
      mapAttribute(data, 'employeeNumber', (value) =>
        /^[1-9]\d{0,8}$/.test(String(value)) ? Number(value) : value,
      ),
    ),
  },
  'schema-with-own-type': {
    title: '/Schemas declares a data type that the standard does not know',
    violates: 'RFC7643-2.3',
    overrides: declaring((item) => (item.name === 'nickName' ? { ...item, type: 'text' } : item)),
  },
  'primary-shown-as-string': {
    title: 'primary comes back as the string "true"',
    violates: 'RFC7643-2.3.2',
    overrides: showingPart('emails', 'primary', String),
  },
  'active-shown-as-number': {
    title: 'active comes back as 1 or 0',
    violates: 'RFC7643-4.1.1',
    overrides: showingAttribute('active', (value) => Number(value)),
  },
  'config-limits-shown-as-strings': {
    title: 'the integers of the configuration come back as strings',
    violates: 'RFC7643-2.3.4',
    overrides: (steps) => ({
      discovered: (body, endpoint) =>
        steps.discovered(
          mapAttribute(body, 'filter', (filter) =>
            isObject(filter) ? mapAttribute(filter, 'maxResults', String) : filter,
          ),
          endpoint,
        ),
    }),
  },
  'dates-without-time': {
    title: 'meta.created comes back without a time',
    violates: 'RFC7643-2.3.5',
    overrides: showingMeta('created', (value) => String(value).slice(0, 10)),
  },
  'dates-as-numbers': {
    title: 'meta.lastModified comes back as a number',
    violates: 'RFC7643-2.3.5',
    overrides: showingMeta('lastModified', (value) => Date.parse(String(value))),
  },
  'dates-with-blank': {
    title: 'meta.created comes back with a blank between date and time',
    violates: 'RFC7643-2.3.5',
    overrides: showingMeta('created', (value) => String(value).replace('T', ' ')),
  },
  'certificates-in-hex': {
    title: 'binary values come back as hexadecimal digits with colons',
    violates: 'RFC7643-2.3.6',
    overrides: showingPart('x509Certificates', 'value', (value) =>
      Buffer.from(String(value), 'base64')
        .toString('hex')
        .replace(/(..)(?=.)/g, '$1:'),
    ),
  },
  'padding-demanded': {
    title: 'binary values without padding are refused',
    violates: 'RFC7643-2.3.6',
    overrides: refuse(
      (body) =>
        items(body.x509Certificates).some((item) => (stringMember(item, 'value')?.length ?? 0) % 4 !== 0),
      'x509Certificates.value is no base64.',
    ),
  },
  'location-in-brackets': {
    title: 'meta.location comes back in angle brackets',
    violates: 'RFC7643-2.3.7',
    overrides: showingMeta('location', (value) => `<${String(value)}>`),
  },
  'location-leads-nowhere': {
    title: 'meta.location names an endpoint that does not exist',
    violates: 'RFC7643-2.3.7',
    overrides: showingMeta('location', (value) => String(value).replace(/\/(User|Group)s\//, '/$1/')),
  },
  'relative-location-from-host': {
    title: 'meta.location is relative to the host instead of the base URL',
    violates: 'RFC7643-2.3.7',
    overrides: showingMeta('location', (value) =>
      String(value).replace(/^.*\/(Users|Groups)\//, 'scim/v2/$1/'),
    ),
  },
  'schemas-demanded-first': {
    title: 'a body that does not begin with schemas is refused',
    violates: 'RFC7643-2.3.8',
    overrides: refuse(
      (body) => Object.keys(body)[0]?.toLowerCase() !== 'schemas',
      'The first attribute must be schemas.',
    ),
  },
  'email-value-nested': {
    title: 'the value of an e-mail address comes back as an object',
    violates: 'RFC7643-2.3.8',
    overrides: showingPart('emails', 'value', (value) => ({ address: value })),
  },
  'sub-attribute-complex': {
    title: '/Schemas declares a sub-attribute that is complex itself',
    violates: 'RFC7643-2.3.8',
    overrides: declaring((item) =>
      item.name === 'photos'
        ? mapAttribute(item, 'subAttributes', (list) =>
            mapElements(list, (sub) =>
              sub.name === 'display' ? { ...sub, type: 'complex', subAttributes: [] } : sub,
            ),
          )
        : item,
    ),
  },
  'simple-attribute-with-parts': {
    title: '/Schemas declares sub-attributes of an attribute that is not complex',
    violates: 'RFC7643-1.2',
    overrides: declaring((item) =>
      item.name === 'timezone'
        ? { ...item, subAttributes: [{ name: 'offset', type: 'string', multiValued: false }] }
        : item,
    ),
  },
  'emails-shown-as-strings': {
    title: 'e-mail addresses come back as plain strings',
    violates: 'RFC7643-2.4',
    overrides: showingAttribute('emails', (value) => mapElements(value, (email) => email.value ?? '')),
  },
  'type-shown-as-number': {
    title: 'the type of a phone number comes back as a number',
    violates: 'RFC7643-2.4',
    overrides: showingPart('phoneNumbers', 'type', (value) => String(value).length),
  },
  'two-primaries-kept': {
    title: 'two primary e-mail addresses are stored',
    violates: 'RFC7643-2.4',
    overrides: (steps) => ({
      intake: (body, type, before) => {
        const flags = items(body.emails).map(isPrimary);
        const emails = items(body.emails).map((email) => primary(email, false));
        const taken = steps.intake(flags.length > 0 ? { ...body, emails } : body, type, before);
        const restored = items(taken.emails).map((email, index) =>
          flags[index] ? primary(email, true) : email,
        );
        return restored.length > 0 ? { ...taken, emails: restored } : taken;
      },
    }),
  },
  'last-email-primary': {
    title: 'the last e-mail address becomes the primary one',
    violates: 'RFC7643-2.4',
    overrides: storing((resource) => {
      const emails = items(resource.emails);
      if (!emails.some(isPrimary)) return resource;
      return {
        ...resource,
        emails: emails.map((email, index) => primary(email, index === emails.length - 1)),
      };
    }),
  },
  'null-in-creation-refused': {
    title: 'a creation with a null in it is refused',
    violates: 'RFC7643-2.5',
    overrides: refuse((body) => Object.values(body).includes(null), 'null is no value.'),
  },
  'null-in-put-keeps-value': {
    title: 'a null in a PUT leaves the old value',
    violates: 'RFC7643-2.5',
    overrides: receiving((body, _, before) =>
      Object.fromEntries(
        Object.entries(body).map(([name, value]) => [
          name,
          value === null ? (before?.[name] ?? null) : value,
        ]),
      ),
    ),
  },
  'empty-array-in-put-keeps-value': {
    title: 'an empty array in a PUT leaves the old values',
    violates: 'RFC7643-2.5',
    overrides: receiving((body, _, before) =>
      Object.fromEntries(
        Object.entries(body).map(([name, value]) => [
          name,
          Array.isArray(value) && value.length === 0 ? (before?.[name] ?? []) : value,
        ]),
      ),
    ),
  },
  'password-hash-shown': {
    title: 'the hash of the password comes back',
    violates: 'RFC7643-4.1.1',
    overrides: showing((resource, type) =>
      type.name === 'User' ? { ...resource, password: '$2b$12$e0MYzXyjpJS7Pd0RVvHwHe' } : resource,
    ),
  },
  'password-shown-when-asked': {
    title: 'the password comes back to whoever asks for it by name',
    violates: 'RFC7643-4.1.1',
    overrides: (steps) => ({
      present: (resource, type, projection) => {
        const shown = steps.present(resource, type, projection);
        const asked = projection.attributes?.some((name) => name.toLowerCase() === 'password');
        return asked && type.name === 'User' ? { ...shown, password: 'Aa1!aaaa' } : shown;
      },
    }),
  },
  'password-shown-by-put': {
    title: 'the answer to a PUT repeats the stored password',
    violates: 'RFC7643-4.1.1',
    overrides: (steps) => ({
      replaced: (body, resource) => {
        const { password } = resource;
        return steps.replaced(password === undefined ? body : { ...body, password }, resource);
      },
    }),
  },
  'email-domains-kept': {
    title: 'the domain of an e-mail address keeps its capitals',
    violates: 'RFC7643-4.1.2',
    overrides: (steps) => ({
      settle: (resource, type, before) =>
        type.name === 'User' ? resource : steps.settle(resource, type, before),
    }),
  },
  'address-lines-joined': {
    title: 'line breaks in addresses are lost',
    violates: 'RFC7643-4.1.2',
    overrides: receiving((body) =>
      mapAttribute(body, 'addresses', (value) =>
        mapElements(value, (address) =>
          mapAttribute(mapAttribute(address, 'formatted', joinLines), 'streetAddress', joinLines),
        ),
      ),
    ),
  },
  'groups-by-name': {
    title: 'the value in the groups of a user is the name of the group',
    violates: 'RFC7643-4.1.2',
    overrides: showingGroups((group) => ({ ...group, value: group.display ?? '' })),
  },
  'groups-ref-wrong': {
    title: 'the $ref in the groups of a user leads to all groups',
    violates: 'RFC7643-4.1.2',
    overrides: showingGroups((group) =>
      mapAttribute(group, '$ref', (ref) => String(ref).replace(/\/[^/]*$/, '')),
    ),
  },
  'groups-in-put-followed': {
    title: 'a PUT of a user with groups makes him a member of them',
    violates: 'RFC7643-4.1.2',
    overrides: (steps, { store }) => ({
      intake: (body, type, before) => {
        for (const item of type.name === 'User' && before ? items(body.groups) : []) {
          const group = store.get('Group', stringMember(item, 'value') ?? '');
          if (!group || !before) continue;
          store.put('Group', idOf(group), {
            ...group,
            members: [...items(group.members), { value: idOf(before) }],
          });
        }
        return steps.intake(body, type, before);
      },
    }),
  },
  'members-changed-in-place': {
    title: 'a PATCH turns one member into another',
    violates: 'RFC7643-4.2',
    overrides: (steps) => ({
      modify: (resource, operations, type) => {
        const changes = operations.flatMap((operation) => changedMember(operation) ?? []);
        const others = operations.filter((operation) => changedMember(operation) === null);
        const members = items(resource.members).map((item) => {
          const change = changes.find(({ from }) => member(item, 'value') === from);
          return change === undefined ? item : { value: change.to };
        });
        const changed = changes.length === 0 ? resource : { ...resource, members };
        return others.length === 0 ? changed : steps.modify(changed, others, type);
      },
    }),
  },
  'members-ref-wrong': {
    title: 'the $ref of every member leads to the group itself',
    violates: 'RFC7643-4.2',
    overrides: (steps, { baseUrl }) => ({
      represent: (resource, type) =>
        mapAttribute(steps.represent(resource, type), 'members', (members) =>
          mapElements(members, (item) => ({ ...item, $ref: `${baseUrl}/Groups/${idOf(resource)}` })),
        ),
    }),
  },
  'members-remove-one-ignored': {
    title: 'removing one of several members succeeds and changes nothing',
    violates: 'RFC7643-4.2',
    overrides: patching((operation, group) =>
      operation.op === 'remove' && operation.path?.startsWith('members[') && items(group.members).length > 1
        ? []
        : operation,
    ),
  },
  'manager-name-stored': {
    title: 'the displayName of a manager is stored as the client gave it',
    violates: 'RFC7643-4.3',
    overrides: (steps) => ({
      intake: (body, type, before) => {
        const name = stringMember(member(member(body, ENTERPRISE_USER), 'manager'), 'displayName');
        const taken = steps.intake(body, type, before);
        if (name === undefined) return taken;
        return mapAttribute(taken, ENTERPRISE_USER, (data) =>
          isObject(data)
            ? mapAttribute(data, 'manager', (manager) =>
                isObject(manager) ? { ...manager, displayName: name } : manager,
              )
            : data,
        );
      },
    }),
  },
  'manager-without-ref': {
    title: 'a manager comes back without his URI',
    violates: 'RFC7643-4.3',
    overrides: showingExtension((data) =>
      mapAttribute(data, 'manager', (manager) => {
        const { $ref: _, ...rest } = isObject(manager) ? manager : {};
        return rest;
      }),
    ),
  },
  'name-shown-as-string': {
    title: 'the name of a user comes back as one string',
    violates: 'RFC7644-3.8',
    overrides: showingAttribute('name', (name) => Object.values(isObject(name) ? name : {}).join(' ')),
  },
  'single-email-unwrapped': {
    title: 'a lone e-mail address comes back without its array',
    violates: 'RFC7644-3.8',
    overrides: showingAttribute('emails', (emails) =>
      items(emails).length === 1 ? (items(emails)[0] ?? null) : emails,
    ),
  },
  'user-names-bytewise-unique': {
    title: 'a decomposed userName may be taken beside the composed one',
    violates: 'RFC7644-5',
    overrides: (steps) => ({
      requireUnique: (resource, type, id) => {
        const name = stringMember(resource, 'userName') ?? '';
        if (name === name.normalize('NFC')) steps.requireUnique(resource, type, id);
      },
    }),
  },
  'filters-bytewise': {
    title: 'a filter with a decomposed letter finds nothing',
    violates: 'RFC7644-7.8',
    overrides: (steps) => ({
      readFilter: (text) => steps.readFilter(text === text.normalize('NFC') ? text : 'id eq "none"'),
    }),
  },
} as const satisfies FaultTable;
