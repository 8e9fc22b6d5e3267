import { ScimError } from '../../../scim/error.ts';
import type { JsonObject } from '../../../scim/json.ts';
import type { ResourceType } from '../../../scim/schema.ts';
import { answer } from '../../answer.ts';
import type { Steps } from '../../steps.ts';
import type { Fault, FaultTable } from '../fault.ts';
import { omit } from '../rewrite.ts';
import { expressions } from './evaluate.ts';

const SEARCH = 'RFC7644-3.4.3';
const ROOT = 'RFC7644-3.4.2.1';

/** Overrides of what the body of a search is taken for. */
function searching(change: (body: JsonObject) => JsonObject): Fault['overrides'] {
  return (steps) => ({ readSearch: (body, types) => change(steps.readSearch(body, types)) });
}

/** Overrides of what a query on the root finds among the resources of one type. */
function onRoot(
  search: (steps: Steps, filter: Parameters<Steps['search']>[0], type: ResourceType) => readonly JsonObject[],
): Fault['overrides'] {
  return (steps, { types }) => {
    // Copies, so that a search can be told from one of the type's own endpoint.
    const own = types.map((type) => ({ ...type }));
    return {
      rootTypes: () => own,
      search: (filter, type) =>
        own.some((copy) => copy === type) ? search(steps, filter, type) : steps.search(filter, type),
    };
  };
}

/** Defects of `.search` and of queries on the root: RFC 7644 §3.4.3, §3.4.2.1. */
export const SEARCHES = {
  'search-answers-201': {
    title: 'a search is answered with 201',
    violates: SEARCH,
    overrides: (steps) => ({ searched: (list, types) => ({ ...steps.searched(list, types), status: 201 }) }),
  },
  'search-filter-ignored': {
    title: 'a search ignores its filter',
    violates: SEARCH,
    overrides: searching((body) => omit(body, 'filter')),
  },
  'search-count-ignored': {
    title: 'a search ignores count',
    violates: SEARCH,
    overrides: searching((body) => omit(body, 'count')),
  },
  'search-start-index-ignored': {
    title: 'a search ignores startIndex',
    violates: SEARCH,
    overrides: searching((body) => omit(body, 'startIndex')),
  },
  'search-attributes-ignored': {
    title: 'a search ignores attributes',
    violates: SEARCH,
    overrides: searching((body) => omit(body, 'attributes')),
  },
  'search-excluded-attributes-ignored': {
    title: 'a search ignores excludedAttributes',
    violates: SEARCH,
    overrides: searching((body) => omit(body, 'excludedAttributes')),
  },
  'search-attributes-first-only': {
    title: 'a search takes only the first of its attributes',
    violates: SEARCH,
    overrides: searching((body) =>
      Array.isArray(body.attributes) ? { ...body, attributes: body.attributes.slice(0, 1) } : body,
    ),
  },
  'search-sort-ignored': {
    title: 'a search ignores sortBy',
    violates: SEARCH,
    overrides: searching((body) => omit(body, 'sortBy')),
  },
  'search-malformed-filter-ignored': {
    title: 'a search with a malformed filter returns every resource',
    violates: SEARCH,
    overrides: (steps) => ({
      readSearch: (body, types) => {
        const read = steps.readSearch(body, types);
        try {
          if (typeof read.filter === 'string') steps.readFilter(read.filter);
          return read;
        } catch {
          return omit(read, 'filter');
        }
      },
    }),
  },
  'search-count-required': {
    title: 'a search without count is refused',
    violates: SEARCH,
    overrides: searching((body) => {
      if (body.count === undefined) throw new ScimError(400, 'invalidSyntax', 'count is missing.');
      return body;
    }),
  },
  'search-filter-required': {
    title: 'a search without filter fails with 500',
    violates: SEARCH,
    overrides: searching((body) => {
      if (body.filter === undefined) throw new TypeError('no filter');
      return body;
    }),
  },
  'search-list-bare': {
    title: 'a search is answered with the bare resources',
    violates: SEARCH,
    overrides: (steps) => ({
      searched: (list, types) => {
        const { status } = steps.searched(list, types);
        return answer(status, { Resources: list.Resources ?? [] });
      },
    }),
  },
  'root-users-only': {
    title: 'queries on the root look at users only',
    violates: ROOT,
    overrides: (steps) => ({
      rootTypes: (types) => steps.rootTypes(types).filter(({ name }) => name === 'User'),
    }),
  },
  'root-filter-ignored': {
    title: 'queries on the root ignore a filter on groups',
    violates: ROOT,
    overrides: onRoot((steps, filter, type) => steps.search(type.name === 'User' ? filter : null, type)),
  },
  'root-foreign-attribute-matches': {
    title: 'on the root, an attribute that a type lacks matches',
    violates: ROOT,
    overrides: (steps, provider) =>
      onRoot((inner, filter, type) => {
        const lenient = expressions(({ path }, _resource, own) =>
          own.schema.attributes.some(({ name }) => name.toLowerCase() === path.attribute.toLowerCase()) ||
          ['id', 'meta', 'externalid', 'schemas'].includes(path.attribute.toLowerCase()) ||
          path.urn !== null
            ? undefined
            : path.attribute !== 'userName',
        )(inner, provider);
        return lenient.search?.(filter, type) ?? [];
      })(steps, provider),
  },
  'root-resource-type-unknown': {
    title: 'a filter on meta.resourceType finds nothing',
    violates: ROOT,
    overrides: expressions(({ path }) =>
      path.attribute === 'meta' && path.subAttribute === 'resourceType' ? false : undefined,
    ),
  },
} as const satisfies FaultTable;
