import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { packageRoot } from '../config/package-root.ts';
import { isObject, type Json, member } from '../scim/json.ts';

/** Problems named in one message. */
const NAMED = 5;

/**
 * A validator for one of the JSON Schemas in `report/`. It returns the value, or throws
 * an Error that names the first places where the value is not what the schema wants, one per line.
 * @param what the kind of document, for the message: "a run report"
 */
export function documentValidator<T>(schemaFile: string, what: string): (json: unknown) => T {
  const compiled = compile<T>(schemaFile);
  return (json) => {
    if (compiled(json)) return json;
    const problems = (compiled.errors ?? []).slice(0, NAMED).map(describe);
    throw new Error(`not ${what} of schema version 1${newer(json)}:\n${problems.join('\n')}`);
  };
}

function newer(json: unknown): string {
  const version = isObject(json) ? member(json, 'schemaVersion') : undefined;
  const isNewer = typeof version === 'number' && version > 1;
  return isNewer ? `, but of version ${version}, which a newer version of this program writes` : '';
}

/** The value of a JSON text. Throws an Error when it is no JSON. */
export function parseJson(text: string): Json {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function compile<T>(schemaFile: string): ValidateFunction<T> {
  const ajv = new Ajv({ allowUnionTypes: true, formats: { 'date-time': fullFormats['date-time'] } });
  return ajv.compile<T>(JSON.parse(readFileSync(join(packageRoot(), 'report', schemaFile), 'utf8')));
}

function describe(error: ErrorObject): string {
  const place = error.instancePath === '' ? 'the document' : error.instancePath;
  const { allowedValues, allowedValue, additionalProperty } = error.params;
  const detail = allowedValues ?? allowedValue ?? additionalProperty;
  return `  ${place} ${error.message}${detail === undefined ? '' : `: ${JSON.stringify(detail)}`}`;
}
