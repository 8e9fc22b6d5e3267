import { ScimError } from '../../../scim/error.ts';
import { type JsonObject, stringMember } from '../../../scim/json.ts';
import { type Projection, project } from '../../../scim/project.ts';
import type { Provider, Steps } from '../../steps.ts';
import { metaOf } from '../../store.ts';
import type { Fault, FaultTable } from '../fault.ts';
import { omit } from '../rewrite.ts';

type Present = Steps['present'];

/** Overrides of what a client sees of a resource, alone and in lists. */
function presenting(
  change: (present: Present) => Present,
  where: readonly ('present' | 'presentListed')[] = ['present', 'presentListed'],
): Fault['overrides'] {
  return (steps) => Object.fromEntries(where.map((name) => [name, change(steps[name])]));
}

/** Overrides of the projection that a request asks for. */
function projecting(
  change: (projection: Projection) => Projection,
  where?: readonly ('present' | 'presentListed')[],
): Fault['overrides'] {
  return presenting((present) => (resource, type, asked) => present(resource, type, change(asked)), where);
}

const NOTHING: Projection = {};

/** The projection without one of its parameters. */
function without({ attributes, excludedAttributes }: Projection, name: keyof Projection): Projection {
  if (name === 'attributes') return excludedAttributes === undefined ? NOTHING : { excludedAttributes };
  return attributes === undefined ? NOTHING : { attributes };
}

function mapNames(projection: Projection, change: (name: string) => readonly string[]): Projection {
  const { attributes, excludedAttributes } = projection;
  return {
    ...(attributes && { attributes: orNone(attributes.flatMap(change)) }),
    ...(excludedAttributes && { excludedAttributes: orNone(excludedAttributes.flatMap(change)) }),
  };
}

/** A name that no attribute has, lest an empty list count as none. */
function orNone(names: readonly string[]): readonly string[] {
  return names.length > 0 ? names : ['nothing'];
}

/** A stored resource as it is shown when nothing is asked for. */
function whole(resource: JsonObject, steps: Steps, { types }: Provider): JsonObject {
  const name = stringMember(metaOf(resource), 'resourceType');
  const type = types.find((one) => one.name === name);
  return type === undefined ? resource : project(steps.represent(resource, type), type);
}

const PARAMETERS = 'RFC7644-3.9';
const LISTED = 'RFC7644-3.4.2.5';

/** Defects of `attributes` and `excludedAttributes`: RFC 7644 §3.4.2.5, §3.9, §3.10. */
export const PROJECTION = {
  'attributes-ignored': {
    title: '`attributes` is ignored',
    violates: PARAMETERS,
    overrides: projecting((asked) => without(asked, 'attributes')),
  },
  'excluded-attributes-ignored': {
    title: '`excludedAttributes` is ignored',
    violates: PARAMETERS,
    overrides: projecting((asked) => without(asked, 'excludedAttributes')),
  },
  'attributes-ignored-in-lists': {
    title: '`attributes` is ignored in queries',
    violates: LISTED,
    overrides: projecting((asked) => without(asked, 'attributes'), ['presentListed']),
  },
  'excluded-attributes-ignored-in-lists': {
    title: '`excludedAttributes` is ignored in queries',
    violates: LISTED,
    overrides: projecting((asked) => without(asked, 'excludedAttributes'), ['presentListed']),
  },
  'attributes-ignored-on-get': {
    title: '`attributes` is ignored for a single resource',
    violates: PARAMETERS,
    overrides: projecting((asked) => without(asked, 'attributes'), ['present']),
  },
  'attributes-drop-id': {
    title: 'with `attributes` the id is left out unless it is named',
    violates: PARAMETERS,
    overrides: presenting(
      (present) => (resource, type, asked) =>
        asked.attributes && !asked.attributes.includes('id')
          ? omit(present(resource, type, asked), 'id')
          : present(resource, type, asked),
    ),
  },
  'excluded-attributes-drop-id': {
    title: '`excludedAttributes=id` leaves the id out',
    violates: PARAMETERS,
    overrides: presenting(
      (present) => (resource, type, asked) =>
        asked.excludedAttributes?.includes('id')
          ? omit(present(resource, type, asked), 'id')
          : present(resource, type, asked),
    ),
  },
  'attributes-case-sensitive': {
    title: 'names in `attributes` in other letter case are not known',
    violates: 'RFC7644-3.10',
    overrides: presenting((present) => (resource, type, asked) => {
      const names = [type.schema, ...type.extensions]
        .flatMap(({ attributes }) => attributes)
        .flatMap(({ name, subAttributes = [] }) => [name, ...subAttributes.map((sub) => sub.name)]);
      const known = ['id', 'externalId', 'meta', 'schemas', ...names];
      const ofName = (text: string) => text.slice(text.lastIndexOf(':') + 1).split('.');
      return present(
        resource,
        type,
        mapNames(asked, (text) => (ofName(text).every((name) => known.includes(name)) ? [text] : [])),
      );
    }),
  },
  'attributes-urn-unknown': {
    title: 'names in `attributes` with their schema URI are not known',
    violates: 'RFC7644-3.10',
    overrides: projecting((asked) => mapNames(asked, (text) => (text.includes(':') ? [] : [text]))),
  },
  'attributes-sub-attribute-unknown': {
    title: 'sub-attributes in `attributes` are not known',
    violates: PARAMETERS,
    overrides: projecting((asked) =>
      asked.attributes
        ? mapNames(asked, (text) => (/\.[^.:]+$/.test(text.replace(/^.*:/, '')) ? [] : [text]))
        : asked,
    ),
  },
  'excluded-sub-attribute-removes-all': {
    title: 'a sub-attribute in `excludedAttributes` removes the whole attribute',
    violates: PARAMETERS,
    overrides: projecting((asked) =>
      asked.excludedAttributes ? mapNames(asked, (text) => [text.replace(/\.[^.:]+$/, '')]) : asked,
    ),
  },
  'attributes-first-only': {
    title: 'only the first name in `attributes` counts',
    violates: PARAMETERS,
    overrides: projecting(({ attributes, ...rest }) => ({
      ...rest,
      ...(attributes && { attributes: attributes.slice(0, 1) }),
    })),
  },
  'excluded-attributes-last-only': {
    title: 'only the last name in `excludedAttributes` counts',
    violates: PARAMETERS,
    overrides: projecting(({ excludedAttributes, ...rest }) => ({
      ...rest,
      ...(excludedAttributes && { excludedAttributes: excludedAttributes.slice(-1) }),
    })),
  },
  'attributes-with-default-set': {
    title: '`attributes` drops complex attributes only, and keeps the simple ones',
    violates: PARAMETERS,
    overrides: presenting((present) => (resource, type, asked) => {
      const shown = present(resource, type, asked);
      const simple = Object.entries(project(resource, type)).filter(([, value]) => typeof value === 'string');
      return asked.attributes ? { ...shown, ...Object.fromEntries(simple) } : shown;
    }),
  },
  'attributes-refused': {
    title: '`attributes` is refused for a single resource',
    violates: LISTED,
    overrides: presenting(
      (present) => (resource, type, asked) => {
        if (asked.attributes) throw new ScimError(400, 'invalidValue', 'attributes is not supported.');
        return present(resource, type, asked);
      },
      ['present'],
    ),
  },
  'excluded-attributes-refused': {
    title: '`excludedAttributes` is answered with 501',
    violates: LISTED,
    overrides: projecting((asked) => {
      if (asked.excludedAttributes) throw new ScimError(501, null, 'excludedAttributes is not supported.');
      return asked;
    }),
  },
  'attributes-ignored-on-post': {
    title: '`attributes` and `excludedAttributes` are ignored for POST',
    violates: PARAMETERS,
    overrides: (steps, provider) => ({
      created: (_body, resource) => steps.created(whole(resource, steps, provider), resource),
    }),
  },
  'attributes-ignored-on-put': {
    title: '`attributes` and `excludedAttributes` are ignored for PUT',
    violates: PARAMETERS,
    overrides: (steps, provider) => ({
      replaced: (_body, resource) => steps.replaced(whole(resource, steps, provider), resource),
    }),
  },
  'attributes-ignored-on-patch': {
    title: '`attributes` and `excludedAttributes` are ignored for PATCH',
    violates: PARAMETERS,
    overrides: (steps, provider) => ({
      patched: (_body, resource, type, projection) =>
        steps.patched(() => whole(resource, steps, provider), resource, type, projection),
    }),
  },
  'password-shown': {
    title: 'the password, which is returned never, is shown',
    violates: PARAMETERS,
    overrides: presenting((present) => (resource, type, asked) => {
      const shown = present(resource, type, asked);
      return type.name === 'User' && !asked.attributes ? { ...shown, password: 'x' } : shown;
    }),
  },
} as const satisfies FaultTable;
