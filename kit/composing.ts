import { describe } from '../engine/answer.ts';
import type { Case, Created } from '../engine/case.ts';
import type { Subject } from '../engine/subject.ts';
import { InputRefused } from '../engine/violation.ts';
import { removePath, setPath } from '../generators/build.ts';
import { stampName } from '../generators/identity.ts';
import type { Draft } from '../generators/patch.ts';
import type { PatchUnit } from '../generators/patch-unit.ts';
import { isObject, type Json, type JsonObject, member } from '../scim/json.ts';
import type { ResourceType } from '../scim/schema.ts';
import { isUnassigned } from '../scim/value.ts';

/** A kind of resource, and the attributes that drafts are about. */
export interface Composable {
  readonly subject: Subject;
  readonly units: readonly PatchUnit[];
  readonly special?: readonly PatchUnit[];
}

/** A resource with the values that the drafts want before their operations; names and e-mail addresses are its own. */
export function composed(
  c: Case,
  { subject, units, special = [] }: Composable,
  base: JsonObject,
  drafts: readonly Draft[],
  marker = c.marker(),
): JsonObject {
  const first = new Map(drafts.toReversed().map((draft) => [draft.unit, draft]));
  const given = [...units, ...special].filter(({ text }) => first.has(text));
  const body = given.reduce(
    (resource, unit) => withValue(resource, unit, first.get(unit.text)?.initial ?? null),
    base,
  );
  const stamped = subject.stamp(c, body, marker);
  return given
    .filter(({ named }) => named)
    .reduce(
      (resource, unit) => withValue(resource, unit, owned(unit, stateOf(resource, unit), marker)),
      stamped,
    );
}

/** The resource with this value of the attribute as a whole; null for none. */
export function withValue(resource: JsonObject, { path, attribute }: PatchUnit, value: Json): JsonObject {
  const types = { definition: attribute, parent: attribute };
  const without = removePath(resource, path, types);
  return isUnassigned(value) ? without : setPath(without, path, value, types);
}

/** The value with the marker in what a target may want to be unique: names and e-mail addresses. */
export function owned(unit: PatchUnit, value: Json, marker: string): Json {
  const { named, constraint, main } = unit;
  if (!named) return value;
  const own = (name: string): string => (name.includes(marker) ? name : stampName(name, marker, constraint));
  if (typeof value === 'string') return own(value);
  if (!Array.isArray(value)) return value;
  return value.map((item: Json) => {
    const name = member(item, main);
    return isObject(item) && typeof name === 'string' ? { ...item, [main]: own(name) } : item;
  });
}

/** The value of a unit's attribute in a resource; null for none. */
export function stateOf(resource: JsonObject, { path, attribute }: PatchUnit): Json {
  return member(path.urn === null ? resource : member(resource, path.urn), attribute.name) ?? null;
}

/** Creates a generated resource and reads it. @throws InputRefused when the target does not take it */
export async function settle(
  c: Case,
  { endpoint }: ResourceType,
  body: JsonObject,
): Promise<{ readonly created: Created; readonly before: JsonObject }> {
  const { response, created } = await c.post(endpoint, body, 'create it');
  if (created === null) {
    const lacks = response.ok ? ', which names no id of the new resource' : '';
    const why = `cannot judge: POST ${endpoint} is answered with ${describe(response)}${lacks}`;
    throw new InputRefused(why, response);
  }
  return { created, before: await c.read(created, 'read it before the change') };
}
