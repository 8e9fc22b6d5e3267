import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { changeTokens, readTokens, TokenFileError, type TokenOwner, type TokenPlace } from './token-file.ts';

const OWNER: TokenOwner = {
  server: 'https://login.example.com',
  clientId: 'harness',
  target: 'atea',
  url: 'https://app.example.com/scim',
};
const TOKENS = { accessToken: 'access', refreshToken: 'refresh', until: 5 };

let folder = '';
let place: TokenPlace = { file: '', owner: OWNER };
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokens-'));
  place = { file: join(folder, 'state', 'scim-conformance', 'tokens.json'), owner: OWNER };
});
afterEach(() => rmSync(folder, { recursive: true }));

const store = (owner: TokenOwner = OWNER, tokens: typeof TOKENS | null = TOKENS) =>
  changeTokens({ ...place, owner }, async () => tokens);
const mode = (path: string): number => statSync(path).mode & 0o777;

function write(text: string): void {
  mkdirSync(join(folder, 'state', 'scim-conformance'), { recursive: true });
  writeFileSync(place.file, text, { mode: 0o600 });
}

describe('stored tokens', () => {
  test('are for the eyes of the user alone', async () => {
    expect(readTokens(place)).toBeNull();
    await store();
    expect(readTokens(place)).toEqual(TOKENS);
    expect(mode(place.file)).toBe(0o600);
    expect(mode(join(folder, 'state', 'scim-conformance'))).toBe(0o700);
    expect(readdirSync(join(folder, 'state', 'scim-conformance'))).toEqual(['tokens.json']);
  });

  test.each([0o640, 0o604, 0o620])('that others may read or change (%o) are refused', async (bits) => {
    await store();
    chmodSync(place.file, bits);
    expect(() => readTokens(place)).toThrow(TokenFileError);
    expect(() => readTokens(place)).toThrow(`chmod 600 ${place.file}`);
    await expect(store()).rejects.toThrow(/others may read/);
  });

  test('belong to one server, client and target; nobody else gets or removes them', async () => {
    const others = Object.keys(OWNER).map((key) => ({ ...OWNER, [key]: 'another' }));
    await store();
    for (const owner of others) expect(readTokens({ ...place, owner })).toBeNull();
    await Promise.all(others.map((owner) => store(owner, { ...TOKENS, accessToken: owner.server })));
    await store(others[0], null);
    expect([OWNER, ...others].map((owner) => readTokens({ ...place, owner })?.accessToken)).toEqual([
      'access',
      undefined,
      ...others.slice(1).map(({ server }) => server),
    ]);
    for (const owner of [OWNER, ...others]) await store(owner, null);
    expect(existsSync(place.file)).toBe(false);
  });

  test('stay as they were when they cannot be changed', async () => {
    await store();
    const before = readFileSync(place.file, 'utf8');
    const failure = changeTokens(place, () => Promise.reject(new Error('no network')));
    await expect(failure).rejects.toThrow('no network');
    expect(readFileSync(place.file, 'utf8')).toBe(before);
    expect(readdirSync(join(folder, 'state', 'scim-conformance'))).toEqual(['tokens.json']);
  });

  test.each([
    'null',
    '{}',
    '{"version": 2, "logins": []}',
    '{"version": 1, "logins": [{"server": "x"}]}',
    '{"version": 1, "logins": {"__proto__": []}}',
    `{"version": 1, "logins": [${JSON.stringify({ ...OWNER, ...TOKENS, until: 'soon' })}]}`,
    '{"version": 1, "log',
  ])('are no other file: %s', (text) => {
    write(text);
    expect(() => readTokens(place)).toThrow(/no token file of this version/);
  });

  test('that cannot be written say so', async () => {
    writeFileSync(join(folder, 'state'), 'in the way');
    await expect(store()).rejects.toThrow(/tokens\.json cannot be written: /);
    expect(() => readTokens(place)).toThrow(/tokens\.json cannot be read: /);
  });
});

describe('the lock', () => {
  test('lets one change them at a time', async () => {
    await store();
    const add = () =>
      changeTokens(place, async (stored) => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        return { ...TOKENS, until: (stored?.until ?? 0) + 1 };
      });
    await Promise.all(Array.from({ length: 4 }, add));
    expect(readTokens(place)?.until).toBe(TOKENS.until + 4);
  });

  test.each([
    ['of a process that has ended', '999999999', 0],
    ['that is held for minutes', String(process.pid), 180],
  ])('%s does not count', async (_, pid, age) => {
    await store();
    const lock = `${place.file}.lock`;
    writeFileSync(lock, pid);
    utimesSync(lock, new Date(), new Date(Date.now() - age * 1000));
    await store(OWNER, { ...TOKENS, until: 6 });
    expect(readTokens(place)?.until).toBe(6);
    expect(existsSync(lock)).toBe(false);
  });
});
