import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { UsageError } from '../config/usage-error.ts';
import { readPem, readSecret } from './secret.ts';

const folder = mkdtempSync(join(tmpdir(), 'secret-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const print = (text: string) =>
  ({ command: [process.execPath, '-e', `process.stdout.write(${JSON.stringify(text)})`] }) as const;

describe('a secret', () => {
  test.each([
    ['of the environment', { env: 'KEY' } as const],
    ['of a file', { file: file('key', 's3cret\n') } as const],
    ['that a command prints', print('s3cret\n')],
  ])('%s comes without the blanks around it', (_, reference) => {
    expect(readSecret(reference, 'the API key', { KEY: ' s3cret ' })).toBe('s3cret');
  });

  test.each([
    ['a variable that is not set', { env: 'NONE' } as const, /NONE is not set; put the API key there/],
    ['a file that is not there', { file: join(folder, 'none') } as const, /none: there is no such file/],
    ['an empty file', { file: file('empty', '\n') } as const, /the API key in .*empty is empty/],
    ['a command that is not there', { command: ['no-such-command'] } as const, /there is no such command/],
    [
      'a command that fails',
      { command: [process.execPath, '-e', 'process.exit(3)'] } as const,
      /ended with status 3/,
    ],
    ['line breaks', { env: 'LINES' } as const, /LINES holds line breaks/],
  ])('%s: says what and where, never the secret', (_, reference, message) => {
    const read = () => readSecret(reference, 'the API key', { LINES: 's3cret\nmore' });
    expect(read).toThrow(UsageError);
    expect(read).toThrow(message);
    expect(read).not.toThrow(/s3cret/);
  });
});

test('a PEM file is read as it is; anything else is refused', () => {
  const pem = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n';
  expect(readPem(file('ca.pem', pem), 'tls.ca')).toBe(pem);
  expect(() => readPem(file('ca.der', '0'), 'tls.ca')).toThrow(/tls.ca: .*ca.der is no PEM file/);
});
