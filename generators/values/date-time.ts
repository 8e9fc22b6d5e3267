import fc from 'fast-check';
import type { Flavours } from './flavours.ts';
import { simplestFirst } from './realistic.ts';

const SIMPLEST = fc.constant('2024-01-01T00:00:00Z');
const HARD = [
  '2024-02-29T23:59:59Z',
  '2024-12-31T23:59:59.999Z',
  '2024-03-31T02:30:00+01:00',
  '2024-06-01T00:00:00.123456-09:30',
  '1969-12-31T23:59:59Z',
  '2038-01-19T03:14:08Z',
  '9999-12-31T00:00:00Z',
] as const;

/** Time zones in minutes ahead of UTC, as people have them; UTC first. */
const ZONES = [0, 60, -300, 330, 540, -210] as const;

/** xsd:dateTime with a time zone, whole seconds (RFC 7643 §2.3.5). */
export const dateTime: Flavours = {
  realistic: simplestFirst(
    SIMPLEST,
    fc
      .tuple(
        fc.date({
          min: new Date('2000-01-01T00:00:00Z'),
          max: new Date('2037-12-31T00:00:00Z'),
          noInvalidDate: true,
        }),
        fc.constantFrom(...ZONES),
      )
      .map(([date, zone]) => written(date, zone)),
  ),
  hard: simplestFirst(SIMPLEST, fc.constantFrom(...HARD)),
};

/** An instant as the clocks of a time zone show it. */
function written(date: Date, minutes: number): string {
  const local = new Date(date.getTime() + minutes * 60_000).toISOString().replace(/\.\d+Z$/, '');
  if (minutes === 0) return `${local}Z`;
  const two = (value: number): string => String(Math.trunc(Math.abs(value))).padStart(2, '0');
  return `${local}${minutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}
