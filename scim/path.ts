import { pathText } from './_internals/format.ts';
import { pathFrom } from './_internals/parse.ts';
import type { Filter } from './filter.ts';

/**
 * An attribute path: `attrPath / valuePath [subAttr]` (RFC 7644 §3.5.2, Figure 7) with the notation of §3.10.
 * Examples: `userName`, `name.givenName`, `emails[type eq "work"].value`, `urn:…:User:manager.value`.
 */
export interface AttributePath {
  /** Schema URI in the path's own spelling, or null. */
  readonly urn: string | null;
  readonly attribute: string;
  /** The filter in square brackets, or null. */
  readonly filter: Filter | null;
  readonly subAttribute: string | null;
}

/**
 * Parses an attribute path. Which attributes exist is not asked here: see {@link resolvePath} in `lookup.ts`.
 * @throws ScimError 400 `invalidPath` for anything but Figure 7 of RFC 7644 §3.5.2.
 */
export function parsePath(text: string): AttributePath {
  return pathFrom(text);
}

/** The text of a path in its own spelling; {@link parsePath} gives the same path back. */
export function formatPath(path: AttributePath): string {
  return pathText(path);
}
