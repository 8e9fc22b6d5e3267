import { type FileScore, type MutationScore, percentage, total } from '../mutation/score.ts';
import type { Catch } from './measure.ts';

/** A run of the fault catalogue, as docs/power.json holds it. */
export interface Power {
  /** The day, as `2026-01-31`. */
  readonly date: string;
  readonly minutes: number;
  readonly caught: readonly Catch[];
}

/** Faults of one area, counted. */
interface Row {
  readonly area: string;
  readonly faults: number;
  readonly quick: number;
  readonly standard: number;
  readonly thorough: number;
  readonly named: number;
  readonly warned: number;
}

function rowOf(area: string, caught: readonly Catch[]): Row {
  const within = (...efforts: readonly Catch['effort'][]): number =>
    caught.filter(({ effort }) => efforts.includes(effort)).length;
  return {
    area,
    faults: caught.length,
    quick: within('quick'),
    standard: within('quick', 'standard'),
    thorough: within('quick', 'standard', 'thorough'),
    named: caught.filter(({ named }) => named).length,
    warned: caught.filter(({ effort, failed }) => effort !== null && !failed).length,
  };
}

function rows(caught: readonly Catch[]): readonly Row[] {
  const areas = [...new Set(caught.map(({ area }) => area))];
  return [
    ...areas.map((area) =>
      rowOf(
        area,
        caught.filter((item) => item.area === area),
      ),
    ),
    rowOf('all', caught),
  ];
}

const share = (part: number, whole: number): string => `${part} (${((part / whole) * 100).toFixed(1)} %)`;

/** The totals by area, for a terminal. */
export function powerTable(caught: readonly Catch[]): string {
  const lines = rows(caught).map(
    ({ area, faults, quick, standard, thorough, named }) =>
      `${area.padEnd(22)}${String(faults).padStart(6)} faults, caught at quick ${share(quick, faults)}, standard ${share(standard, faults)}, thorough ${share(thorough, faults)}, named ${share(named, faults)}`,
  );
  return `${lines.join('\n')}\n`;
}

/** docs/power.md: the totals, what the tests of the oracle notice, and every fault with what caught it. */
export function powerPage({ date, minutes, caught }: Power, mutation: MutationScore | null): string {
  const sorted = [...caught].sort((a, b) => compare(a.area, b.area) || compare(a.fault, b.fault));
  return [
    '# What the harness catches',
    '',
    `Written by \`npm run power\` on ${date}, in ${minutes.toFixed(0)} minutes on two cores. The embedded provider is started once per`,
    'fault; the suites of its area look first, then all others, with rising effort and on five applications. No check knows a fault.',
    '',
    '- *named*: a finding names a requirement of the section or rule that the fault violates.',
    '- *warned*: what is violated is a recommendation, or a habit of a client that no vendor promises, so that a check warns instead of failing.',
    '',
    '| area | faults | quick | standard | thorough | named | warned |',
    '|---|--:|--:|--:|--:|--:|--:|',
    ...rows(caught).map(
      (row) =>
        `| ${row.area} | ${row.faults} | ${share(row.quick, row.faults)} | ${share(row.standard, row.faults)} | ${share(row.thorough, row.faults)} | ${share(row.named, row.faults)} | ${row.warned} |`,
    ),
    '',
    ...(mutation === null ? [] : mutationSection(mutation)),
    '## Every fault',
    '',
    'Requests and milliseconds are those of the quickest check that caught it, until its counterexample was as small as it gets;',
    'size is that of the counterexample in characters of JSON.',
    '',
    '| fault | what it does wrong | violates | caught at | by | requests | ms | size |',
    '|---|---|---|---|---|--:|--:|--:|',
    ...sorted.map(faultRow),
    '',
  ].join('\n');
}

function mutationSection({ date, files }: MutationScore): readonly string[] {
  const all = total(files);
  const row = (item: FileScore) =>
    `| ${item.file} | ${item.killed + item.survived} | ${item.killed} | ${item.survived} | ${percentage(item).toFixed(1)} % |`;
  return [
    '## The tests of the oracle',
    '',
    `Written by \`npm run mutation\` on ${date}. Stryker changes \`scim/\`, which decides what is right, in`,
    `${all.killed + all.survived} places, one at a time: **${percentage(all).toFixed(1)} %** of these mutants are killed by the unit tests beside the files. The`,
    'differential tests do not take part. No kind of mutant is left out.',
    '',
    '| file | mutants | killed | survived | score |',
    '|---|--:|--:|--:|--:|',
    ...[...files, all].map(row),
    '',
  ];
}

function faultRow(item: Catch): string {
  const { fault, title, violates, effort, checks, named, requests, durationMs, counterexample } = item;
  const others = checks.length > 2 ? ` and ${checks.length - 2} more` : '';
  const by =
    checks.length === 0
      ? ''
      : `${checks.slice(0, 2).join(', ')}${others}${named ? '' : ' (another requirement)'}`;
  const cells = [
    `\`${fault}\``,
    title.replaceAll('|', '\\|'),
    violates,
    effort ?? '**missed**',
    by,
    requests,
    durationMs,
    counterexample,
  ];
  return `| ${cells.map((cell) => cell ?? '').join(' | ')} |`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
