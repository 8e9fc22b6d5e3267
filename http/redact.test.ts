import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedactor, redactHeaders } from './redact.ts';

const SECRET = 'aB3/x+Y=z&"q\'<é>~';

/** How targets, proxies and frameworks spell text that they echo. */
const ECHOES: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'in another letter case': (text) => text.toUpperCase(),
  'URL-encoded': encodeURIComponent,
  'URL-encoded in lower case': (text) =>
    encodeURIComponent(text).replace(/%../g, (code) => code.toLowerCase()),
  'URL-encoded twice': (text) => encodeURIComponent(encodeURIComponent(text)),
  'as form data': (text) => new URLSearchParams({ t: text }).toString(),
  'in JSON': (text) => JSON.stringify({ text }),
  'in JSON with escaped slashes, as PHP writes it': (text) => JSON.stringify({ text }).replaceAll('/', '\\/'),
  'in JSON with all but letters and digits as \\u, as .NET writes it': (text) =>
    `"${text.replace(/[^a-z0-9]/gi, (c) => `\\u${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`)}"`,
  'in JSON in JSON': (text) => JSON.stringify(JSON.stringify(text)),
  'in HTML with named references': (text) =>
    text.replace(
      /[&<>"']/g,
      (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' })[c] ?? c,
    ),
  'in HTML with decimal references': (text) => text.replace(/[&<>"'/+=]/g, (c) => `&#${c.charCodeAt(0)};`),
  'in HTML with hexadecimal references': (text) =>
    text.replace(/[&<>"'/+=]/g, (c) => `&#x${c.charCodeAt(0).toString(16)};`),
  'in base64': (text) => Buffer.from(text).toString('base64'),
  'in base64url': (text) => Buffer.from(text).toString('base64url'),
  'in base64 in JSON with escaped slashes': (text) =>
    JSON.stringify(Buffer.from(text).toString('base64')).replaceAll('/', '\\/'),
  'in base64, as an OAuth client sends it': (text) =>
    Buffer.from(
      encodeURIComponent(text).replace(
        /[-_.!~*'()]/g,
        (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
      ),
    ).toString('base64'),
  'in base64, URL-encoded': (text) => encodeURIComponent(Buffer.from(text).toString('base64')),
};

describe('a secret is removed', () => {
  test.each(Object.entries(ECHOES))('%s', (_, echo) => {
    const redact = createRedactor([SECRET]);
    const text = `before ${echo(SECRET)} between ${echo(SECRET)} after`;
    const clean = redact(text);
    expect(clean).toMatch(/^before .*\[redacted\].* between .*\[redacted\].* after$/);
    expect(clean).not.toContain(echo(SECRET));
    // What is left around the secret is punctuation of the format, never a piece of the secret.
    expect(clean.replace(/before|between|after|text|\bt=|\[redacted\]|[\s"{}:\\]/g, '')).toBe('');
  });

  test.each([0, 1, 2, 3, 4, 5])(
    'in base64 behind %i other bytes, of which only what shares a group with them may stay',
    (shift) => {
      const redact = createRedactor([SECRET]);
      const clean = redact(Buffer.from(`${'u'.repeat(shift)}${SECRET}:tail`).toString('base64'));
      const readable = clean
        .split('[redacted]')
        .map((part) => Buffer.from(part, 'base64').toString('latin1'));
      expect(clean).toContain('[redacted]');
      expect(readable.join(' ')).not.toContain(SECRET.slice(2, 6));
    },
  );

  test('wherever it stands, whatever it is made of', () => {
    const secret = fc.string({
      minLength: 3,
      maxLength: 40,
      unit: fc.mapToConstant({ num: 94, build: (n) => String.fromCharCode(33 + n) }),
    });
    fc.assert(
      fc.property(
        secret,
        fc.string(),
        fc.string(),
        fc.constantFrom(...Object.values(ECHOES)),
        (token, before, after, echo) => {
          fc.pre(!'[redacted]'.includes(token.toLowerCase()));
          const clean = createRedactor([token])(`${before}\n${echo(token)}\n${after}`);
          expect(clean).toContain('[redacted]');
          expect(clean.replaceAll('[redacted]', '').toLowerCase()).not.toContain(echo(token).toLowerCase());
        },
      ),
      { seed: 7, numRuns: 400 },
    );
  });
});

test('the longer of two secrets that begin alike goes first', () => {
  expect(createRedactor(['abc', 'abcdef'])('abcdef abc')).toBe('[redacted] [redacted]');
});

test('text without the secret stays as it is', () => {
  const redact = createRedactor(['s3cret-token', 'ab', '']);
  const text = 'an ab abstract "text" with é, s3cret and token';
  expect(redact(text)).toBe(text);
});

test('no secrets, no change', () => {
  expect(createRedactor([])('Bearer x')).toBe('Bearer x');
});

test.each([
  [
    'a long token',
    Array.from({ length: 3000 }, (_, n) => String.fromCharCode(45 + ((n * 7919) % 78))).join(''),
  ],
  ['backslashes', `${'\\'.repeat(40)}x`],
])('%s costs no long time, matching or not', (_, token) => {
  const redact = createRedactor([token]);
  const start = performance.now();
  redact(`${token.slice(0, -1)} `.repeat(50));
  redact('\\'.repeat(20_000));
  expect(redact(token.repeat(50))).toContain('[redacted]');
  expect(performance.now() - start).toBeLessThan(5000);
});

describe('redactHeaders', () => {
  const redact = createRedactor(['s3cret']);

  test('headers that carry credentials are never recorded', () => {
    const headers = {
      Authorization: 'Basic xyz',
      'Set-Cookie': ['a=1', 'b=2'],
      cookie: 'a',
      'X-API-Key': 'k',
      'proxy-authorization': 'p',
    };
    expect(new Set(Object.values(redactHeaders(headers, redact)))).toEqual(new Set(['[redacted]']));
  });

  test('others lose the secret and keep the rest, with names in lower case', () => {
    expect(
      redactHeaders(
        { 'WWW-Authenticate': 'Bearer realm="s3cret"', Accept: ['a', 'b'], Age: 3, Gone: undefined },
        redact,
      ),
    ).toEqual({
      'www-authenticate': 'Bearer realm="[redacted]"',
      accept: 'a, b',
      age: '3',
    });
  });

  test('a secret in a name is removed too', () => {
    expect(redactHeaders({ 'x-S3cret': '1' }, redact)).toEqual({ 'x-[redacted]': '1' });
  });
});
