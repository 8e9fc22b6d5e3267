import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cli, removeFolder, serve, startInTerminal, temporaryFolder } from './support/cli.ts';

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  await writeFile(join(folder, 'file'), '');
});
afterAll(() => removeFolder(folder));

describe.concurrent('tables fit the terminal', () => {
  test.each([
    [['applications', 'list'], 70],
    [['applications', 'show', 'alvao'], 60],
    [['requirements'], 80],
  ] as const)('%j at %d columns', async (args, width) => {
    const { stdout, code } = await startInTerminal(args, { width }).finished;
    expect(code).toBe(0);
    const tables = stdout.split(/\r?\n/).filter((line) => /\S {2,}\S/.test(line));
    expect(tables.length).toBeGreaterThan(20);
    expect(tables.filter((line) => stripVTControlCharacters(line).length > width)).toEqual([]);
  });
});

test('what is learnt fits it too', async () => {
  const provider = await serve(['--application', 'alvao', '--policy-seed', '2']);
  const words = ['learn', '--application', 'alvao', '--url', provider.url];
  const { stdout, code } = await startInTerminal(words, { width: 60, env: { SCIM_TOKEN: 'any' } }).finished;
  expect(code, stdout).toBe(0);
  const [sentences = ''] = stdout.split('    constraints:');
  const lines = sentences.split(/\r?\n/).slice(1);
  expect(lines.length).toBeGreaterThan(2);
  // A path longer than a line stays whole, to be copied.
  expect(lines.filter((line) => line.length > 60 && /\S \S/.test(line.trim()))).toEqual([]);
  await provider.close();
});

const RUN = ['run', '--application', 'alinto-protect', '--effort', 'quick', '--check', 'filtering/no-match'];

describe.concurrent('colour and movement follow the environment', () => {
  const escapes = (text: string) => text.includes('\u001b[');

  test('in a log there are none, unless they are forced', async () => {
    const plain = await cli([...RUN, '--out', join(folder, 'plain')]);
    expect(escapes(plain.stdout + plain.stderr)).toBe(false);
    const forced = await cli([...RUN, '--out', join(folder, 'forced')], { env: { FORCE_COLOR: '1' } });
    expect(escapes(forced.stdout)).toBe(true);
    const both = await cli([...RUN, '--out', join(folder, 'both')], {
      env: { FORCE_COLOR: '1', NO_COLOR: '1' },
    });
    expect(escapes(both.stdout + both.stderr)).toBe(false);
  });

  test('a terminal has them, and one that is dumb has none', async () => {
    const rich = await startInTerminal([...RUN, '--out', join(folder, 'rich')]).finished;
    expect(escapes(rich.stdout)).toBe(true);
    const dumb = await startInTerminal([...RUN, '--out', join(folder, 'dumb')], { env: { TERM: 'dumb' } })
      .finished;
    expect(dumb.code, dumb.stdout).toBe(0);
    expect(escapes(dumb.stdout)).toBe(false);
  });
});

describe.concurrent('a folder that cannot be made ends with a message', () => {
  test.each([
    ['a file', 'file', 'it is a file'],
    ['below a file', 'file/below', 'it is, or lies below, a file'],
    ['below /proc', '/proc/none/below', 'there is no such folder'],
  ])('%s', async (_, out, reason) => {
    const { code, stderr } = await cli([...RUN, '--out', out], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toContain(`the reports cannot be written to ${out} (--out): ${reason}`);
  });

  test('for a baseline too', async () => {
    const out = join(folder, 'for-baseline');
    await cli([...RUN, '--out', out]);
    const { code, stderr } = await cli(['baseline', 'create', out, '--baseline', '/proc/none/b.json']);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('/proc/none') });
  });
});

test('what is a name of nothing is told with what was meant', async () => {
  const fault = await cli(['serve', '--fault', 'filter-ignord']);
  expect(fault).toMatchObject({ code: 2, stderr: expect.stringContaining('did you mean "filter-ignored"') });
  const config = join(folder, 'secret.yaml');
  const target =
    '{ application: alvao, url: "https://x.example.com", auth: { type: bearer, token: "hunter2" } }';
  await writeFile(config, `targets: { a: ${target} }`);
  const secret = await cli(['run', '--config', config]);
  expect(secret).toMatchObject({ code: 2, stderr: expect.stringContaining('write { env: "NAME" }') });
  expect(secret.stderr).not.toContain('hunter2');
});
