import type { DraftedOperation } from '../../generators/patch.ts';
import type { Complaint, Json, JsonObject, ResourceType } from '../../kit/index.ts';
import { formatPath, isObject, member, resolvePath } from '../../kit/index.ts';

/** Members that hold no attributes of the core schema. */
const OTHERS: ReadonlySet<string> = new Set(['meta', 'schemas']);

/**
 * Members that no schema knows and that hold, after a PATCH, the very text which one of its operations brought for another
 * attribute: a change that nothing named (RFC 7644 §3.5.2). What schemas know a service provider may derive.
 */
export function strays(
  operations: readonly DraftedOperation[],
  before: JsonObject,
  after: JsonObject,
  type: ResourceType,
  when: string,
): readonly Complaint[] {
  const brought = new Set(operations.flatMap(({ value }) => textsIn(value)));
  const old = new Set(leavesOf(before).map(([text]) => text));
  return leavesOf(after)
    .filter(([text, value, known]) => !old.has(text) && !known(type) && brought.has(value))
    .map(([text, got]) => ({
      deviation: 'present',
      what: text,
      when,
      says: 'has the value of another attribute, although nothing named it',
      attribute: text,
      got,
    }));
}

type Leaf = readonly [path: string, value: string, known: (type: ResourceType) => boolean];

/** The texts of a resource and of its complex attributes; the objects of extensions are not looked into. */
function leavesOf(resource: JsonObject): readonly Leaf[] {
  const leaf = (attribute: string, subAttribute: string | null, value: Json | undefined): Leaf[] => {
    const path = { urn: null, attribute, filter: null, subAttribute };
    return typeof value === 'string'
      ? [[formatPath(path), value, (type) => resolvePath(path, type) !== null]]
      : [];
  };
  return Object.entries(resource)
    .filter(([name]) => !OTHERS.has(name.toLowerCase()) && !name.includes(':'))
    .flatMap(([name, value]) => [
      ...leaf(name, null, value),
      ...(isObject(value) ? Object.keys(value) : []).flatMap((part) => leaf(name, part, member(value, part))),
    ]);
}

function textsIn(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}
