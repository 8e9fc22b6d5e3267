import { ScimError } from '../scim/error.ts';
import type { AttributePath } from '../scim/path.ts';
import { formatPath, parsePath } from '../scim/path.ts';
import { CORE_GROUP, CORE_USER } from '../scim/urns.ts';

/** The parsed path, or what is wrong with it. */
export function tryParsePath(
  text: string,
): { path: AttributePath; problem: null } | { path: null; problem: string } {
  try {
    return { path: parsePath(text), problem: null };
  } catch (error) {
    if (!(error instanceof ScimError)) throw error;
    return { path: null, problem: error.message };
  }
}

/** Whether a URN names a core schema, which a path may leave out (RFC 7644 §3.10). */
export function isCoreUrn(urn: string): boolean {
  return [CORE_USER, CORE_GROUP].some((core) => core.toLowerCase() === urn.toLowerCase());
}

/**
 * A spelling that is equal for paths to the same attribute: names and URNs compare without regard to case
 * (RFC 7643 §2.1), and the URN of the core schema may be left out (RFC 7644 §3.10).
 */
export function pathKey(path: AttributePath): string {
  const urn = path.urn !== null && isCoreUrn(path.urn) ? null : path.urn;
  return formatPath({ ...path, urn }).toLowerCase();
}
