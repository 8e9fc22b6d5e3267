import { isObject, type Json, type JsonObject, sameJson } from '../scim/json.ts';
import type { Cell, ObservationRow } from './comparison.ts';

/** A scale for what is measured in time: two targets differ when they are more than one class apart. */
interface Scale {
  readonly key: RegExp;
  /** Upper bound of each class, and its name; whatever exceeds the last bound is in the class `above`. */
  readonly classes: readonly (readonly [below: number, name: string])[];
  readonly above: string;
}

const SCALES: readonly Scale[] = [
  {
    key: /(Ms|Milliseconds)$|^latency\b/i,
    classes: [
      [300, 'under 300 ms'],
      [1000, '300 ms to 1 s'],
      [3000, '1 to 3 s'],
      [10_000, '3 to 10 s'],
    ],
    above: 'over 10 s',
  },
  {
    key: /PerSecond$/i,
    classes: [
      [3, 'under 3 per second'],
      [10, '3 to 10 per second'],
      [30, '10 to 30 per second'],
      [100, '30 to 100 per second'],
    ],
    above: 'over 100 per second',
  },
  // How often a target throttles follows from how much is asked of it; that it does is a choice of its own.
  { key: /^rate\.throttled$/, classes: [], above: 'some requests' },
];

/** What one run observed, and whether it had every check that any of the runs had. */
export interface Observed {
  readonly observations: JsonObject;
  readonly whole: boolean;
}

/**
 * Every observation of any report, by key; times as classes only. Where a report lacks checks, an observation that it
 * does not have was not made, and says nothing about its target.
 */
export function observationRows(all: readonly Observed[]): ObservationRow[] {
  const keys = [...new Set(all.flatMap(({ observations }) => Object.keys(observations)))].sort();
  return keys.map((key) => {
    const scale = SCALES.find((each) => each.key.test(key));
    const found = all.map(({ observations }) =>
      Object.hasOwn(observations, key) ? observations[key] : undefined,
    );
    const values = found.map((value, index): Cell => {
      if (value !== undefined) return { value: classed(value, scale) };
      return all[index]?.whole === true ? { absent: true } : null;
    });
    const measured = scale !== undefined && scale.classes.length > 0;
    return { key, values, differs: measured ? farApart(found, scale) : varies(values) };
  });
}

/** Whether cells that were compared are not all the same. */
function varies(cells: readonly Cell[]): boolean {
  const [first, ...others] = cells.filter((cell) => cell !== null);
  return first !== undefined && others.some((cell) => !sameCell(first, cell));
}

/** Whether two cells hold the same value, or both none. */
function sameCell(a: NonNullable<Cell>, b: NonNullable<Cell>): boolean {
  if ('absent' in a || 'absent' in b) return 'absent' in a && 'absent' in b;
  return sameJson(a.value, b.value);
}

/** The value with every number in it as the name of its class. */
function classed(value: Json, scale: Scale | undefined): Json {
  if (scale === undefined) return value;
  if (typeof value === 'number') return scale.classes[rank(value, scale)]?.[1] ?? scale.above;
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, classed(item, scale)]));
}

function rank(value: number, { classes }: Scale): number {
  const at = classes.findIndex(([below]) => value < below);
  return at === -1 ? classes.length : at;
}

/** Neighbouring classes may be one measurement on either side of a bound. */
function farApart(values: readonly (Json | undefined)[], scale: Scale): boolean {
  const ranks = values.flatMap((value) => (typeof value === 'number' ? [rank(value, scale)] : []));
  return ranks.length > 1 && Math.max(...ranks) - Math.min(...ranks) > 1;
}
