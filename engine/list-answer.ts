import { isObject, type Json, member } from '../scim/json.ts';
import { LIST_RESPONSE } from '../scim/urns.ts';

/** The URNs of SCIM 1.1 begin so. */
const OLD_URN = 'urn:scim:schemas:core:1.0';

/** Whether a body is a SCIM message or resource: an object that names its schemas or holds a list. */
export function isScim(body: Json | undefined): boolean {
  return (
    isObject(body) &&
    ['schemas', 'Resources', 'totalResults', 'scimType'].some((name) => member(body, name) !== undefined)
  );
}

/** Whether a body is a list, be it without some of what RFC 7644 §3.4.2 demands of one: that is for the checks to say. */
export function isList(body: Json | undefined): boolean {
  if (!isObject(body) || isOldScim(body)) return false;
  const named = schemasOf(body).includes(LIST_RESPONSE);
  return named || ['Resources', 'totalResults'].some((name) => member(body, name) !== undefined);
}

/** Whether a body is of SCIM 1.1. */
export function isOldScim(body: Json | undefined): boolean {
  return isObject(body) && schemasOf(body).some((urn) => urn.startsWith(OLD_URN));
}

/** The schemas that a body names, without those that are no text. */
export function schemasOf(body: Json | undefined): readonly string[] {
  const named = isObject(body) ? member(body, 'schemas') : undefined;
  return Array.isArray(named) ? named.filter((urn) => typeof urn === 'string') : [];
}
