import { resolvePath } from '../scim/lookup.ts';
import { COMMON_ATTRIBUTES, GROUP_TYPE, USER_TYPE } from '../scim/schemas/index.ts';
import type { Application, AttributeTable, TableRow } from './application.ts';
import { pathKey, tryParsePath } from './row-path.ts';
import { templateParameters } from './tenant-url.ts';
import type { Finding } from './validate.ts';

/** What the JSON Schema of a profile cannot express: paths, matching order, and facts that contradict each other. */
export function applicationFindings(application: Application): readonly Finding[] {
  return [
    ...tableFindings(application.users, 'users'),
    ...(application.groups === null ? [] : tableFindings(application.groups, 'groups')),
    ...templateFindings(application.tenantUrl),
    ...groupFindings(application),
  ];
}

function tableFindings({ rows }: AttributeTable, table: 'users' | 'groups'): readonly Finding[] {
  if (rows === null) return [];
  return [
    ...rows.flatMap((row, index) => pathFindings(row, table, index)),
    ...duplicateFindings(rows, table),
    ...matchingFindings(rows, table),
  ];
}

/** What is wrong with the path of a table's row, at most one thing. */
export function pathFindings(row: TableRow, table: 'users' | 'groups', index: number): readonly Finding[] {
  const at = [table, 'rows', index, 'path'];
  const { path, problem } = tryParsePath(row.path);
  if (path === null) {
    return [{ at, message: `expected an attribute path, got ${JSON.stringify(row.path)}: ${problem}` }];
  }
  const type = table === 'users' ? USER_TYPE : GROUP_TYPE;
  const attribute = resolvePath({ ...path, filter: null, subAttribute: null }, type)?.attribute;
  if (attribute === undefined || resolvePath(path, type) !== null) return [];
  const { name, multiValued } = attribute;
  if (path.filter !== null && !multiValued) {
    return [{ at, message: `${name} has a single value, so a filter selects nothing (RFC 7644 §3.5.2)` }];
  }
  // Targets add sub-attributes to complex attributes of the schemas, but not to those all resources have.
  if (attribute.type === 'complex' && !COMMON_ATTRIBUTES.includes(attribute)) return [];
  return [{ at, message: `${name} has no sub-attribute ${path.subAttribute} (RFC 7643)` }];
}

function duplicateFindings(rows: readonly TableRow[], table: string): readonly Finding[] {
  const keys = rows.map((row) => {
    const { path } = tryParsePath(row.path);
    return path === null ? row.path : pathKey(path);
  });
  return keys.flatMap((key, index) => {
    const first = keys.indexOf(key);
    if (first === index) return [];
    return [
      { at: [table, 'rows', index, 'path'], message: `the same attribute as row ${first}; keep one of them` },
    ];
  });
}

/** Matching attributes are tried one after the other (Entra rule E-049), each by a filter. */
function matchingFindings(rows: readonly TableRow[], table: string): readonly Finding[] {
  const order = rows.flatMap(({ matching }) => matching ?? []).sort((a, b) => a - b);
  return rows.flatMap(({ matching, filterable }, index) => {
    if (matching === null) return [];
    const at = [table, 'rows', index, 'matching'];
    if (order.filter((position) => position === matching).length > 1) {
      return [
        { at, message: `position ${matching} is taken twice; number the matching attributes 1, 2, 3, …` },
      ];
    }
    const expected = order.indexOf(matching) + 1;
    if (matching !== expected) return [{ at, message: `expected position ${expected}, got ${matching}` }];
    if (filterable === false) return [{ at, message: 'a matching attribute must be filterable' }];
    return [];
  });
}

function templateFindings(tenantUrl: Application['tenantUrl']): readonly Finding[] {
  if (tenantUrl.template === null) return [];
  const used = templateParameters(tenantUrl.template);
  const described = Object.keys(tenantUrl.parameters);
  return [
    ...used
      .filter((name) => !described.includes(name))
      .map((name) => ({
        at: ['tenantUrl', 'template'],
        message: `the parameter {${name}} is not described under "parameters"`,
      })),
    ...described
      .filter((name) => !used.includes(name))
      .map((name) => ({
        at: ['tenantUrl', 'parameters', name],
        part: 'key' as const,
        message: `the template has no parameter {${name}}`,
      })),
  ];
}

function groupFindings({ capabilities, groups }: Application): readonly Finding[] {
  if (capabilities.groups === (groups !== null)) return [];
  const message = capabilities.groups
    ? 'groups are provisioned, so "groups" must be a table (or null rows with a reason)'
    : 'a table of groups is given, so "groups" must be true here';
  return [{ at: ['capabilities', 'groups'], message }];
}
