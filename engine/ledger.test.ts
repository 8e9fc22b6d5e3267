import { describe, expect, test } from 'vitest';
import type { ScimRequest, ScimResponse } from '../http/client.ts';
import { TransportError } from '../http/transport.ts';
import type { JsonObject } from '../scim/json.ts';
import type { JournalEntry } from './journal.ts';
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
  const gone = new Set<string>();
  const load = { now: 0, most: 0 };
  const ledger = new Ledger(async ({ method, path }: ScimRequest) => {
    // What was deleted with success is gone.
    if (method === 'GET') return answer(gone.has(path) ? 404 : 200);
    expect(method).toBe('DELETE');
    deleted.push(path);
    load.now++;
    load.most = Math.max(load.most, load.now);
    await new Promise((resolve) => setImmediate(resolve));
    load.now--;
    const outcome = status(path);
    if (outcome instanceof Error) throw outcome;
    if (outcome < 300) gone.add(path);
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

  test('deletes nothing that may be a stranger, until it proves to be none', async () => {
    const { ledger, deleted } = ledgerFor(() => 204);
    ledger.suspect('/Users/0');
    ledger.created('/Users/0');
    await ledger.sweep();
    expect({ deleted, open: ledger.open }).toEqual({ deleted: [], open: [] });
    expect(ledger.strangers).toEqual(['/Users/0']);
    ledger.clear('/Users/0');
    expect(ledger.strangers).toEqual([]);
    ledger.created('/Users/0');
    await ledger.sweep();
    expect(deleted).toEqual(['/Users/0']);
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

  test('knows what is still there after an answer that says otherwise, and believes no other one then', async () => {
    const looked: string[] = [];
    const ledger = new Ledger(async ({ method, path }) => {
      if (method === 'GET') looked.push(path);
      return answer(method === 'GET' ? 200 : 204);
    });
    for (const path of users(5)) ledger.created(path);
    await ledger.sweep();
    expect([...ledger.open].sort()).toEqual(users(5));
    expect(new Set(looked)).toEqual(new Set(users(5)));
  });

  test('looks only twice at a target whose answers are true', async () => {
    let looked = 0;
    const ledger = new Ledger(async ({ method }) => {
      if (method === 'GET') looked++;
      return answer(method === 'GET' ? 404 : 204);
    });
    for (const path of users(30)) ledger.created(path);
    await ledger.sweep();
    expect(ledger.open).toEqual([]);
    // As many as are on their way at a time may have been looked at before the second one proved it.
    expect(looked).toBeLessThanOrEqual(8);
  });

  test('tries once more what a group kept from being deleted, and what takes its time', async () => {
    const there = new Set(['/Users/1', '/Users/2', '/Groups/1']);
    const ledger = new Ledger(async ({ method, path }) => {
      if (method === 'GET') return answer(there.delete(path) ? 200 : 404);
      if (path === '/Users/1' && there.has(path)) return answer(409);
      return answer(204);
    });
    for (const path of there) ledger.created(path);
    await ledger.sweep();
    expect(ledger.open).toEqual([]);
  });

  test('gives up when the target is dead, and knows what is left', async () => {
    const { ledger, deleted } = ledgerFor(() => new Error('socket hang up'));
    for (const path of users(100)) ledger.created(path);
    await ledger.sweep();
    expect(deleted.length).toBeLessThan(12);
    expect(ledger.open).toHaveLength(100);
  });

  test('goes on after single failures, and repeats what got no answer', async () => {
    let n = 0;
    const { ledger, deleted } = ledgerFor(() => (n++ % 3 === 0 ? new Error('socket hang up') : 204));
    for (const path of users(30)) ledger.created(path);
    await ledger.sweep();
    expect(ledger.open).toEqual([]);
    expect(deleted.length).toBeGreaterThan(40);
    expect(deleted.length).toBeLessThan(50);
  });

  test('repeats no DELETE twice', async () => {
    const { ledger, deleted } = ledgerFor(() => new Error('socket hang up'));
    ledger.created('/Users/0');
    await ledger.sweep();
    expect(deleted).toEqual(['/Users/0', '/Users/0']);
    expect(ledger.open).toEqual(['/Users/0']);
  });
});

const ADA = { endpoint: '/Users', attribute: 'userName', value: 'ada.scabc1230000@example.com' };

/** A ledger with a journal in memory, on a target that answers so. */
function journaled(reply: (request: ScimRequest) => Promise<ScimResponse>) {
  const entries: JournalEntry[] = [];
  const ends: boolean[] = [];
  const sent: ScimRequest[] = [];
  const send = (request: ScimRequest): Promise<ScimResponse> => {
    sent.push(request);
    return reply(request);
  };
  const journal = {
    write: (entry: JournalEntry) => entries.push(entry),
    close: (end: boolean) => ends.push(end),
  };
  return { ledger: new Ledger(send, journal), entries, ends, sent };
}

const list = (...resources: readonly JsonObject[]): ScimResponse => ({
  ...answer(200),
  body: { totalResults: resources.length, Resources: [...resources] },
});

describe('the journal', () => {
  test('knows what is sent before it is sent, and what became of it', async () => {
    const { ledger, entries, ends } = journaled(async () => answer(204));
    const sending = ledger.sending([ADA]);
    expect(entries).toEqual([{ sending: 1, ...ADA }]);
    ledger.created('/Users/1');
    ledger.created('/Users/1');
    sending.settle();
    await ledger.sweep();
    ledger.deleted('/Users/1');
    ledger.close();
    expect(entries.slice(1)).toEqual([{ created: '/Users/1' }, { settled: 1 }, { deleted: '/Users/1' }]);
    expect(ends).toEqual([true]);
  });

  test('stays while something is left', async () => {
    const { ledger, ends } = journaled(async () => answer(403));
    ledger.created('/Users/1');
    await ledger.sweep();
    ledger.close();
    expect(ends).toEqual([false]);
  });
});

describe('a creation without an answer', () => {
  test('is looked up by its marked name, and deleted in the end', async () => {
    const { ledger, entries, sent, ends } = journaled(async ({ method, path }) =>
      method === 'DELETE' || path !== '/Users'
        ? answer(method === 'DELETE' ? 204 : 404)
        : list(
            { id: 'other', userName: 'eve@example.com' },
            { id: '7/8', userName: ADA.value.toUpperCase() },
          ),
    );
    await ledger.sending([ADA]).doubt(true);
    expect(sent).toMatchObject([
      { method: 'GET', path: '/Users', query: { filter: `userName eq "${ADA.value}"` } },
    ]);
    expect(ledger.open).toEqual(['/Users/7%2F8']);
    await ledger.sweep();
    ledger.close();
    expect(sent.slice(1)).toMatchObject([
      { method: 'DELETE', path: '/Users/7%2F8' },
      { method: 'GET', path: '/Users/7%2F8' },
    ]);
    expect(entries.slice(1)).toEqual([
      { created: '/Users/7%2F8' },
      { settled: 1 },
      { deleted: '/Users/7%2F8' },
    ]);
    expect(ends).toEqual([true]);
  });

  test('that is not there yet is looked up again at the end', async () => {
    let asked = 0;
    const { ledger } = journaled(async ({ method, path }) => {
      if (method === 'DELETE' || path !== '/Users') return answer(method === 'DELETE' ? 204 : 404);
      return ++asked === 1 ? list() : list({ id: '1', userName: ADA.value });
    });
    await ledger.sending([ADA]).doubt(true);
    expect(ledger.open).toEqual([`/Users?filter=userName eq "${ADA.value}"`]);
    await ledger.sweep();
    expect({ asked, open: ledger.open }).toEqual({ asked: 2, open: [] });
  });

  test('is settled when it is not there in the end, and looked up then alone when the target is gone', async () => {
    const { ledger, sent, ends } = journaled(async () => list());
    await ledger.sending([ADA]).doubt(false);
    expect(sent).toEqual([]);
    await ledger.sweep();
    ledger.close();
    expect({ sent: sent.length, ends }).toEqual({ sent: 1, ends: [true] });
  });

  test.each<[string, () => Promise<ScimResponse>]>([
    ['answers no filter', async () => answer(400)],
    ['answers nothing', () => Promise.reject(new TransportError('ECONNRESET', 'socket hang up'))],
  ])('stays in the journal, and in the report, when the target %s', async (_, reply) => {
    const { ledger, ends } = journaled(reply);
    await ledger.sending([ADA]).doubt(true);
    await ledger.sweep();
    ledger.close();
    expect(ledger.open).toEqual([`/Users?filter=userName eq "${ADA.value}"`]);
    expect(ends).toEqual([false]);
  });
});
