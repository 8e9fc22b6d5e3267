import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FaultId, type KnownFault, knownFaults } from '../../provider/faults.ts';
import { policyOfSeed } from '../../provider/policy/draw.ts';
import { causesOf } from '../../report/causes.ts';
import type { CheckResult } from '../../report/report.ts';
import { reportRequirements } from '../../requirements/index.ts';
import { MEETINGS } from './meetings.ts';
import { outcomeOf } from './outcome.ts';
import { leave } from './results.ts';

/** The first seed and the number of compounds, and how many faults each has: with SCIM_FROM, SCIM_COMPOUNDS and SCIM_TOGETHER others. */
const FROM = Number(process.env.SCIM_FROM ?? 1);
const COMPOUNDS = Number(process.env.SCIM_COMPOUNDS ?? 3);
const TOGETHER = Number(process.env.SCIM_TOGETHER ?? 3);

/** The tables with the most attributes, so that most faults show. */
const TABLES = ['alvao', 'own-schemas'] as const;

/** What came of several faults at once. */
export interface Compound {
  readonly seed: number;
  readonly table: string;
  readonly faults: readonly FaultId[];
  /** Those that are caught when they are alone. */
  readonly caught: readonly FaultId[];
  /** Those of them that have a cause of their own. */
  readonly covered: readonly FaultId[];
  readonly causes: number;
  /** Causes whose findings one fault alone raises as well. */
  readonly pure: number;
  /** Findings that no fault alone raises: check and requirement. */
  readonly unexplained: readonly string[];
}

const keysOf = ({ id, violated, others }: CheckResult): readonly string[] => [
  `${id} ${violated}`,
  ...(others ?? []).map((other) => `${id} ${other.violated}`),
];

const claims = (findings: readonly CheckResult[]): readonly CheckResult[] =>
  findings.filter(({ verdict }) => verdict === 'fail' || verdict === 'warn');

/** Faults of different areas, over a policy of the same seed. */
function drawn(seed: number): readonly KnownFault[] {
  const all = fc.shuffledSubarray([...knownFaults()], { minLength: 3 * TOGETHER, maxLength: 3 * TOGETHER });
  const [shuffled = []] = fc.sample(all, { seed, numRuns: 1 });
  return shuffled
    .filter((one, index) => shuffled.findIndex(({ area }) => area === one.area) === index)
    .slice(0, TOGETHER);
}

async function measure(seed: number): Promise<Compound> {
  const table = TABLES[seed % TABLES.length] ?? 'alvao';
  const policy = policyOfSeed(seed);
  const ids = drawn(seed).map(({ id }) => id);
  const found = async (faults: readonly FaultId[]): Promise<readonly CheckResult[]> =>
    (await outcomeOf({ policy, table, seed, faults })).findings;
  const lawful = new Set(claims(await found([])).flatMap(keysOf));
  const alone = new Map<FaultId, ReadonlySet<string>>();
  for (const id of ids) {
    const own = claims(await found([id])).flatMap(keysOf);
    alone.set(id, new Set(own.filter((key) => !lawful.has(key))));
  }
  const together = await found(ids);
  const known = new Set([...lawful, ...[...alone.values()].flatMap((keys) => [...keys])]);
  const unexplained = claims(together).filter((one) => !keysOf(one).some((key) => known.has(key)));
  return {
    seed,
    table,
    faults: ids,
    ...causesIn(together, alone, lawful),
    unexplained: unexplained.flatMap((one) => keysOf(one).slice(0, 1)),
  };
}

/** How the causes of a compound divide among its faults. */
function causesIn(
  together: readonly CheckResult[],
  alone: ReadonlyMap<FaultId, ReadonlySet<string>>,
  lawful: ReadonlySet<string>,
): Pick<Compound, 'caught' | 'covered' | 'causes' | 'pure'> {
  const requirements = reportRequirements(
    together.flatMap((one) => one.requirements),
    'ALVAO',
  );
  const checksOf = (keys: ReadonlySet<string>): ReadonlySet<string> =>
    new Set([...keys].map((key) => key.split(' ')[0] ?? ''));
  const usual = checksOf(lawful);
  const causes = causesOf({ checks: together, requirements })
    .map(({ explains }) => explains.filter((id) => !usual.has(id)))
    .filter((explains) => explains.length > 0);
  const caught = [...alone].filter(([, keys]) => keys.size > 0);
  const explainedBy = (keys: ReadonlySet<string>, explains: readonly string[]): boolean => {
    const own = checksOf(keys);
    return explains.every((id) => own.has(id));
  };
  return {
    caught: caught.map(([id]) => id),
    covered: caught.filter(([, keys]) => causes.some((one) => explainedBy(keys, one))).map(([id]) => id),
    causes: causes.length,
    pure: causes.filter((one) => caught.some(([, keys]) => explainedBy(keys, one))).length,
  };
}

/** Tries every `parts`-th compound, from `part` on. */
export function measureCompounds(part: number, parts: number): void {
  const seeds = Array.from({ length: COMPOUNDS }, (_, index) => FROM + index);
  if (seeds.length === 0) return;
  describe('several faults at once raise what each of them raises', () => {
    test.each(seeds.filter((seed) => seed % parts === part))('compound %i', async (seed) => {
      const compound = await measure(seed);
      leave('compounds', compound);
      const { faults, unexplained } = compound;
      const met = unexplained.filter(
        (key) =>
          !MEETINGS.some((one) => one.finding === key && one.faults.every((id) => faults.includes(id))),
      );
      expect({ faults, unexplained: met }).toEqual({ faults, unexplained: [] });
    });
  });
}
