import { ScimError } from '../../scim/error.ts';
import { stringMember } from '../../scim/json.ts';
import { resolvePath } from '../../scim/lookup.ts';
import { matchesFilter } from '../../scim/match.ts';
import { pinnedValue } from '../query.ts';
import { idOf, uniqueAttribute } from '../store.ts';
import type { FaultTable } from './fault.ts';
import { compares, comparisons, filtering, mapAttribute, mapComparisons } from './rewrite.ts';

const lower = (text: unknown) => (typeof text === 'string' ? text.toLowerCase() : '');

/** The filter's text without its string literals. */
const outsideQuotes = (text: string) => text.replace(/"(?:\\.|[^"\\])*"/g, '""');

/** Defects in queries: RFC 7644 §3.4.2. */
export const FILTERING = {
  'filter-eq-prefix': {
    title: '`eq` matches every value that starts with the literal',
    violates: 'RFC7644-3.4.2.2',
    overrides: filtering((filter) =>
      mapComparisons(filter, (item) =>
        item.operator === 'eq' && typeof item.value === 'string' ? { ...item, operator: 'sw' } : item,
      ),
    ),
  },
  'filter-eq-substring': {
    title: '`eq` matches every value that contains the literal',
    violates: 'RFC7644-3.4.2.2',
    overrides: filtering((filter) =>
      mapComparisons(filter, (item) =>
        item.operator === 'eq' && typeof item.value === 'string' ? { ...item, operator: 'co' } : item,
      ),
    ),
  },
  'filter-eq-like-wildcards': {
    title: '`eq` takes `%` and `_` in the literal as wildcards',
    violates: 'RFC7644-3.4.2.2',
    overrides: (steps, { store }) => ({
      search: (filter, type) => {
        const attribute = uniqueAttribute(type.name);
        const name = filter && attribute ? pinnedValue(filter, attribute) : null;
        if (name === null || attribute === null || !/[%_]/.test(name)) return steps.search(filter, type);
        const source = name
          .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
          .replace(/%/g, '.*')
          .replace(/_/g, '.');
        const pattern = new RegExp(`^${source}$`, 'isu');
        return store
          .all(type.name)
          .filter((resource) => pattern.test(stringMember(resource, attribute) ?? ''));
      },
    }),
  },
  'filter-username-case-sensitive': {
    title: 'a filter on userName respects letter case',
    violates: 'E-045',
    seenIn: 'SCIM Validator, "Filter for an existing user with different case"',
    overrides: (steps) => ({
      search: (filter, type) => {
        const name = filter && pinnedValue(filter, 'userName');
        const found = steps.search(filter, type);
        return name === null || name === undefined
          ? found
          : found.filter(({ userName }) => userName === name);
      },
    }),
  },
  'filter-displayname-case-sensitive': {
    title: "a filter on a group's displayName respects letter case",
    violates: 'E-046',
    seenIn: 'SCIM Validator, "Filter for an existing group with different case"',
    overrides: (steps) => ({
      search: (filter, type) => {
        const name = type.name === 'Group' && filter ? pinnedValue(filter, 'displayName') : null;
        const found = steps.search(filter, type);
        return name === null ? found : found.filter(({ displayName }) => displayName === name);
      },
    }),
  },
  'filter-externalid-case-insensitive': {
    title: 'a filter on externalId ignores letter case',
    violates: 'RFC7643-3.1',
    overrides: (steps, { store }) => ({
      search: (filter, type) => {
        if (!filter || !comparisons(filter).some((item) => compares(item, 'externalId'))) {
          return steps.search(filter, type);
        }
        const folded = mapComparisons(filter, (item) =>
          compares(item, 'externalId') ? { ...item, value: lower(item.value) } : item,
        );
        return store
          .all(type.name)
          .filter((resource) => matchesFilter(folded, mapAttribute(resource, 'externalId', lower), type));
      },
    }),
  },
  'filter-ignored': {
    title: 'a filter is ignored: every resource is returned',
    violates: 'RFC7644-3.4.2.2',
    overrides: filtering(() => null),
  },
  'filter-externalid-ignored': {
    title: 'a filter on externalId is ignored: every resource is returned',
    violates: 'E-044',
    overrides: filtering((filter) =>
      comparisons(filter).some((item) => compares(item, 'externalId')) ? null : filter,
    ),
  },
  'filter-malformed-returns-all': {
    title: 'a malformed filter returns every resource instead of 400',
    violates: 'RFC7644-3.4.2.2',
    overrides: (steps) => ({
      readFilter: (text) => {
        try {
          return steps.readFilter(text);
        } catch {
          return null;
        }
      },
    }),
  },
  'filter-no-match-404': {
    title: 'a filter without a match answers 404',
    violates: 'RFC7644-3.4.2',
    seenIn: 'Entra quarantine documentation ("SCIM compliance issue")',
    overrides: (steps) => ({
      search: (filter, type) => {
        const found = steps.search(filter, type);
        if (filter && found.length === 0) throw new ScimError(404, null, 'No resource matches.');
        return found;
      },
    }),
  },
  'list-resources-null': {
    title: '`Resources` is null when nothing matches',
    violates: 'E-042',
    seenIn: 'buildbuddy #5774',
    overrides: (steps) => ({
      list: (page) => ({ ...steps.list(page), ...(page.total === 0 && { Resources: null }) }),
    }),
  },
  'list-single-unwrapped': {
    title: 'a single match is returned as the bare resource, without a ListResponse',
    violates: 'RFC7644-3.4.2',
    overrides: (steps) => ({
      list: (page) => (page.total === 1 ? page.resources[0] : undefined) ?? steps.list(page),
    }),
  },
  'list-total-counts-page': {
    title: '`totalResults` counts the page, not the matches',
    violates: 'RFC7644-3.4.2',
    overrides: (steps) => ({
      list: (page) => ({ ...steps.list(page), totalResults: page.resources.length }),
    }),
  },
  'list-total-off-by-one': {
    title: '`totalResults` is one too high',
    violates: 'RFC7644-3.4.2',
    overrides: (steps) => ({ list: (page) => ({ ...steps.list(page), totalResults: page.total + 1 }) }),
  },
  'list-total-counts-all': {
    title: '`totalResults` counts every resource of the type, whatever the filter',
    violates: 'RFC7644-3.4.2',
    overrides: (steps, { store }) => {
      let all = 0;
      return {
        search: (filter, type) => {
          all = store.all(type.name).length;
          return steps.search(filter, type);
        },
        list: (page) => ({ ...steps.list(page), totalResults: all }),
      };
    },
  },
  'list-total-as-string': {
    title: '`totalResults` is a string',
    violates: 'E-058',
    overrides: (steps) => ({ list: (page) => ({ ...steps.list(page), totalResults: String(page.total) }) }),
  },
  'list-start-index-zero': {
    title: '`startIndex` of the answer counts from 0',
    violates: 'RFC7644-3.4.2.4',
    overrides: (steps) => ({ list: (page) => ({ ...steps.list(page), startIndex: page.startIndex - 1 }) }),
  },
  'list-items-per-page-wrong': {
    title: '`itemsPerPage` is always 20',
    violates: 'RFC7644-3.4.2.4',
    seenIn: 'samples in "Develop and plan provisioning for a SCIM endpoint"',
    overrides: (steps) => ({ list: (page) => ({ ...steps.list(page), itemsPerPage: 20 }) }),
  },
  'list-start-index-ignored': {
    title: '`startIndex` is ignored: every page is the first',
    violates: 'RFC7644-3.4.2.4',
    overrides: (steps) => ({
      readParameters: (search) => {
        const parameters = steps.readParameters(search);
        parameters.delete('startIndex');
        return parameters;
      },
    }),
  },
  'list-count-ignored': {
    title: '`count` is ignored: a page holds every match',
    violates: 'RFC7644-3.4.2.4',
    overrides: (steps) => ({
      readParameters: (search) => {
        const parameters = steps.readParameters(search);
        parameters.delete('count');
        return parameters;
      },
    }),
  },
  'filter-quote-500': {
    title: 'an escaped quote in a literal fails with 500',
    violates: 'RFC7644-3.4.2.2',
    overrides: (steps) => ({
      readFilter: (text) => {
        if (text.includes('\\"')) throw new SyntaxError('unbalanced quotes');
        return steps.readFilter(text);
      },
    }),
  },
  'filter-apostrophe-500': {
    title: 'an apostrophe in a literal fails with 500',
    violates: 'RFC7644-3.4.2.2',
    overrides: (steps) => ({
      readFilter: (text) => {
        if (text.includes("'")) throw new SyntaxError('unbalanced quotes');
        return steps.readFilter(text);
      },
    }),
  },
  'filter-backslash-unescaped-twice': {
    title: 'backslashes in a literal are unescaped twice',
    violates: 'RFC7644-3.4.2.2',
    overrides: filtering((filter) =>
      mapComparisons(filter, (item) =>
        typeof item.value === 'string' ? { ...item, value: item.value.replace(/\\(.)/gsu, '$1') } : item,
      ),
    ),
  },
  'query-plus-decoded-twice': {
    title: 'an encoded plus sign in a query becomes a blank',
    violates: 'E-011',
    overrides: (steps) => ({
      readParameters: (search) => steps.readParameters(search.replace(/%2B/gi, '+')),
    }),
  },
  'query-plus-literal': {
    title: 'a plus sign between the words of a query is not taken for a blank',
    violates: 'E-011',
    overrides: (steps) => ({
      readParameters: (search) => steps.readParameters(search.replaceAll('+', '%2B')),
    }),
  },
  'filter-and-as-or': {
    title: '`and` means `or`',
    violates: 'RFC7644-3.4.2.2',
    overrides: filtering((filter) => (filter.kind === 'and' ? { ...filter, kind: 'or' } : filter)),
  },
  'filter-and-first-only': {
    title: 'only the first expression of an `and` counts',
    violates: 'RFC7644-3.4.2.2',
    overrides: filtering((filter) => (filter.kind === 'and' ? filter.left : filter)),
  },
  'filter-operator-case-sensitive': {
    title: 'operators in upper case are refused',
    violates: 'RFC7644-3.4.2.2',
    overrides: (steps) => ({
      readFilter: (text) => {
        const words = outsideQuotes(text).match(
          /(?<=[\s)])(?:eq|ne|co|sw|ew|gt|ge|lt|le|pr|and|or)(?=[\s(]|$)/gi,
        );
        if (words?.some((word) => word !== word.toLowerCase())) {
          throw new ScimError(400, 'invalidFilter', 'Unknown operator.');
        }
        return steps.readFilter(text);
      },
    }),
  },
  'filter-attribute-case-sensitive': {
    title: 'an attribute name in other letter case matches nothing',
    violates: 'RFC7644-3.4.2.2',
    overrides: (steps) => ({
      search: (filter, type) => {
        const unknown = filter
          ? comparisons(filter).some(({ path }) => {
              const found = resolvePath(path, type);
              return found !== null && found.attribute.name !== path.attribute;
            })
          : false;
        return unknown ? [] : steps.search(filter, type);
      },
    }),
  },
  'filter-urn-refused': {
    title: 'an attribute qualified by its schema URN is refused in filters',
    violates: 'RFC7644-3.10',
    overrides: (steps) => ({
      readFilter: (text) => {
        if (/^[\s(]*urn:/i.test(outsideQuotes(text)))
          throw new ScimError(400, 'invalidFilter', 'Unknown attribute.');
        return steps.readFilter(text);
      },
    }),
  },
  'filter-value-path-refused': {
    title: 'a value path such as `emails[type eq "work"].value` is refused in filters',
    violates: 'E-044',
    overrides: (steps) => ({
      readFilter: (text) => {
        if (outsideQuotes(text).includes('['))
          throw new ScimError(400, 'invalidFilter', 'Unexpected bracket.');
        return steps.readFilter(text);
      },
    }),
  },
  'filter-value-path-any-type': {
    title: 'the filter in a value path is ignored: `emails[type eq "work"].value` looks at every e-mail',
    violates: 'E-044',
    overrides: filtering((filter) =>
      mapComparisons(filter, (item) => ({ ...item, path: { ...item.path, filter: null } })),
    ),
  },
  'filter-stale-after-rename': {
    title: 'filters keep finding a resource by its first name after a rename',
    violates: 'E-104',
    overrides: (steps, { store }) => {
      const first = new Map<string, string>();
      return {
        created: (body, resource) => {
          const name = stringMember(resource, 'userName') ?? stringMember(resource, 'displayName');
          if (name !== undefined) first.set(idOf(resource), name);
          return steps.created(body, resource);
        },
        search: (filter, type) => {
          const attribute = uniqueAttribute(type.name);
          if (!filter || attribute === null || pinnedValue(filter, attribute) === null) {
            return steps.search(filter, type);
          }
          return store
            .all(type.name)
            .filter((resource) =>
              matchesFilter(filter, { ...resource, [attribute]: first.get(idOf(resource)) ?? '' }, type),
            );
        },
      };
    },
  },
} as const satisfies FaultTable;
