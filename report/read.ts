import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { packageRoot } from '../config/package-root.ts';
import type { RunReport } from './report.ts';

let compiled: ValidateFunction<RunReport> | undefined;

/**
 * Checks that a JSON value is a run report of schema version 1.
 * Throws an Error that names the first places where it is not, one per line.
 */
export function validateReport(json: unknown): RunReport {
  compiled ??= compileSchema();
  if (compiled(json)) {
    rejectDuplicateChecks(json);
    return json;
  }
  const problems = (compiled.errors ?? []).slice(0, 5).map(describe);
  throw new Error(`not a run report of schema version 1:\n${problems.join('\n')}`);
}

/** Reads a run report from its text. Throws an Error when it is no JSON or no run report. */
export function parseReport(text: string): RunReport {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Error(`not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  return validateReport(json);
}

function compileSchema(): ValidateFunction<RunReport> {
  const ajv = new Ajv({ allowUnionTypes: true, formats: { 'date-time': fullFormats['date-time'] } });
  const schema = readFileSync(join(packageRoot(), 'report', 'report.schema.json'), 'utf8');
  return ajv.compile<RunReport>(JSON.parse(schema));
}

/** Check ids are keys: comparisons and deep links find a check by its id. */
function rejectDuplicateChecks(report: RunReport): void {
  const seen = new Set<string>();
  for (const { id } of report.checks) {
    if (seen.has(id)) throw new Error(`not a run report: check ${JSON.stringify(id)} occurs twice`);
    seen.add(id);
  }
}

function describe(error: ErrorObject): string {
  const place = error.instancePath === '' ? 'the document' : error.instancePath;
  const { allowedValues, allowedValue, additionalProperty } = error.params;
  const detail = allowedValues ?? allowedValue ?? additionalProperty;
  return `  ${place} ${error.message}${detail === undefined ? '' : `: ${JSON.stringify(detail)}`}`;
}
