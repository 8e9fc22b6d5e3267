import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UsageError } from '../config/usage-error.ts';
import { repeat, watchRuns } from './commands/watch.ts';
import type { RunOptions } from './options.ts';
import { listen, type Wish } from './wishes.ts';

const OPTIONS: RunOptions = { out: 'out', cleanup: true, check: ['filtering'], outNamed: true };

/** Plays wishes, and gives the options of each run and the exit code. */
async function played(wishes: Wish[], codes: (number | UsageError)[]) {
  const runs: RunOptions[] = [];
  const once = async (options: RunOptions) => {
    runs.push(options);
    const code = codes.shift() ?? 0;
    if (code instanceof UsageError) throw code;
    return code;
  };
  const code = await repeat(once, OPTIONS, { next: async () => wishes.shift() ?? 'quit' }, '');
  return { code, runs };
}

test('each wish is a run, and the last one decides', async () => {
  expect(await played(['again', 'again', 'quit'], [1, 1, 0])).toMatchObject({ code: 0, runs: [{}, {}, {}] });
});

test('failed only takes the checks of the report that stays', async () => {
  const { runs } = await played(['failed only', 'again'], [1, 1, 1]);
  expect(runs[1]).toEqual({ out: 'out', cleanup: true, lastFailed: true, outNamed: false });
  expect(runs[2]).toEqual(OPTIONS);
});

test('a run that cannot be ends nothing, an interruption does', async () => {
  expect(await played(['failed only', 'quit'], [1, new UsageError('nothing fails')])).toMatchObject({
    code: 1,
  });
  expect(await played(['again'], [130])).toMatchObject({ code: 130, runs: [{}] });
  expect(await played(['interrupt'], [1])).toMatchObject({ code: 130 });
});

test('what cannot be watched is refused', async () => {
  await expect(watchRuns(async () => 0, { ...OPTIONS, watch: 'no/such/folder' })).rejects.toThrow(
    'there is no such folder',
  );
});

test('a changed file is a wish, what the runs write is none', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wishes-'));
  mkdirSync(join(folder, 'out'));
  mkdirSync(join(folder, 'src'));
  const wishes = listen({ folder, except: join(folder, 'out'), keys: null });
  let made = false;
  const wish = wishes.next().then((found) => [found, made]);
  writeFileSync(join(folder, 'out', 'report.json'), '{}');
  await new Promise((resolve) => setTimeout(resolve, 400));
  made = true;
  writeFileSync(join(folder, 'src', 'app.js'), '');
  expect(await wish).toEqual(['again', true]);
  wishes.close();
  rmSync(folder, { recursive: true });
});
