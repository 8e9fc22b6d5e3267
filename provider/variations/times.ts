import { isObject, type Json } from '../../scim/json.ts';
import { mapAttribute } from '../faults/rewrite.ts';
import { showingAttribute } from '../faults/showing.ts';
import type { ProviderSettings } from '../settings.ts';
import type { Overrides, SettingsChange, VariationTable } from './variation.ts';

const HOUR = 3_600_000;

/** Settings with another clock; `change` takes and gives milliseconds since 1970. */
function clock(change: (time: number) => number): SettingsChange {
  return ({ now = () => new Date() }: ProviderSettings) => ({ now: () => new Date(change(now().getTime())) });
}

/** Overrides of the spelling of times in `meta`. */
function spelling(change: (time: string) => string): Overrides {
  const spelt = (value: Json): Json => (typeof value === 'string' ? change(value) : value);
  return showingAttribute('meta', (meta) =>
    isObject(meta) ? mapAttribute(mapAttribute(meta, 'created', spelt), 'lastModified', spelt) : meta,
  );
}

/** The same instant as a clock two hours east of Greenwich shows it. */
function eastern(time: string): string {
  return new Date(Date.parse(time) + 2 * HOUR).toISOString().replace('Z', '+02:00');
}

/** Clocks and the spelling of times. */
export const TIMES = {
  'clock-hours-ahead': {
    title: 'the clock is three hours ahead',
    permittedBy: 'RFC7643-3.1',
    settings: clock((time) => time + 3 * HOUR),
  },
  'clock-years-behind': {
    title: 'the clock is twenty years behind',
    permittedBy: 'RFC7643-3.1',
    settings: clock((time) => time - 20 * 365 * 24 * HOUR),
  },
  'clock-in-seconds': {
    title: 'the clock counts whole seconds',
    permittedBy: 'RFC7643-2.3.5',
    settings: clock((time) => Math.floor(time / 1000) * 1000),
  },
  'times-without-fraction': {
    title: 'times are shown in whole seconds',
    permittedBy: 'RFC7643-2.3.5',
    settings: clock((time) => Math.floor(time / 1000) * 1000),
    overrides: spelling((time) => time.replace(/\.\d+/, '')),
  },
  'times-with-offset': {
    title: 'times are shown with the offset of a time zone',
    permittedBy: 'RFC7643-2.3.5',
    overrides: spelling(eastern),
  },
  'times-with-seven-digits': {
    title: 'times are shown with seven digits behind the second',
    permittedBy: 'RFC7643-2.3.5',
    overrides: spelling((time) => time.replace(/\.(\d{3})Z/, '.$10000Z')),
  },
  'slow-answers': {
    title: 'answers take 20 to 80 milliseconds',
    permittedBy: 'RFC7644-3.1',
    settings: () => {
      let answers = 0;
      return { latency: () => 20 + ((answers++ * 37) % 61) };
    },
  },
} as const satisfies VariationTable;
