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

/**
 * Whether a row's path is the attribute that somebody asks for: the same path, or one to it or into it when only a
 * name is given (`emails`, `name.givenName`, `manager` without the URN of its extension).
 */
export function hasAttribute(rowPath: string, wanted: string): boolean {
  const { path } = tryParsePath(rowPath);
  if (path === null) return false;
  const names = [
    pathKey(path),
    pathKey({ ...path, urn: null }),
    pathKey({ ...path, urn: null, filter: null }),
    path.attribute.toLowerCase(),
  ];
  const asked = tryParsePath(wanted).path;
  return names.includes(asked === null ? wanted.toLowerCase() : pathKey(asked));
}
