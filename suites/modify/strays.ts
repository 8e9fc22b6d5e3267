import type { DraftedOperation } from '../../generators/patch.ts';
import type { Complaint, Json, JsonObject, ResourceType } from '../../kit/index.ts';
import { isObject, member, resolvePath } from '../../kit/index.ts';

/** What says of a resource where it is and which version, and is no attribute of its own. */
const ABOUT: ReadonlySet<string> = new Set(['meta', 'schemas', 'id']);

/**
 * Members that no schema knows and that hold, after a PATCH, the very text which one of its operations brought for another
 * attribute: a change that nothing named (RFC 7644 §3.5.2). What schemas know a service provider may derive.
 */
export function strays(
  operations: readonly DraftedOperation[],
  [before, wanted, after]: readonly [JsonObject, JsonObject, JsonObject],
  type: ResourceType,
  when: string,
): readonly Complaint[] {
  const brought = new Set(operations.flatMap(({ value }) => textsIn(value)));
  const known = new Set([type.schema, ...type.extensions].map(({ id }) => id.toLowerCase()));
  const inside = (name: string): boolean => ABOUT.has(name.toLowerCase()) || known.has(name.toLowerCase());
  return Object.entries(after)
    .filter(([name]) => !inside(name))
    .flatMap(([name, value]) => [
      [name, null, value] as const,
      ...(isObject(value) ? Object.entries(value) : []).map(
        ([part, item]) => [name, part, item ?? null] as const,
      ),
    ])
    .flatMap(([attribute, subAttribute, value]): Complaint[] => {
      const at = (resource: JsonObject): Json | undefined =>
        subAttribute === null
          ? member(resource, attribute)
          : member(member(resource, attribute), subAttribute);
      const isNew = at(before) === undefined && at(wanted) === undefined;
      const path = { urn: null, attribute, filter: null, subAttribute };
      if (typeof value !== 'string' || !brought.has(value) || !isNew || resolvePath(path, type) !== null)
        return [];
      const text = subAttribute === null ? attribute : `${attribute}.${subAttribute}`;
      return [
        {
          deviation: 'present',
          what: text,
          when,
          says: 'has the value of another attribute, although nothing named it',
          attribute: text,
          got: value,
        },
      ];
    });
}

function textsIn(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}
