import { isObject, type Json, type JsonObject, member, sameJson } from '../scim/json.ts';
import { formatPath } from '../scim/path.ts';
import { isUnassigned } from '../scim/value.ts';
import type { DraftedOperation, PatchForm } from './patch.ts';
import type { PatchUnit } from './patch-unit.ts';

const ADD = 'RFC7644-3.5.2.1';
const REMOVE = 'RFC7644-3.5.2.2';
const REPLACE = 'RFC7644-3.5.2.3';

/** The value of an operation without a path (RFC 7644 §3.5.2.1, §3.5.2.3). */
function inResource({ path, attribute }: PatchUnit, value: Json): JsonObject {
  return path.urn === null ? { [attribute.name]: value } : { [path.urn]: { [attribute.name]: value } };
}

const isExtension = ({ path }: PatchUnit): boolean => path.urn !== null;
const isCore = (unit: PatchUnit): boolean => !isExtension(unit) && unit.qualified !== unit.text;
const has = (state: Json): boolean => !isUnassigned(state);

/** The elements with the parts that the operations are about, named as the schema names them. */
function listOf({ main, others }: PatchUnit, state: Json): readonly JsonObject[] {
  const names = [main, ...others, 'type', 'primary'];
  return (Array.isArray(state) ? state : []).filter(isObject).map((item) =>
    Object.fromEntries(
      names.flatMap((name) => {
        const value = member(item, name);
        return isUnassigned(value) ? [] : [[name, value] as const];
      }),
    ),
  );
}

/** Forms for plain values. */
const SINGLE: readonly PatchForm[] = [
  {
    name: 'add a value',
    words: 'adding % to a resource that has none',
    requirement: `${ADD}-add`,
    kind: 'single',
    absent: true,
    operation: ({ text }, state, { value }) => (has(state) ? null : { op: 'add', path: text, value }),
  },
  {
    name: 'add over a value',
    words: 'adding % to a resource that has another one',
    requirement: `${ADD}-existing`,
    kind: 'single',
    operation: ({ text }, state, { value }) => (has(state) ? { op: 'add', path: text, value } : null),
  },
  {
    name: 'add without a path',
    words: 'adding % without a path',
    requirement: `${ADD}-add-no-path`,
    kind: 'single',
    operation: (unit, _state, { value }) => ({ op: 'add', value: inResource(unit, value) }),
  },
  {
    name: 'replace a value',
    words: 'replacing %',
    requirement: `${REPLACE}-replace`,
    kind: 'single',
    operation: ({ text }, state, { value }) => (has(state) ? { op: 'replace', path: text, value } : null),
  },
  {
    name: 'replace what is not there',
    words: 'replacing %, which had no value',
    requirement: `${REPLACE}-replace-absent`,
    kind: 'single',
    absent: true,
    operation: ({ text }, state, { value }) => (has(state) ? null : { op: 'replace', path: text, value }),
  },
  {
    name: 'replace without a path',
    words: 'replacing % without a path',
    requirement: `${REPLACE}-replace-no-path`,
    kind: 'single',
    operation: (unit, _state, { value }) => ({ op: 'replace', value: inResource(unit, value) }),
  },
  {
    name: 'remove a value',
    words: 'removing %',
    requirement: `${REMOVE}-remove`,
    kind: 'single',
    unassigns: true,
    operation: ({ text }, state) => (has(state) ? { op: 'remove', path: text } : null),
  },
  {
    name: 'replace by qualified name',
    words: 'replacing % by its name with the URN of the core schema',
    requirement: 'RFC7644-3.5.2-path',
    kind: 'single',
    suits: isCore,
    operation: ({ qualified }, _state, { value }) => ({ op: 'replace', path: qualified, value }),
  },
  {
    name: 'replace in an extended resource',
    words: 'replacing % by its plain name in a resource that has an extension, too',
    requirement: 'RFC7644-3.5.2-default-schemas',
    kind: 'single',
    suits: isCore,
    operation: ({ text }, _state, { value }) => ({ op: 'replace', path: text, value }),
  },
  ...(['add', 'replace'] as const).map(
    (op): PatchForm => ({
      name: `${op} in an extension as a whole`,
      words: `${op === 'add' ? 'adding' : 'replacing'} % by the URN of its extension as path`,
      requirement: 'RFC7644-3.5.2-path',
      kind: 'single',
      suits: isExtension,
      operation: ({ path, attribute }, _state, { value }) =>
        path.urn === null ? null : { op, path: path.urn, value: { [attribute.name]: value } },
      means: ({ path = '', value = null }) => ({ op, value: { [path]: value } }),
    }),
  ),
];

/** A path with a sub-attribute. */
function part({ path }: PatchUnit, name: string): string {
  return formatPath({ ...path, subAttribute: name });
}

/** The picked one of the parts that an object has. */
function partOf(unit: PatchUnit, state: Json, pick: number): string | undefined {
  const there = [unit.main, ...unit.others].filter((name) => !isUnassigned(member(state, name)));
  return there[pick % Math.max(1, there.length)];
}

/** Forms for objects of sub-attributes. */
const COMPLEX: readonly PatchForm[] = [
  {
    name: 'add parts',
    words: 'adding some parts of %',
    requirement: `${ADD}-complex`,
    kind: 'complex',
    operation: ({ text }, _state, { value }) => ({ op: 'add', path: text, value }),
  },
  {
    name: 'replace parts',
    words: 'replacing some parts of %',
    requirement: `${REPLACE}-replace-complex`,
    kind: 'complex',
    operation: ({ text }, state, { value }) => (has(state) ? { op: 'replace', path: text, value } : null),
  },
  {
    name: 'replace a part',
    words: 'replacing one part of % by its path',
    requirement: 'RFC7644-3.5.2-path',
    kind: 'complex',
    operation: (unit, _state, { value }) => ({
      op: 'replace',
      path: part(unit, unit.main),
      value: member(value, unit.main) ?? null,
    }),
  },
  {
    name: 'remove a part',
    words: 'removing one part of %',
    requirement: `${REMOVE}-remove`,
    kind: 'complex',
    operation: (unit, state, { pick }) => {
      const name = partOf(unit, state, pick);
      return name === undefined ? null : { op: 'remove', path: part(unit, name) };
    },
  },
  {
    name: 'remove all parts',
    words: 'removing % as a whole',
    requirement: `${REMOVE}-remove`,
    kind: 'complex',
    operation: ({ text }, state) => (has(state) ? { op: 'remove', path: text } : null),
  },
];

const hasTypes = ({ types }: PatchUnit): boolean => types.length > 1;

/** A value path: the elements with this sub-attribute value. */
function where(unit: PatchUnit, name: string, value: Json | undefined, sub: string | null = null): string {
  const filter = `${name} eq ${JSON.stringify(value)}`;
  return `${unit.text}[${filter}]${sub === null ? '' : `.${sub}`}`;
}

/** The picked element, if no other one has its value of this sub-attribute. */
function sole(unit: PatchUnit, state: Json, name: string, pick: number): JsonObject | undefined {
  const all = listOf(unit, state);
  const found = all[pick % Math.max(1, all.length)];
  const value = member(found, name);
  const alike = all.filter((item) => sameJson(member(item, name), value));
  return value === undefined || alike.length !== 1 ? undefined : found;
}

/** The elements of the draft whose main part no element has yet. */
function news(unit: PatchUnit, state: Json, value: Json): readonly JsonObject[] {
  const known = listOf(unit, state).map((item) => member(item, unit.main));
  return listOf(unit, value).filter((item) => !known.some((main) => sameJson(main, item[unit.main])));
}

/** The new elements of types that no element has yet: a target may want one of each type alone. */
function additions(unit: PatchUnit, state: Json, value: Json): readonly JsonObject[] {
  const types = listOf(unit, state).map(({ type }) => type);
  return news(unit, state, value).filter(({ type }) => type === undefined || !types.includes(type));
}

function adding(unit: PatchUnit, state: Json, value: Json): DraftedOperation | null {
  const added = additions(unit, state, value);
  return added.length === 0 ? null : { op: 'add', path: unit.text, value: added };
}

/** The first value that any of the elements has of a sub-attribute. */
function partIn(unit: PatchUnit, name: string | undefined, value: Json): Json | undefined {
  if (name === undefined) return undefined;
  return listOf(unit, value)
    .map((item) => member(item, name))
    .find((item) => !isUnassigned(item));
}

/** An element that says all that the one it stands in for says, so that replacing and merging come to the same. */
function inPlaceOf(unit: PatchUnit, found: JsonObject, value: Json): JsonObject | null {
  const [element] = listOf(unit, value);
  if (element === undefined) return null;
  const { type: _, primary: __, ...parts } = element;
  const covers = Object.keys(found).every(
    (name) => ['type', 'primary', 'display'].includes(name) || name in parts,
  );
  if (!covers) return null;
  const display = found.display === undefined ? {} : { display: parts.display ?? found.display };
  return { ...parts, ...display, ...('type' in found ? { type: found.type ?? null } : {}) };
}

/** Forms for elements. */
const PLURAL: readonly PatchForm[] = [
  {
    name: 'add elements',
    words: 'adding elements to %',
    requirement: `${ADD}-add`,
    kind: 'plural',
    before: { count: 1 },
    operation: (unit, state, { value }) => adding(unit, state, value),
  },
  {
    name: 'add the first elements',
    words: 'adding the first elements to %',
    requirement: `${ADD}-add`,
    kind: 'plural',
    absent: true,
    before: { count: 0 },
    operation: (unit, state, { value }) => (has(state) ? null : adding(unit, state, value)),
  },
  {
    name: 'add elements without a path',
    words: 'adding elements to % without a path',
    requirement: `${ADD}-add-no-path`,
    kind: 'plural',
    before: { count: 1 },
    operation: (unit, state, { value }) => {
      const added = additions(unit, state, value);
      return added.length === 0 ? null : { op: 'add', value: inResource(unit, added) };
    },
  },
  {
    name: 'replace all elements',
    words: 'replacing all elements of %',
    requirement: `${REPLACE}-replace-all`,
    kind: 'plural',
    before: { count: 2 },
    operation: ({ text }, state, { value }) => (has(state) ? { op: 'replace', path: text, value } : null),
  },
  {
    name: 'replace all elements without a path',
    words: 'replacing all elements of % without a path',
    requirement: `${REPLACE}-replace-no-path`,
    kind: 'plural',
    before: { count: 2 },
    operation: (unit, _state, { value }) => ({ op: 'replace', value: inResource(unit, value) }),
  },
  {
    name: 'replace all elements with none',
    words: 'replacing all elements of % with an empty list',
    requirement: `${REPLACE}-replace-all`,
    kind: 'plural',
    before: { count: 2 },
    operation: ({ text }, state) => (has(state) ? { op: 'replace', path: text, value: [] } : null),
  },
  {
    name: 'remove all elements',
    words: 'removing all elements of %',
    requirement: `${REMOVE}-remove-all`,
    kind: 'plural',
    before: { count: 2 },
    operation: ({ text }, state) => (has(state) ? { op: 'remove', path: text } : null),
  },
  {
    name: 'remove elements of a type',
    words: 'removing the elements of one type from %',
    requirement: `${REMOVE}-remove-filter`,
    kind: 'plural',
    suits: hasTypes,
    before: { count: 3, sameType: true },
    operation: (unit, state, { pick }) => {
      const all = listOf(unit, state);
      const type = all[pick % Math.max(1, all.length)]?.type;
      return all.length < 2 || type === undefined ? null : { op: 'remove', path: where(unit, 'type', type) };
    },
  },
  {
    name: 'remove an element by value',
    words: 'removing the element with a certain value from %',
    requirement: `${REMOVE}-remove-filter`,
    kind: 'plural',
    before: { count: 2 },
    operation: (unit, state, { pick }) => {
      const found = listOf(unit, state).length < 2 ? undefined : sole(unit, state, unit.main, pick);
      return found === undefined ? null : { op: 'remove', path: where(unit, unit.main, found[unit.main]) };
    },
  },
  {
    name: 'remove the last element by value',
    words: 'removing the only element of % by its value',
    requirement: `${REMOVE}-remove-last`,
    kind: 'plural',
    before: { count: 1 },
    operation: (unit, state) => {
      const [only, ...others] = listOf(unit, state);
      const value = only?.[unit.main];
      return value === undefined || others.length > 0
        ? null
        : { op: 'remove', path: where(unit, unit.main, value) };
    },
  },
  {
    name: 'remove the last element by type',
    words: 'removing the only element of % by its type',
    requirement: `${REMOVE}-remove-last-record`,
    kind: 'plural',
    suits: hasTypes,
    before: { count: 1 },
    operation: (unit, state) => {
      const [only, ...others] = listOf(unit, state);
      return only?.type === undefined || others.length > 0
        ? null
        : { op: 'remove', path: where(unit, 'type', only.type) };
    },
  },
  {
    name: 'remove a part of elements',
    words: 'removing a part of the elements of one type in %',
    requirement: `${REMOVE}-remove-sub-attribute`,
    kind: 'plural',
    suits: (unit) => hasTypes(unit) && unit.others.length > 0,
    before: { count: 2, full: true },
    operation: (unit, state, { pick }) => {
      const found = sole(unit, state, 'type', pick);
      const name = unit.others.find((other) => found?.[other] !== undefined);
      return found === undefined || name === undefined
        ? null
        : { op: 'remove', path: where(unit, 'type', found.type, name) };
    },
  },
  {
    name: 'replace an element',
    words: 'replacing the element of one type in %',
    requirement: `${REPLACE}-replace-filter`,
    kind: 'plural',
    suits: hasTypes,
    before: { count: 2, full: true },
    operation: (unit, state, { pick, value }) => {
      const found = sole(unit, state, 'type', pick);
      const element = found === undefined ? null : inPlaceOf(unit, found, value);
      if (found === undefined || element === null || news(unit, state, [element]).length === 0) return null;
      return { op: 'replace', path: where(unit, 'type', found.type), value: element };
    },
  },
  {
    name: 'replace a part of an element',
    words: 'replacing one part of the element of one type in %',
    requirement: `${REPLACE}-replace-filter-sub-attribute`,
    kind: 'plural',
    suits: hasTypes,
    before: { count: 2 },
    operation: (unit, state, { pick, value }) => {
      const found = sole(unit, state, 'type', pick);
      const [fresh] = news(unit, state, value);
      const main = fresh?.[unit.main];
      if (found === undefined || main === undefined) return null;
      return { op: 'replace', path: where(unit, 'type', found.type, unit.main), value: main };
    },
  },
  {
    name: 'replace a part of the one of its type',
    words: 'replacing one part of the element of one type and one value in %',
    requirement: `${REPLACE}-replace-filter-sub-attribute`,
    kind: 'plural',
    suits: (unit) => hasTypes(unit) && unit.others.length > 0,
    before: { count: 3, sameType: true, full: true },
    operation: (unit, state, { value }) => {
      const [name] = unit.others;
      const second = listOf(unit, state)[1];
      const fresh = partIn(unit, name, value);
      const main = second?.[unit.main];
      if (name === undefined || typeof main !== 'string' || fresh === undefined) return null;
      const filter = `type eq ${JSON.stringify(second?.type)} and ${unit.main} eq ${JSON.stringify(main)}`;
      return { op: 'replace', path: `${unit.text}[${filter}].${name}`, value: fresh };
    },
  },
  {
    name: 'replace a part of several elements',
    words: 'replacing one part of all elements of one type in %',
    requirement: `${REPLACE}-replace-filter-sub-attribute`,
    kind: 'plural',
    suits: (unit) => hasTypes(unit) && unit.others.length > 0,
    before: { count: 3, sameType: true, full: true },
    operation: (unit, state, { value }) => {
      const [name] = unit.others;
      const [first] = listOf(unit, state);
      const fresh = partIn(unit, name, value);
      if (name === undefined || first?.type === undefined || fresh === undefined) return null;
      return { op: 'replace', path: where(unit, 'type', first.type, name), value: fresh };
    },
  },
  {
    name: 'add a primary element',
    words: 'adding a primary element to %, which has one',
    requirement: 'RFC7644-3.5.2-primary',
    kind: 'plural',
    suits: ({ primary }) => primary,
    before: { count: 2, primary: true },
    operation: (unit, state, { value }) => {
      const [element = news(unit, state, value)[0]] = additions(unit, state, value);
      return element === undefined
        ? null
        : { op: 'add', path: unit.text, value: [{ ...element, primary: true }] };
    },
  },
  {
    name: 'make an element primary',
    words: 'making another element of % primary',
    requirement: 'RFC7644-3.5.2-primary',
    kind: 'plural',
    suits: (unit) => unit.primary && hasTypes(unit),
    before: { count: 2, primary: true },
    operation: (unit, state) => {
      const index = listOf(unit, state).findIndex(({ primary }) => primary !== true);
      const found = index < 0 ? undefined : sole(unit, state, 'type', index);
      return found === undefined
        ? null
        : { op: 'replace', path: where(unit, 'type', found.type, 'primary'), value: true };
    },
  },
];

/** Every form of operation whose outcome RFC 7644 §3.5.2 leaves no doubt about. */
export const PATCH_FORMS: readonly PatchForm[] = [...SINGLE, ...COMPLEX, ...PLURAL];
