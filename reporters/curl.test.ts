import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { curlLine } from './curl.ts';
import { HOSTILE, sampleExchange } from './fixtures/sample-report.ts';

const { request } = sampleExchange();

/** What a POSIX shell makes of a line: its arguments. */
function shellArguments(line: string): readonly string[] {
  const script = `SCIM_TOKEN=secret; curl() { for argument; do printf '%s\\0' "$argument"; done; }; ${line}`;
  return execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

test('repeats the request with the token from the environment', () => {
  const given = shellArguments(curlLine(sampleExchange()));
  expect(given).toContain('Authorization: Bearer secret');
  expect(given.slice(-2)).toEqual(['--data-raw', request.body]);
  expect(given[given.indexOf('--url') + 1]).toBe('https://scim.example.com/v2/Users');
});

test('never uses recorded credentials', () => {
  const headers = { authorization: 'Basic dXNlcjpwYXNz' };
  const line = curlLine(sampleExchange({ request: { ...request, headers } }));
  expect(line).toContain('"Authorization: Basic $SCIM_TOKEN"');
  expect(line).not.toContain('dXNlcjpwYXNz');
});

test.each([
  [{ scheme: 'bearer', variable: 'STAGING' }, '--header "Authorization: Bearer $STAGING"'],
  [{ scheme: 'basic', variable: 'PASSWORD', username: "o'brien" }, `--user 'o'\\''brien:'"$PASSWORD"`],
  [{ scheme: 'bearer', variable: null }, '"Authorization: Bearer $SCIM_TOKEN"'],
  [{ scheme: 'bearer', variable: '$(id)' }, '"Authorization: Bearer $SCIM_TOKEN"'],
] as const)('asks as the target is asked: %j', (access, words) => {
  const headers = { authorization: '[redacted]' };
  const whole = { header: null, username: null, gone: false, ...access };
  expect(curlLine(sampleExchange({ request: { ...request, headers } }), whole)).toContain(words);
});

test('a key in a header of its own, and other secret headers, come from variables', () => {
  const headers = { 'x-api-key': '[redacted]', 'x-tenant': '[redacted]' };
  const access = {
    scheme: 'header',
    header: 'x-api-key',
    username: null,
    variable: 'KEY',
    gone: false,
  } as const;
  const line = curlLine(sampleExchange({ request: { ...request, headers } }), access);
  expect(line).toContain('--header "x-api-key: $KEY" --header "x-tenant: $X_TENANT"');
  expect(line).not.toContain('redacted');
});

test('sends no credentials where the request had none', () => {
  expect(curlLine(sampleExchange({ request: { ...request, headers: {} } }))).not.toContain('SCIM_TOKEN');
});

test('asks for a HEAD without waiting for a body', () => {
  const line = curlLine(sampleExchange({ request: { ...request, method: 'HEAD', body: null } }));
  expect(line).toContain(' --head ');
  expect(line).not.toContain('--request');
});

test('a JSON body keeps its meaning through the shell, whatever it contains', () => {
  const exchange = sampleExchange({
    request: { ...request, body: JSON.stringify({ displayName: HOSTILE }) },
  });
  expect(JSON.parse(shellArguments(curlLine(exchange)).at(-1) ?? '')).toEqual({ displayName: HOSTILE });
});

test('hostile URLs and headers stay one argument each and nothing runs', () => {
  const url = `https://scim.example.com/${HOSTILE}$(touch x)`;
  const given = shellArguments(
    curlLine(sampleExchange({ request: { method: 'GET', url, headers: { 'x-a': HOSTILE }, body: null } })),
  );
  expect(given).toHaveLength(10);
  expect(given[given.indexOf('--url') + 1]).toMatch(/^[\x21-\x7e]+$/);
});
