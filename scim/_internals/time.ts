const DATE_TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?$/i;

/**
 * The instant of an xsd:dateTime (RFC 7643 §2.3.5) in nanoseconds since 1970, or null when the text is none.
 * Without a zone it is taken as UTC, so that the result does not depend on where the program runs.
 */
export function timeOf(text: string): bigint | null {
  const [, seconds, fraction = '', zone = 'Z'] = DATE_TIME.exec(text) ?? [];
  if (seconds === undefined || !isCalendarDate(seconds)) return null;
  const milliseconds = Date.parse(`${seconds}${zone}`.toUpperCase());
  if (Number.isNaN(milliseconds)) return null;
  return BigInt(milliseconds) * 1_000_000n + BigInt(fraction.slice(0, 9).padEnd(9, '0'));
}

/** `Date.parse` takes 30 February for 2 March; the first 28 days are in every month. */
function isCalendarDate(text: string): boolean {
  if (text.slice(8, 10) <= '28') return true;
  const day = text.slice(0, 10);
  const parsed = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(day);
}
