import { type Json, member } from '../../../scim/json.ts';
import { filterOf } from './filtering.ts';
import { at, refusal, rewritten, type Target, when } from './target.ts';

/** Numbers below those that make sense are refused instead of read as the least that do. */
export const refusesSmallNumbers: Target = when(
  ({ method, query }) =>
    method === 'GET' && (below(query.get('startIndex'), 1) || below(query.get('count'), 0)),
  () => refusal(400, 'startIndex begins with 1, and count is not negative.', 'invalidValue'),
);

function below(text: string | null, least: number): boolean {
  return text !== null && Number(text) < least;
}

/** Without a filter, the last page behind a cursor lacks the last resource. */
export const losesLastBehindCursors: Target = when(
  (call) => call.method === 'GET' && call.query.has('cursor') && filterOf(call) === undefined,
  async (_call, provide) =>
    rewritten(await provide(), (list) => {
      const listed = member(list, 'Resources');
      const isLast = member(list, 'nextCursor') === undefined;
      if (!Array.isArray(listed) || !isLast) return list;
      const left: readonly Json[] = listed.slice(0, -1);
      return { ...list, Resources: left, itemsPerPage: left.length };
    }),
);

/** Lists at an endpoint say another number than they should: `miscounts('/Groups', 'totalResults', (n) => n + 1)`. */
export const miscounts = (
  endpoint: string,
  name: 'totalResults' | 'itemsPerPage',
  wrong: (right: number) => number,
): Target =>
  when(at('GET', endpoint), async (_call, provide) =>
    rewritten(await provide(), (list) => {
      const right = member(list, name);
      return typeof right === 'number' ? { ...list, [name]: wrong(right) } : list;
    }),
  );
