import type { RunReport } from './report.ts';
import { documentValidator, parseJson } from './validator.ts';

const validate = documentValidator<RunReport>('report.schema.json', 'a run report');

/**
 * Checks that a JSON value is a run report of schema version 1.
 * Throws an Error that names the first places where it is not, one per line.
 */
export function validateReport(json: unknown): RunReport {
  const report = validate(json);
  rejectDuplicateChecks(report);
  return report;
}

/** Reads a run report from its text. Throws an Error when it is no JSON or no run report. */
export function parseReport(text: string): RunReport {
  return validateReport(parseJson(text));
}

/** Check ids are keys: comparisons and deep links find a check by its id. */
function rejectDuplicateChecks(report: RunReport): void {
  const seen = new Set<string>();
  for (const { id } of report.checks) {
    if (seen.has(id)) throw new Error(`not a run report: check ${JSON.stringify(id)} occurs twice`);
    seen.add(id);
  }
}
