import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedactor, redactHeaders, spellings } from './redact.ts';

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
  'in JSON with what HTML escapes as \\u, as PHP can write it': (text) =>
    JSON.stringify(text).replace(/\\\\|\\"|[&<>']/g, (found) =>
      found === '\\\\' ? found : `\\u00${found.charCodeAt(found.length - 1).toString(16)}`,
    ),
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

describe('matching', () => {
  // All that escapes are made of.
  const NASTY = [...'\\"%25c&#;u034\' +a', '\\\\', '\\\\\\\\\\'];
  const pieces = (maxLength: number) => fc.array(fc.constantFrom(...NASTY), { minLength: 1, maxLength });

  const patterns = new Map<string, RegExp>();

  /** Whether a pattern matches exactly what stands between two places of a text. */
  function matches(part: string, text: string, from: number, to: number): boolean {
    const source = `(?:${part})(?<=^[^]{${to}})`;
    const pattern = patterns.get(source) ?? new RegExp(source, 'iy');
    patterns.set(source, pattern);
    pattern.lastIndex = from;
    return pattern.test(text);
  }

  /** In how many ways the beginnings of a secret can be read from a place of a text on, the most for any end. */
  function mostWays(secret: string, text: string, from: number): number {
    let ways = new Map([[from, 1]]);
    let most = 1;
    for (const part of spellings(secret)) {
      const next = new Map<number, number>();
      for (const [start, amount] of ways)
        for (let end = start + 1; end <= text.length; end += 1)
          if (matches(part, text, start, end)) next.set(end, (next.get(end) ?? 0) + amount);
      most = Math.max(most, ...next.values());
      ways = next;
    }
    return most;
  }

  test('has one way to every place, so that it takes time linear in the text', () => {
    const echoed = fc.array(fc.constantFrom(...Object.values(ECHOES)), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(pieces(8), echoed, pieces(12), (secret, echoes, rest) => {
        const echo = secret.map((piece, index) => echoes[index % echoes.length]?.(piece) ?? piece);
        const text = `${echo.join('')}${rest.join('')}`.slice(0, 60);
        for (const from of [0, 1]) expect(mostWays(secret.join(''), text, from)).toBe(1);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  test('has one way through backslashes in front of quotes', () => {
    const text = `${'\\'.repeat(9)}"`.repeat(3);
    expect(mostWays('\\"\\"\\"x', text, 0)).toBe(1);
    expect(createRedactor([`${'\\"'.repeat(30)}x`])(`${text.repeat(10)}y`)).toBe(`${text.repeat(10)}y`);
  });

  test('finds runs of backslashes, encoded or escaped', () => {
    const secret = 'a\\\\\\"b';
    for (const echo of Object.values(ECHOES))
      expect(createRedactor([secret])(`<${echo(secret)}>`)).toMatch(/^<\D*\[redacted\]\D*>$/);
  });
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
