import { distance } from 'fastest-levenshtein';
import { resolvePath } from '../scim/lookup.ts';
import { type AttributePath, formatPath, parsePath } from '../scim/path.ts';
import type { AttributeDefinition, ResourceType } from '../scim/schema.ts';
import { GROUP_TYPE, USER_TYPE } from '../scim/schemas/index.ts';
import type { Application, AttributeTable, Constraints } from './application.ts';
import { normalisePath } from './normalise-path.ts';
import { overlayType } from './overlay.ts';
import { readRow, typeWord } from './read-row.ts';
import { pathKey, tryParsePath } from './row-path.ts';
import { extendType } from './synthesise.ts';
import { IDENTIFIERS, type SourcedRow, tableRows } from './table-rows.ts';

/**
 * An attribute of the application as the suites use it: the documented row joined with the
 * definition that governs its values (the target's /Schemas, else RFC 7643 §8.7.1).
 */
export interface MappedAttribute {
  /** Name of the resource type: `User`, `Group`, or one of the target's own. */
  readonly resource: string;
  /** As documented. */
  readonly text: string;
  readonly path: AttributePath;
  /** Type as documented ("String"), or "not documented". */
  readonly documentedType: string;
  /** The definition of the last named attribute: for `name.givenName` that of `givenName`. */
  readonly definition: AttributeDefinition;
  /** The definition of the first named attribute: for `name.givenName` that of `name`. */
  readonly parent: AttributeDefinition;
  /** Documented facts; null where the documentation is silent. */
  readonly documented: { readonly filterable: boolean | null; readonly required: boolean | null };
  /** Facts to test by: documentation first, else the RFC. */
  readonly filterable: boolean;
  readonly required: boolean;
  readonly matching: number | null;
  readonly source: 'documented' | 'measured';
}

/** An application's attributes joined with their definitions. */
export interface Mapping {
  /** In documented order. */
  readonly users: readonly MappedAttribute[];
  /** Null when the application provisions no groups. */
  readonly groups: readonly MappedAttribute[] | null;
  /** Optional attributes of the tables that the target is known not to keep, or not to take; none of the others. */
  readonly leftOut: readonly MappedAttribute[];
  /** The resource types with every attribute of the tables. */
  readonly user: ResourceType;
  readonly group: ResourceType;
  /** What a reader of the report has to know about the mapping, one sentence each. */
  readonly notes: readonly string[];
}

/** Shorter names differ by one letter without being misspelt. */
const MISSPELLABLE = 5;

/** What a target's /ResourceTypes and /Schemas declare, or null where it declares nothing usable. */
export interface DiscoveredTypes {
  readonly user: ResourceType | null;
  readonly group: ResourceType | null;
}

/**
 * Joins the application's tables with the definitions of RFC 7643 §8.7.1 and of the target's /Schemas. Attributes that
 * both do not know are defined by their documented type. The application has passed `loadApplication`.
 * @param constraints those that say `required` make the attribute required, and add it where the table lacks it; those that
 *   say `single` leave one element of the attribute; those that say that it is not kept, or not taken, leave it out
 */
export function mapAttributes(
  application: Application,
  discovered: DiscoveredTypes,
  constraints: Constraints = {},
): Mapping {
  const demanded = Object.entries(constraints).flatMap(([text, { required }]) => (required ? [text] : []));
  const single = Object.entries(constraints).flatMap(([text, limit]) => (limit.single ? [keyOf(text)] : []));
  const users = mapTable(application.users, 'User', USER_TYPE, discovered.user, demanded);
  const groups = mapTable(application.groups, 'Group', GROUP_TYPE, discovered.group, demanded);
  const isUsed = (one: MappedAttribute): boolean => !isLeftOut(one, constraints);
  const usersLeft = withSingle(users.attributes ?? [], single);
  const groupsLeft = groups.attributes === null ? null : withSingle(groups.attributes, single);
  return {
    users: usersLeft.filter(isUsed),
    groups: groupsLeft?.filter(isUsed) ?? null,
    leftOut: [...usersLeft, ...(groupsLeft ?? [])].filter((one) => !isUsed(one)),
    user: users.type,
    group: groups.type,
    notes: [...users.notes, ...groups.notes],
  };
}

/** Whether constraints say that the target does not keep an optional attribute or all that it is part of, or does not take it. */
export function isLeftOut(attribute: MappedAttribute, constraints: Constraints): boolean {
  return isNot('kept', attribute, constraints) || isNot('taken', attribute, constraints);
}

/** Whether constraints deny this of an optional attribute, or of all that it is part of. */
export function isNot(
  what: 'kept' | 'taken',
  { text, path, required }: MappedAttribute,
  constraints: Constraints,
): boolean {
  const own = [keyOf(text), pathKey({ ...path, filter: null, subAttribute: null })];
  return (
    !required &&
    Object.entries(constraints).some(
      ([named, constraint]) => constraint[what] === false && own.includes(keyOf(named)),
    )
  );
}

/** The attributes with one element of each of which a target takes no more: of what is required, else the first. */
function withSingle(
  attributes: readonly MappedAttribute[],
  single: readonly string[],
): readonly MappedAttribute[] {
  const chosen = new Map<string, MappedAttribute>();
  const nameOf = ({ parent }: MappedAttribute): string => keyOf(parent.name);
  for (const attribute of attributes.toSorted((a, b) => Number(b.required) - Number(a.required)))
    if (!chosen.has(nameOf(attribute))) chosen.set(nameOf(attribute), attribute);
  return attributes.filter((attribute) => {
    if (!attribute.parent.multiValued || !single.includes(nameOf(attribute))) return true;
    const one = chosen.get(nameOf(attribute));
    return one !== undefined && elementOf(one) === elementOf(attribute);
  });
}

/** The element that an attribute is in: `addresses[type eq "work"]`. */
function elementOf({ path }: MappedAttribute): string {
  return formatPath({ ...path, subAttribute: null });
}

interface MappedTable {
  readonly attributes: readonly MappedAttribute[] | null;
  readonly type: ResourceType;
  readonly notes: readonly string[];
}

function mapTable(
  table: AttributeTable | null,
  resource: 'User' | 'Group',
  base: ResourceType,
  discovered: ResourceType | null,
  demanded: readonly string[],
): MappedTable {
  const overlaid = overlayType(base, discovered);
  if (table === null) return { attributes: null, ...overlaid };
  const { rows: documented, notes } = tableRows(table, resource, discovered);
  const rows = [...documented, ...missingRows(demanded, documented, overlaid.type)];
  const keys = new Set(demanded.map(keyOf));
  const read = rows.map((row) => ({ row, ...readRow(row, rows, overlaid.type) }));
  const type = read.reduce((known, { path, type: leaf }) => extendType(known, path, leaf), overlaid.type);
  const attributes = read.map(({ row, path }) => mapRow(row, path, resource, type));
  return {
    attributes: attributes.map((one) => (keys.has(keyOf(one.text)) ? { ...one, required: true } : one)),
    type,
    notes: [
      ...overlaid.notes,
      ...notes,
      ...typeNotes(documented, resource),
      ...misspeltNotes(documented, resource, overlaid.type),
      ...attributes.flatMap((attribute) => attributeNotes(attribute)),
    ],
  };
}

/** A row for each attribute of the type that is demanded and that the table lacks. */
function missingRows(
  demanded: readonly string[],
  rows: readonly SourcedRow[],
  type: ResourceType,
): readonly SourcedRow[] {
  const known = new Set(rows.map(({ path }) => keyOf(path)));
  return demanded.flatMap((text) => {
    const { path } = tryParsePath(text);
    if (path === null || known.has(keyOf(text)) || resolvePath(path, type) === null) return [];
    return [{ path: text, type: null, filterable: null, required: null, matching: null, source: 'measured' }];
  });
}

/** A spelling that is the same for every way to write a path. */
function keyOf(text: string): string {
  const { path } = tryParsePath(text);
  return path === null ? text.toLowerCase() : pathKey(path);
}

function mapRow(
  row: SourcedRow,
  written: AttributePath,
  resource: 'User' | 'Group',
  type: ResourceType,
): MappedAttribute {
  const resolved = resolvePath(written, type);
  if (resolved === null)
    throw new Error(`${row.path} has no definition, although its type was extended for it`);
  const parent = resolved.attribute;
  const definition = resolved.subAttribute ?? parent;
  const path = normalisePath(written, resolved);
  const { filterable, required, matching, source } = row;
  // A measured table has no "required" column; what the target's /Schemas declares takes its place. Of an extension that
  // says no more than that whoever has data of it has that, too: a resource may be without (RFC 7643 §6).
  const declared = source === 'measured' && path.urn === null && parent.required && definition.required;
  return {
    resource,
    text: row.path,
    path,
    documentedType: row.type ?? 'not documented',
    definition,
    parent,
    documented: { filterable, required },
    filterable: filterable ?? matching !== null,
    required: formatPath(path) === IDENTIFIERS[resource] || (required ?? declared),
    matching,
    source,
  };
}

/** How the types of the table were read where they are not the eight words of the tutorials. */
function typeNotes(rows: readonly SourcedRow[], resource: 'User' | 'Group'): readonly string[] {
  const untyped = rows.filter(({ type }) => type === null);
  const missing =
    untyped.length === 0
      ? []
      : [
          `The ${resource} table prints no type for ${untyped.map(({ path }) => path).join(', ')}; ` +
            'those of the schemas are used, and String where no schema has the attribute.',
        ];
  const misspelt = rows.flatMap(({ path, type }) =>
    type === null || type === typeWord(type)
      ? []
      : [`The type ${type} of the ${resource} attribute ${path} is read as ${typeWord(type)}.`],
  );
  return [...missing, ...misspelt];
}

/** Attributes that no schema has, under names that are nearly those of the schema. */
function misspeltNotes(
  rows: readonly SourcedRow[],
  resource: 'User' | 'Group',
  { schema }: ResourceType,
): readonly string[] {
  const names = schema.attributes.map(({ name }) => name);
  return rows.flatMap(({ path: text }) => {
    const { path } = tryParsePath(text);
    if (path === null || path.urn !== null || path.attribute.length < MISSPELLABLE) return [];
    const written = path.attribute.toLowerCase();
    const near = names.find((name) => distance(name.toLowerCase(), written) === 1);
    if (near === undefined || names.some((name) => name.toLowerCase() === written)) return [];
    return [
      `The ${resource} schema has no ${path.attribute}, which is tested as it is written; is ${near} meant?`,
    ];
  });
}

function attributeNotes(attribute: MappedAttribute): readonly string[] {
  const { text, path, resource, documentedType, definition, documented, required } = attribute;
  const spelling = formatPath(path);
  const notes: string[] = [];
  if (formatPath(parsePath(text)) !== spelling) {
    notes.push(`The ${resource} attribute ${text} is read as ${spelling}, the schema's spelling.`);
  }
  if (
    definition.type === 'complex' &&
    /^(string|boolean|integer|decimal|datetime|binary)$/i.test(documentedType)
  ) {
    notes.push(
      `${spelling} is documented as ${documentedType}; its schema defines a complex attribute, which is used.`,
    );
  }
  if (required && documented.required === false) {
    notes.push(`${spelling} is documented as optional; RFC 7643 requires it, so it is always sent.`);
  }
  return notes;
}
