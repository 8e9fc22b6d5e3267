import type { JsonObject } from '../scim/json.ts';
import { joinedBaseline } from './baseline.ts';
import { graver } from './graver.ts';
import type { AttributeReport, CheckResult, OperationLatency, RunReport } from './report.ts';
import { mergedScope } from './scope.ts';
import { summarise } from './summary.ts';

/** A report and where it was read from. */
export interface MergeSource {
  readonly file: string;
  readonly report: RunReport;
}

/** What all parts of one run have in common: the words for a refusal, and the value. */
const CONDITIONS: readonly (readonly [name: string, of: (report: RunReport) => string])[] = [
  ['targets', ({ target }) => target.name],
  ['applications', ({ target }) => target.application],
  ['URLs', ({ target }) => withoutLoopbackPort(target.url)],
  ['seeds', ({ run }) => String(run.seed)],
  ['efforts', ({ run }) => run.effort],
  ['versions of the harness', ({ tool }) => tool.version],
];

/**
 * Joins the reports of shards into the report that one run of all their checks would have given; times apart. What is
 * made from the checks as a whole (readiness, causes) is left out.
 * @param order ids of all checks in the order of reports
 * @throws Error when the reports are not parts of one run, or contradict each other
 */
export function mergeReports(sources: readonly MergeSource[], order: readonly string[]): RunReport {
  const [first] = sources;
  if (first === undefined) throw new Error('there is no report to merge');
  for (const other of sources) refuseOther(first, other);
  const checks = mergeChecks(sources, order);
  const reports = sources.map(({ report }) => report);
  const { causes: _, readiness: __, latency: ___, transcript: ____, ...report } = first.report;
  const latency = mergeLatency(reports);
  const baseline = joinedBaseline(reports);
  const transcripts = reports.flatMap(({ transcript }) => Object.entries(transcript ?? {}));
  return {
    ...report,
    run: mergeRuns(reports),
    target: { ...report.target, notes: distinct(reports.flatMap(({ target }) => target.notes)) },
    summary: summarise(checks),
    checks,
    attributes: mergeAttributes(reports.map(({ attributes }) => attributes)),
    requirements: sorted(reports.flatMap(({ requirements }) => Object.entries(requirements))),
    observations: mergeObservations(reports.map(({ observations }) => observations)),
    ...(baseline === undefined ? {} : { baseline }),
    ...(latency.length === 0 ? {} : { latency }),
    ...(transcripts.length === 0 ? {} : { transcript: sorted(transcripts) }),
  };
}

function refuseOther(first: MergeSource, other: MergeSource): void {
  for (const [name, of] of CONDITIONS) {
    const [a, b] = [of(first.report), of(other.report)];
    if (a !== b) throw new Error(`${first.file} and ${other.file} are of different ${name}: ${a} and ${b}`);
  }
}

/** A loopback port is another one in every job: what counts is what listens there. */
function withoutLoopbackPort(text: string): string {
  return text.replace(/^(https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\])):\d+/i, '$1');
}

function mergeChecks(sources: readonly MergeSource[], order: readonly string[]): CheckResult[] {
  const known = new Map<string, { readonly file: string; readonly check: CheckResult }>();
  for (const { file, report } of sources) {
    for (const check of report.checks) {
      const before = known.get(check.id);
      if (before === undefined) known.set(check.id, { file, check });
      else if (resultOf(before.check) !== resultOf(check)) {
        throw new Error(
          `${before.file} and ${file} contradict each other on ${check.id}: ${before.check.verdict} and ${check.verdict}`,
        );
      }
    }
  }
  const place = new Map(order.map((id, index) => [id, index]));
  const at = ({ id }: CheckResult): number => place.get(id) ?? order.length;
  return [...known.values()].map(({ check }) => check).sort((a, b) => at(a) - at(b));
}

function resultOf({ verdict, violated, waived }: CheckResult): string {
  return JSON.stringify([verdict, violated, waived]);
}

function mergeRuns(reports: readonly RunReport[]): RunReport['run'] {
  const runs = reports.map(({ run }) => run);
  const [first = runs[0]] = [...runs].sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
  const scope = mergedScope(runs.map((run) => run.scope));
  const reasons = distinct(runs.flatMap(({ reason }) => (reason === null ? [] : [reason])));
  return {
    id: distinct(runs.map(({ id }) => id)).join('+'),
    seed: first?.seed ?? 0,
    effort: first?.effort ?? 'standard',
    startedAt: first?.startedAt ?? '',
    durationMs: sum(runs.map(({ durationMs }) => durationMs)),
    requests: sum(runs.map(({ requests }) => requests)),
    complete: runs.every(({ complete }) => complete),
    reason: reasons.length === 0 ? null : reasons.join('; '),
    leftBehind: distinct(runs.flatMap(({ leftBehind }) => leftBehind)),
    ...(scope === undefined ? {} : { scope }),
  };
}

/** Rows in the order of the first report that has them; of each cell the gravest measurement, as in one run. */
function mergeAttributes(tables: readonly (readonly AttributeReport[])[]): AttributeReport[] {
  const rows = new Map<string, AttributeReport>();
  for (const row of tables.flat()) {
    const key = `${row.resource} ${row.path}`;
    const known = rows.get(key);
    rows.set(key, known === undefined ? row : { ...known, measured: gravest(known.measured, row.measured) });
  }
  return [...rows.values()];
}

function gravest(
  a: AttributeReport['measured'],
  b: AttributeReport['measured'],
): AttributeReport['measured'] {
  return {
    create: graver(a.create, b.create),
    read: graver(a.read, b.read),
    update: graver(a.update, b.update),
    clear: graver(a.clear, b.clear),
    filter: graver(a.filter, b.filter),
    required: graver(a.required, b.required),
  };
}

/** As in one run, the first value observed stays. */
function mergeObservations(all: readonly JsonObject[]): JsonObject {
  return sorted([...all].reverse().flatMap((own) => Object.entries(own)));
}

/** Percentiles of parts do not add up: the part with most requests speaks for the usual time, the slowest for the rest. */
function mergeLatency(reports: readonly RunReport[]): OperationLatency[] {
  const rows = new Map<string, OperationLatency[]>();
  for (const row of reports.flatMap(({ latency }) => latency ?? [])) {
    rows.set(row.operation, [...(rows.get(row.operation) ?? []), row]);
  }
  return [...rows]
    .map(([operation, parts]) => ({
      operation,
      count: sum(parts.map(({ count }) => count)),
      median: parts.reduce((most, part) => (part.count > most.count ? part : most)).median,
      p95: Math.max(...parts.map(({ p95 }) => p95)),
      max: Math.max(...parts.map(({ max }) => max)),
    }))
    .sort((a, b) => b.median - a.median || (a.operation < b.operation ? -1 : 1));
}

function sorted<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  const unique = new Map(entries);
  return Object.fromEntries([...unique].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
