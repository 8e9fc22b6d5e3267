import { expect, test } from 'vitest';
import { EventLog } from './event-log.ts';

async function heard(log: EventLog<string>, from: number, signal = new AbortController().signal) {
  const events: (readonly [number, string])[] = [];
  for await (const event of log.from(from, signal)) events.push(event);
  return events;
}

test('tells everything to whoever comes, before or after, from where he left', async () => {
  const log = new EventLog<string>();
  const early = heard(log, 0);
  log.add('a');
  await Promise.resolve();
  log.add('b');
  log.close();
  expect(await early).toEqual([
    [0, 'a'],
    [1, 'b'],
  ]);
  expect(await heard(log, 0)).toEqual([
    [0, 'a'],
    [1, 'b'],
  ]);
  expect(await heard(log, 1)).toEqual([[1, 'b']]);
  expect(await heard(log, 2)).toEqual([]);
});

test('lets go of who has left', async () => {
  const log = new EventLog<string>();
  const gone = new AbortController();
  const listening = heard(log, 0, gone.signal);
  log.add('a');
  gone.abort();
  expect((await listening).length).toBeLessThan(2);
});
