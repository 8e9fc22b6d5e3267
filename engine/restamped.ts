import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import type { Case } from './case.ts';
import { runPrefix } from './marker.ts';

/** The body with a marker of its own wherever one of the run stands, so that nothing is there already. */
export function restamped(c: Case, body: JsonObject): JsonObject {
  const marker = c.marker();
  const known = new RegExp(`${runPrefix(c.session.plan.runId)}[a-z0-9]{4}`, 'g');
  const change = (value: Json): Json => {
    if (typeof value === 'string') return value.replace(known, marker);
    if (Array.isArray(value)) return value.map(change);
    return isObject(value)
      ? Object.fromEntries(Object.entries(value).map(([name, part]) => [name, change(part ?? null)]))
      : value;
  };
  return Object.fromEntries(Object.entries(body).map(([name, part]) => [name, change(part ?? null)]));
}
