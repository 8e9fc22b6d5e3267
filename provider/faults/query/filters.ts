import { ScimError } from '../../../scim/error.ts';
import { type CompareOperator, type Filter, formatFilter, parseFilter } from '../../../scim/filter.ts';
import { isObject, type JsonObject, member } from '../../../scim/json.ts';
import { readPath, resolvePath } from '../../../scim/lookup.ts';
import { matchesFilter } from '../../../scim/match.ts';
import type { FaultTable } from '../fault.ts';
import { filtering } from '../rewrite.ts';
import { comparing, expressions, rewritten } from './evaluate.ts';

const fold = (value: unknown): string => String(value).toLowerCase();
const isText = (value: unknown): value is string => typeof value === 'string';
const QUERY = 'RFC7644-3.4.2.2';

/** Overrides that evaluate comparisons with one operator as if they had another. */
const takenFor = (operator: CompareOperator, other: CompareOperator) =>
  expressions((leaf, resource, type) =>
    leaf.kind === 'compare' && leaf.operator === operator
      ? matchesFilter({ ...leaf, operator: other }, resource, type)
      : undefined,
  );

/** Overrides that rearrange `and`, `or` and `not`. */
const rearranged = (change: (filter: Filter) => Filter) => filtering((filter) => rewritten(filter, change));

/** The text with `%` and `_` as SQL's LIKE has them, as a pattern. */
function likePattern(text: string): string {
  return text
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/%/g, '.*')
    .replace(/_/g, '.');
}

/** The filter's text without its string literals. */
const outsideQuotes = (text: string) => text.replace(/"(?:\\.|[^"\\])*"/g, '""');

function refuseText(refused: (outside: string) => boolean) {
  return (steps: { readFilter: (text: string) => Filter | null }) => ({
    readFilter: (text: string) => {
      if (refused(outsideQuotes(text))) throw new ScimError(400, 'invalidFilter', 'This is not supported.');
      return steps.readFilter(text);
    },
  });
}

/** The filter that `repair` finds in a text that is none. */
function lenient(repair: (text: string) => Filter | null | undefined) {
  return (steps: { readFilter: (text: string) => Filter | null }) => ({
    readFilter: (text: string) => {
      try {
        return steps.readFilter(text);
      } catch (error) {
        const repaired = repair(text);
        if (repaired === undefined) throw error;
        return repaired;
      }
    },
  });
}

/** The filter in the longest beginning of a text that has one. */
function longestBeginning(text: string): Filter | undefined {
  const words = text.split(' ');
  for (let length = words.length - 1; length > 0; length--) {
    try {
      return parseFilter(words.slice(0, length).join(' '));
    } catch {
      // A shorter one may do.
    }
  }
  return undefined;
}

/** Defects of the filter language beyond `eq`: RFC 7644 §3.4.2.2. */
export const FILTERS = {
  'filter-ne-case-sensitive': {
    title: '`ne` tells values apart that differ in letter case only',
    violates: QUERY,
    overrides: comparing(['ne'], (value, literal) => (isText(value) ? value !== literal : undefined)),
  },
  'filter-co-as-sw': {
    title: '`co` looks at the beginning of a value only',
    violates: QUERY,
    overrides: comparing(['co'], (value, literal) => fold(value).startsWith(fold(literal))),
  },
  'filter-sw-as-co': {
    title: '`sw` finds the operand anywhere in a value',
    violates: QUERY,
    overrides: comparing(['sw'], (value, literal) => fold(value).includes(fold(literal))),
  },
  'filter-ew-as-co': {
    title: '`ew` finds the operand anywhere in a value',
    violates: QUERY,
    overrides: comparing(['ew'], (value, literal) => fold(value).includes(fold(literal))),
  },
  'filter-sw-not-whole': {
    title: '`sw` does not match when the value is the operand itself',
    violates: QUERY,
    overrides: comparing(['sw'], (value, literal) =>
      fold(value) === fold(literal) ? false : fold(value).startsWith(fold(literal)),
    ),
  },
  'filter-ew-case-sensitive': {
    title: '`ew` respects letter case',
    violates: QUERY,
    overrides: comparing(['ew'], (value, literal) =>
      isText(value) && isText(literal) ? value.endsWith(literal) : undefined,
    ),
  },
  'filter-co-case-sensitive': {
    title: '`co` respects letter case',
    violates: QUERY,
    overrides: comparing(['co'], (value, literal) =>
      isText(value) && isText(literal) ? value.includes(literal) : undefined,
    ),
  },
  'filter-sw-like-wildcards': {
    title: '`sw` takes `%` and `_` in the operand as wildcards',
    violates: QUERY,
    overrides: comparing(['sw'], (value, literal) =>
      isText(value) ? new RegExp(`^${likePattern(fold(literal))}`, 'su').test(fold(value)) : undefined,
    ),
  },
  'filter-operator-unsupported': {
    title: '`ew` is refused, whatever attribute it is asked of',
    violates: QUERY,
    overrides: refuseText((text) => / ew /i.test(text)),
  },
  'filter-pr-always': {
    title: '`pr` matches every resource',
    violates: QUERY,
    overrides: expressions((leaf) => (leaf.kind === 'present' ? true : undefined)),
  },
  'filter-pr-not-false': {
    title: '`pr` does not match a boolean that is false',
    violates: QUERY,
    overrides: expressions((leaf, resource, type) =>
      leaf.kind === 'present' ? readPath(resource, leaf.path, type).some(Boolean) : undefined,
    ),
  },
  'filter-gt-as-ge': {
    title: '`gt` matches the same value too',
    violates: QUERY,
    overrides: takenFor('gt', 'ge'),
  },
  'filter-ge-as-gt': {
    title: '`ge` does not match the same value',
    violates: QUERY,
    overrides: takenFor('ge', 'gt'),
  },
  'filter-lt-as-gt': {
    title: '`lt` finds greater values',
    violates: QUERY,
    overrides: takenFor('lt', 'gt'),
  },
  'filter-le-as-lt': {
    title: '`le` does not match the same value',
    violates: QUERY,
    overrides: takenFor('le', 'lt'),
  },
  'filter-order-case-sensitive': {
    title: '`gt`, `ge`, `lt` and `le` put capitals before small letters',
    violates: QUERY,
    overrides: (steps, provider) =>
      ordering((value, literal) => (value < literal ? -1 : Number(value > literal)))(steps, provider),
  },
  'filter-dates-as-text': {
    title: 'date-times are compared as texts, so that their time zone is not seen',
    violates: QUERY,
    overrides: expressions((leaf, resource, type) => {
      if (leaf.kind !== 'compare' || !isText(leaf.value)) return undefined;
      const found = resolvePath(leaf.path, type);
      if ((found?.subAttribute ?? found?.attribute)?.type !== 'dateTime') return undefined;
      const [value] = readPath(resource, leaf.path, type);
      return isText(value) ? (ORDERS[leaf.operator]?.(value < leaf.value ? -1 : 1) ?? undefined) : undefined;
    }),
  },
  'filter-boolean-order-accepted': {
    title: 'an order operator on a boolean finds nothing instead of being refused',
    violates: QUERY,
    overrides: (steps) => ({
      search: (filter, type) => {
        try {
          return steps.search(filter, type);
        } catch (error) {
          if (error instanceof ScimError && /does not apply/.test(error.message)) return [];
          throw error;
        }
      },
    }),
  },
  'filter-boolean-order-unnamed': {
    title: 'an order operator on a boolean is refused without the scimType invalidFilter',
    violates: QUERY,
    overrides: (steps) => ({
      search: (filter, type) => {
        try {
          return steps.search(filter, type);
        } catch (error) {
          if (!(error instanceof ScimError) || !/does not apply/.test(error.message)) throw error;
          throw new ScimError(400, 'invalidValue', error.message);
        }
      },
    }),
  },
  'filter-or-as-and': {
    title: '`or` means `and`',
    violates: QUERY,
    overrides: rearranged((filter) => (filter.kind === 'or' ? { ...filter, kind: 'and' } : filter)),
  },
  'filter-or-first-only': {
    title: 'only the first expression of an `or` counts',
    violates: QUERY,
    overrides: rearranged((filter) => (filter.kind === 'or' ? filter.left : filter)),
  },
  'filter-not-ignored': {
    title: '`not` is skipped',
    violates: QUERY,
    overrides: rearranged((filter) => (filter.kind === 'not' ? filter.filter : filter)),
  },
  'filter-not-skips-unassigned': {
    title: '`not` does not find resources without the attribute, as SQL has it',
    violates: QUERY,
    overrides: rearranged((filter) =>
      filter.kind === 'not' && filter.filter.kind === 'compare'
        ? { kind: 'and', left: filter, right: { kind: 'present', path: filter.filter.path } }
        : filter,
    ),
  },
  'filter-left-to-right': {
    title: '`and` and `or` are evaluated from left to right',
    violates: QUERY,
    overrides: rearranged((filter) =>
      filter.kind === 'or' && filter.right.kind === 'and'
        ? { kind: 'and', left: { ...filter, right: filter.right.left }, right: filter.right.right }
        : filter,
    ),
  },
  'filter-or-before-and': {
    title: '`or` binds before `and`',
    violates: QUERY,
    overrides: rearranged((filter) =>
      filter.kind === 'or' && filter.left.kind === 'and'
        ? { kind: 'and', left: filter.left.left, right: { ...filter, left: filter.left.right } }
        : filter,
    ),
  },
  'filter-not-binds-last': {
    title: '`not` negates all that follows its brackets',
    violates: QUERY,
    overrides: rearranged((filter) =>
      (filter.kind === 'and' || filter.kind === 'or') && filter.left.kind === 'not'
        ? { kind: 'not', filter: { ...filter, left: filter.left.filter } }
        : filter,
    ),
  },
  'filter-brackets-ignored': {
    title: 'round brackets around an `or` are skipped',
    violates: QUERY,
    overrides: rearranged((filter) =>
      filter.kind === 'and' && filter.left.kind === 'or' && filter.right.kind !== 'or'
        ? { kind: 'or', left: filter.left.left, right: { ...filter, left: filter.left.right } }
        : filter,
    ),
  },
  'filter-first-value-only': {
    title: 'of an attribute with several values only the first is looked at',
    violates: QUERY,
    overrides: expressions((leaf, resource, type) =>
      leaf.kind === 'compare' ? matchesFilter(leaf, trimmed(resource), type) : undefined,
    ),
  },
  'filter-every-value': {
    title: 'every value of an attribute has to match',
    violates: QUERY,
    overrides: expressions((leaf, resource, type) => {
      if (leaf.kind !== 'compare' || leaf.operator === 'ne') return undefined;
      const elements = member(resource, leaf.path.attribute);
      if (!Array.isArray(elements)) return undefined;
      return elements.every((element) =>
        matchesFilter(leaf, { ...resource, [leaf.path.attribute]: [element] }, type),
      );
    }),
  },
  'filter-sub-attribute-refused': {
    title: 'filters on sub-attributes are refused',
    violates: QUERY,
    overrides: refuseText((text) => /(?<!meta)\.[a-z]+ /i.test(text.replace(/\burn:\S+:/gi, ''))),
  },
  'filter-sub-attribute-case-sensitive': {
    title: 'a sub-attribute in other letter case is refused',
    violates: 'RFC7644-3.10',
    overrides: (steps) => ({
      search: (filter, type) => {
        const inCase = (part: Filter): Filter => {
          const path = part.kind === 'compare' ? part.path : null;
          const found = path && resolvePath(path, type);
          if (found?.subAttribute && found.subAttribute.name !== path?.subAttribute)
            throw new ScimError(400, 'invalidFilter', 'There is no such attribute.');
          return part;
        };
        return steps.search(filter && rewritten(filter, inCase), type);
      },
    }),
  },
  'filter-urn-case-sensitive': {
    title: 'a schema URI in other letter case finds nothing',
    violates: 'RFC7644-3.10',
    overrides: expressions((leaf, _resource, type) => {
      const { urn } = leaf.path;
      const known = [type.schema, ...type.extensions].some(({ id }) => id === urn);
      return urn === null || known ? undefined : false;
    }),
  },
  'filter-extension-urn-unknown': {
    title: 'an extension attribute named with its schema URI finds nothing',
    violates: 'RFC7644-3.10',
    overrides: expressions(({ path: { urn } }, _resource, type) =>
      urn !== null && urn.toLowerCase() !== type.schema.id.toLowerCase() ? false : undefined,
    ),
  },
  'filter-brackets-any-element': {
    title: 'the conditions in square brackets may hold for different values',
    violates: QUERY,
    overrides: expressions((leaf, resource, type) => {
      if (leaf.kind !== 'valuePath' || leaf.path.filter === null) return undefined;
      const { path } = leaf;
      const { filter } = path;
      if (filter?.kind !== 'and') return undefined;
      return [filter.left, filter.right].every((part) =>
        matchesFilter({ kind: 'valuePath', path: { ...path, filter: part } }, resource, type),
      );
    }),
  },
  'filter-brackets-first-condition': {
    title: 'only the first condition in square brackets counts',
    violates: QUERY,
    overrides: expressions((leaf, resource, type) => {
      if (leaf.kind !== 'valuePath') return undefined;
      const { path } = leaf;
      const { filter } = path;
      if (filter?.kind !== 'and' && filter?.kind !== 'or') return undefined;
      return matchesFilter({ kind: 'valuePath', path: { ...path, filter: filter.left } }, resource, type);
    }),
  },
  'filter-malformed-brackets-ignored': {
    title: 'what is malformed in square brackets is skipped',
    violates: QUERY,
    overrides: lenient((text) => (outsideQuotes(text).includes('[') ? null : undefined)),
  },
  'filter-empty-500': {
    title: 'an empty filter fails with 500',
    violates: QUERY,
    overrides: (steps) => ({
      readFilter: (text) => {
        if (text.trim() === '') throw new TypeError('no expression');
        return steps.readFilter(text);
      },
    }),
  },
  'filter-empty-returns-all': {
    title: 'an empty filter returns every resource',
    violates: QUERY,
    overrides: lenient((text) => (text.trim() === '' ? null : undefined)),
  },
  'filter-without-value-accepted': {
    title: 'an operator without a value is taken for `pr`',
    violates: QUERY,
    overrides: lenient((text) => {
      const found = /^\s*([\w.:$-]+) +(?:eq|co) *$/i.exec(text);
      return found === null ? undefined : parseFilter(`${found[1]} pr`);
    }),
  },
  'filter-rest-ignored': {
    title: 'what follows a valid filter is skipped',
    violates: QUERY,
    overrides: lenient(longestBeginning),
  },
  'filter-malformed-500': {
    title: 'a malformed filter fails with 500',
    violates: QUERY,
    overrides: (steps) => ({
      readFilter: (text) => {
        try {
          return steps.readFilter(text);
        } catch {
          throw new TypeError('unexpected token');
        }
      },
    }),
  },
  'filter-default-unseen': {
    title: '`active` is shown as true by default, but filters do not see it',
    violates: QUERY,
    overrides: (steps) => {
      const seen = (resource: JsonObject): JsonObject =>
        'userName' in resource && !('active' in resource) ? { ...resource, active: true } : resource;
      return {
        present: (resource, type, projection) => steps.present(seen(resource), type, projection),
        presentListed: (resource, type, projection) => steps.presentListed(seen(resource), type, projection),
      };
    },
  },
  'filter-schemas-unknown': {
    title: 'a filter on schemas finds nothing',
    violates: QUERY,
    overrides: expressions(({ path }) => (path.attribute.toLowerCase() === 'schemas' ? false : undefined)),
  },
  'filter-nested-refused': {
    title: 'brackets inside brackets are refused',
    violates: QUERY,
    overrides: (steps) => ({
      readFilter: (text) => {
        const parsed = steps.readFilter(text);
        const plain = parsed === null ? '' : outsideQuotes(formatFilter(parsed));
        if (/\([^()]*\(/.test(plain)) throw new ScimError(400, 'invalidFilter', 'Too complex.');
        return parsed;
      },
    }),
  },
} as const satisfies FaultTable;

const ORDERS: Readonly<Record<string, (order: number) => boolean>> = {
  gt: (order) => order > 0,
  ge: (order) => order >= 0,
  lt: (order) => order < 0,
  le: (order) => order <= 0,
};

/** Overrides of the order of texts. */
function ordering(compare: (value: string, literal: string) => number) {
  return expressions((leaf, resource, type) => {
    if (leaf.kind !== 'compare' || !isText(leaf.value)) return undefined;
    const found = resolvePath(leaf.path, type);
    const test = ORDERS[leaf.operator];
    if (test === undefined || (found?.subAttribute ?? found?.attribute)?.type !== 'string') return undefined;
    const { value: literal } = leaf;
    return readPath(resource, leaf.path, type).some(
      (value) => isText(value) && test(compare(value, literal)),
    );
  });
}

/** A resource with the first value of each attribute that has several. */
function trimmed(resource: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(resource).map(([name, value]) => [
      name,
      Array.isArray(value) && value.every(isObject) ? value.slice(0, 1) : value,
    ]),
  );
}
