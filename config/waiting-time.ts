const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000 };

/** Milliseconds of a time to wait for an answer: `5000`, `500ms`, `5s` or `2m`; null for any other text. */
export function waitingTime(text: string): number | null {
  const [, count, unit = 'ms'] = /^(\d{1,6})(ms|s|m)?$/.exec(text) ?? [];
  const factor = UNITS[unit];
  return count === undefined || factor === undefined ? null : Number(count) * factor;
}
