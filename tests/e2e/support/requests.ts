import type { SeenRequest, TargetOptions } from './target.ts';

/** Requests of the connection test, which every disturbed target survives: what comes after it is disturbed. */
export const PROBE = 4;

/** Reads one user. */
export const isRead = ({ method, path }: SeenRequest): boolean =>
  method === 'GET' && /\/Users\/[^/]+$/.test(path);

/** Lists users. */
export const isList = ({ method, path }: SeenRequest): boolean =>
  method === 'GET' && /\/Users(\?|$)/.test(path);

/** Reads or lists users. */
export const isEither = (request: SeenRequest): boolean => isRead(request) || isList(request);

/** Requests of a kind get this answer, after the connection test. */
export function instead(
  kind: (request: SeenRequest) => boolean,
  answer: ReturnType<NonNullable<TargetOptions['before']>>,
): TargetOptions {
  return { before: (request, index) => (index > PROBE && kind(request) ? answer : undefined) };
}
