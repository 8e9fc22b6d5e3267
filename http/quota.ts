/** What a target says is left: so many requests until so many milliseconds from now. */
export interface Quota {
  readonly remaining: number;
  readonly resetMs: number;
}

/** Names of the headers, without what is in front of them: `X-`, or nothing. */
const NAMES = ['ratelimit', 'rate-limit'];

/** What is more is a time of day in seconds, as several large services write it; in milliseconds, as some do. */
const LONGEST_SECONDS = 1_000_000_000;
const LONGEST_TIME = 100_000_000_000;

/**
 * What the headers of an answer say of the rate limit: `RateLimit: "default";r=50;t=30` (draft-ietf-httpapi-ratelimit-headers),
 * and the older `RateLimit-Remaining` and `RateLimit-Reset` with and without `X-`; null where they say nothing that can be used.
 */
export function quotaIn(headers: Readonly<Record<string, string>>): Quota | null {
  const { ratelimit } = headers;
  const parameter = (name: string): string | undefined =>
    new RegExp(`(?:^|[;,\\s])${name}=(\\d+)`).exec(ratelimit ?? '')?.[1];
  const header = (what: string): string | undefined =>
    NAMES.flatMap((name) => [`${name}-${what}`, `x-${name}-${what}`])
      .map((name) => headers[name])
      .find((value) => value !== undefined);
  const remaining = seconds(parameter('r') ?? header('remaining'));
  const reset = seconds(parameter('t') ?? header('reset'));
  if (remaining === null || reset === null) return null;
  // A time of day is the target's own (RFC 9110 §6.6.1).
  const stated = Date.parse(headers.date ?? '');
  const now = (Number.isNaN(stated) ? Date.now() : stated) / 1000;
  const time = reset > LONGEST_TIME ? reset / 1000 : reset;
  const left = time > LONGEST_SECONDS ? time - now : time;
  return { remaining, resetMs: Math.max(0, left * 1000) };
}

function seconds(text: string | undefined): number | null {
  const value = /^\d+/.exec(text?.trim() ?? '')?.[0];
  return value === undefined ? null : Number(value);
}
