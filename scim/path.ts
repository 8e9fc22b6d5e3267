import { pathText } from './_internals/format.ts';
import { pathFrom } from './_internals/parse.ts';
import type { AttributePath } from './syntax.ts';

export type { AttributePath } from './syntax.ts';

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
