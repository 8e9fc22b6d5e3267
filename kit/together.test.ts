import { describe, expect, test } from 'vitest';
import { CheckContext, Failure } from '../engine/context.ts';
import { checkOf, MUST, OK, sessionFor } from '../engine/fixtures/session.ts';
import { SetupFailure } from '../engine/violation.ts';
import { togetherOrApart } from './together.ts';

const REFUSED = new SetupFailure('cannot judge: refused');

function context(): CheckContext {
  return new CheckContext(
    sessionFor(() => OK).session,
    checkOf(async () => {}),
  );
}

/** An experiment that ends with a finding about each of the words. */
const finding =
  (t: CheckContext, ...words: readonly string[]): (() => Promise<void>) =>
  () =>
    t.once(async (c) => {
      for (const what of words) c.judge(MUST, false, () => ({ deviation: 'form', what, says: 'is wrong' }));
    });

/** What comes of trying a and b, and which of them were tried apart. */
async function tried(
  together: (t: CheckContext) => () => Promise<void>,
  apart: (item: string, t: CheckContext) => Promise<void> = async () => {},
): Promise<{ readonly apart: readonly string[]; readonly end: unknown }> {
  const t = context();
  const items: string[] = [];
  const end = await togetherOrApart(t, ['a', 'b'], together(t), (item, own) => {
    items.push(item);
    return apart(item, own);
  }).catch((error: unknown) => error);
  return { apart: items, end };
}

describe('what is tried together', () => {
  test('is not tried apart where it holds', async () => {
    expect(await tried(() => async () => {})).toEqual({ apart: [], end: true });
  });

  test('is tried apart where it does not, and each finding is told', async () => {
    const { apart, end } = await tried(
      (t) => finding(t, 'all'),
      (item, t) => finding(t, item)(),
    );
    expect(apart).toEqual(['a', 'b']);
    if (!(end instanceof Failure)) throw new Error('expected a failure');
    expect([end, ...end.others].map(({ message }) => message)).toEqual(['a is wrong', 'b is wrong']);
  });

  test('keeps its finding where each holds alone', async () => {
    expect(await tried((t) => finding(t, 'all'))).toMatchObject({ end: { message: 'all is wrong' } });
  });

  test('is not tried apart any further where nothing holds', async () => {
    const t = context();
    const items: number[] = [];
    const end = togetherOrApart(t, [1, 2, 3, 4, 5, 6], finding(t, 'all'), (item, own) => {
      items.push(item);
      return finding(own, String(item))();
    });
    await expect(end).rejects.toThrow('1 is wrong');
    expect(items).toEqual([1, 2, 3, 4]);
  });

  test('is tried apart once for a refusal of everything, for that may be its own matter', async () => {
    const all = (): (() => Promise<void>) => () => Promise.reject(REFUSED);
    expect(await tried(all)).toEqual({ apart: ['a'], end: REFUSED });
    const one = (item: string, t: CheckContext): Promise<void> => finding(t, item)();
    expect(await tried(all, one)).toMatchObject({ apart: ['a'], end: { message: 'a is wrong' } });
  });

  test('is tried apart where one value may have the resource refused', async () => {
    const { session } = sessionFor(() => ({ status: 400, headers: {}, text: '' }));
    const answer = await new CheckContext(
      session,
      checkOf(async () => {}),
    ).session.send({ method: 'POST', path: '/Users', body: {} }, () => {});
    const refusal = new SetupFailure('cannot judge: refused', answer);
    const all = (): (() => Promise<void>) => () => Promise.reject(refusal);
    const one = (item: string): Promise<void> => (item === 'a' ? Promise.reject(refusal) : Promise.resolve());
    expect(await tried(all, one)).toEqual({ apart: ['a', 'b'], end: false });
    expect(await tried(all, () => Promise.reject(refusal))).toEqual({ apart: ['a', 'b'], end: refusal });
  });
});
