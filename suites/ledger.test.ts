import { describe, expect, test } from 'vitest';
import type { ScimRequest, ScimResponse } from '../scim/http/client.ts';
import { Ledger } from './ledger.ts';

const answer = (status: number): ScimResponse => ({
  status,
  headers: {},
  text: '',
  body: undefined,
  exchange: {
    at: 0,
    durationMs: 0,
    request: { method: 'DELETE', url: '', headers: {}, body: null },
    response: null,
    error: null,
    purpose: null,
  },
});

/** A ledger whose target answers each DELETE so; with what was deleted, in order, and the most that were on their way. */
function ledgerFor(status: (path: string) => number | Error) {
  const deleted: string[] = [];
  const load = { now: 0, most: 0 };
  const ledger = new Ledger(async ({ method, path }: ScimRequest) => {
    expect(method).toBe('DELETE');
    deleted.push(path);
    load.now++;
    load.most = Math.max(load.most, load.now);
    await new Promise((resolve) => setImmediate(resolve));
    load.now--;
    const outcome = status(path);
    if (outcome instanceof Error) throw outcome;
    return answer(outcome);
  });
  return { ledger, deleted, load };
}

const users = (count: number): string[] => Array.from({ length: count }, (_, n) => `/Users/${n}`);

describe('sweep', () => {
  test('deletes everything once, groups first, a few at a time', async () => {
    const { ledger, deleted, load } = ledgerFor(() => 204);
    for (const path of [...users(20), '/Groups/a', '/Groups/b']) ledger.created(path);
    await ledger.sweep();
    expect(deleted.slice(0, 2)).toEqual(['/Groups/a', '/Groups/b']);
    expect(deleted.slice(2).sort()).toEqual(users(20).sort());
    expect(load.most).toBeLessThanOrEqual(4);
    expect(ledger.open).toEqual([]);
  });

  test('does not repeat what was discarded before, or seen deleted', async () => {
    const { ledger, deleted } = ledgerFor(() => 204);
    for (const path of users(6)) ledger.created(path);
    ledger.deleted('/Users/5');
    ledger.discard(['/Users/0', '/Users/1', '/Users/5']);
    await new Promise((resolve) => setTimeout(resolve, 20));
    ledger.discard(['/Users/1', '/Users/2']);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await ledger.sweep();
    expect(deleted.sort()).toEqual(users(5));
  });

  test('does not repeat what is on its way', async () => {
    const { ledger, deleted } = ledgerFor(() => 204);
    for (const path of users(3)) ledger.created(path);
    ledger.discard(['/Users/0']);
    ledger.discard(['/Users/0', '/Users/1']);
    await ledger.sweep();
    expect(deleted.sort()).toEqual(users(3));
  });

  test('deletes nothing that it does not know', async () => {
    const { ledger, deleted } = ledgerFor(() => 204);
    ledger.discard(['/Users/stranger']);
    await ledger.sweep();
    expect(deleted).toEqual([]);
  });

  test.each([
    [200, []],
    [204, []],
    [404, []],
    [403, ['/Users/0']],
    [500, ['/Users/0']],
  ])('after %i, still open: %j', async (status, left) => {
    const { ledger } = ledgerFor(() => status);
    ledger.created('/Users/0');
    await ledger.sweep();
    expect(ledger.open).toEqual(left);
  });

  test('gives up when the target is dead, and knows what is left', async () => {
    const { ledger, deleted } = ledgerFor(() => new Error('socket hang up'));
    for (const path of users(100)) ledger.created(path);
    await ledger.sweep();
    expect(deleted.length).toBeLessThan(12);
    expect(ledger.open).toHaveLength(100);
  });

  test('goes on after single failures', async () => {
    let n = 0;
    const { ledger } = ledgerFor(() => (n++ % 3 === 0 ? new Error('socket hang up') : 204));
    for (const path of users(30)) ledger.created(path);
    await ledger.sweep();
    expect(ledger.open).toHaveLength(10);
  });
});
