import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { UsageError } from '../config/usage-error.ts';
import { parseJournal, readJournals } from './read-journals.ts';

const HEAD =
  '{"journal":1,"run":"abc123","target":"t","url":"https://scim.example.com/v2","tool":"0.1.0","startedAt":"2026-01-02T03:04:05.678Z"}';
const ADA = { endpoint: '/Users', attribute: 'userName', value: 'ada.scabc1230000' };

const lines = (...entries: readonly object[]): string =>
  [HEAD, ...entries.map((entry) => JSON.stringify(entry)), ''].join('\n');

test('what was created and not deleted is left, and what was sent and not settled is unknown', () => {
  const content = lines(
    { sending: 1, ...ADA },
    { created: '/Users/1' },
    { settled: 1 },
    { sending: 2, ...ADA, value: 'eve.scabc1230001' },
    { created: '/Groups/a%2Fb' },
    { deleted: '/Users/1' },
  );
  const { head, open, unsettled } = parseJournal(content, 'j');
  expect(head.run).toBe('abc123');
  expect(open).toEqual(['/Groups/a%2Fb']);
  expect(unsettled).toMatchObject([{ ...ADA, value: 'eve.scabc1230001' }]);
});

test('a last line that was cut off is left out', () => {
  const { open } = parseJournal(`${lines({ created: '/Users/1' })}{"deleted":"/Use`, 'j');
  expect(open).toEqual(['/Users/1']);
});

test.each([
  ['', 1],
  ['{"journal":2}\n', 1],
  [`${HEAD}\nnonsense\n`, 2],
  [lines({ created: '/Users/1' }, { created: 'https://elsewhere.example.com/' }), 3],
  [lines({ created: '/Users/1?x=y' }), 2],
  [lines({ sending: 1 }), 2],
])('%j is refused, with its line', (content, line) => {
  expect(() => parseJournal(content, 'j.jsonl')).toThrow(
    new UsageError(`j.jsonl, line ${line}: this is no journal of a run, or it is damaged`),
  );
});

const folder = mkdtempSync(join(tmpdir(), 'journals-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a folder gives its journals, of one run or of all, and one that does not exist gives none', async () => {
  for (const run of ['abc123', 'def456'])
    writeFileSync(join(folder, `journal-${run}.jsonl`), lines().replace('abc123', run));
  writeFileSync(join(folder, 'report.json'), '{}');
  expect((await readJournals(folder, null)).map(({ head }) => head.run)).toEqual(['abc123', 'def456']);
  const [only] = await readJournals(folder, 'def456');
  expect(only?.head.run).toBe('def456');
  await only?.remove();
  expect((await readJournals(folder, null)).map(({ head }) => head.run)).toEqual(['abc123']);
  expect(await readJournals(join(folder, 'missing'), null)).toEqual([]);
});
