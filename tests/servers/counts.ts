import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Ajv } from 'ajv';
import type { CheckResult, RunReport, Verdict } from '../../report/report.ts';
import type { PinnedServer } from './expectation.ts';

/** How many checks have which verdict. */
export type Counts = Readonly<Record<Verdict, number>>;

/** The counts of one run, suite by suite in the order of the run. */
export type SuiteCounts = Readonly<Record<string, Counts>>;

/** In the order of the counts. */
const VERDICTS = ['pass', 'fail', 'warn', 'error', 'skip'] as const satisfies readonly Verdict[];

/** Verdicts between which a check may choose by what it meets. */
const DEPENDS: ReadonlySet<Verdict> = new Set(['pass', 'skip']);

const areCounts = new Ajv().compile<SuiteCounts>({
  type: 'object',
  minProperties: 1,
  additionalProperties: {
    type: 'object',
    properties: Object.fromEntries(VERDICTS.map((verdict) => [verdict, { type: 'integer' }])),
    required: VERDICTS,
    additionalProperties: false,
  },
});

/** The verdict on a check. How fast an answer comes is this machine's doing, and no finding about the server. */
export function verdictOf({ verdict, finding }: CheckResult): Verdict {
  return verdict === 'warn' && finding?.deviation === 'slow' ? 'pass' : verdict;
}

/** The numbers of verdicts, for the page. */
export function countsIn({ checks }: RunReport): SuiteCounts {
  const counts: Record<string, Record<Verdict, number>> = {};
  for (const check of checks) {
    counts[check.suite] ??= { pass: 0, fail: 0, warn: 0, error: 0, skip: 0 };
    const own = counts[check.suite];
    if (own !== undefined) own[verdictOf(check)]++;
  }
  return counts;
}

/** What all suites come to. */
export function total(counts: SuiteCounts): Counts {
  const sum = (verdict: Verdict): number =>
    Object.values(counts).reduce((all, { [verdict]: some }) => all + some, 0);
  return {
    pass: sum('pass'),
    fail: sum('fail'),
    warn: sum('warn'),
    error: sum('error'),
    skip: sum('skip'),
  };
}

/** Where the counts of one run are, relative to this folder. A profile goes by its name there. */
export function countsFile({ id }: PinnedServer, application: string): string {
  return `counts/${id}.${basename(application, '.json')}.json`;
}

/** Reads the counts of one run. @throws Error when they are no counts */
export function readCounts(server: PinnedServer, application: string): SuiteCounts {
  const file = countsFile(server, application);
  const document: unknown = JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));
  if (!areCounts(document)) throw new Error(`${file}: ${JSON.stringify(areCounts.errors)}`);
  return document;
}

/** The counts as their file has them. Whether a check finds what it needs in time is no finding: those that are known stay then. */
export function countsToKeep(counts: SuiteCounts, server: PinnedServer, application: string): string {
  const known = existsSync(new URL(countsFile(server, application), import.meta.url))
    ? readCounts(server, application)
    : {};
  const rows = Object.entries(counts).map(([suite, own]) => {
    const kept = asKnown(own, known[suite]);
    return `  "${suite}": { ${VERDICTS.map((verdict) => `"${verdict}": ${kept[verdict]}`).join(', ')} }`;
  });
  return `{\n${rows.join(',\n')}\n}\n`;
}

function asKnown(counts: Counts, known: Counts | undefined): Counts {
  if (known === undefined) return counts;
  const same = VERDICTS.every((verdict) => DEPENDS.has(verdict) || known[verdict] === counts[verdict]);
  return same && known.pass + known.skip === counts.pass + counts.skip ? known : counts;
}
