import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { describeError } from './describe-error.ts';
import type { Segments, SourceDocument } from './document.ts';
import { packageRoot } from './package-root.ts';
import { formatProblem, fromPointer, type Problem, toPointer } from './problem.ts';
import { UsageError } from './usage-error.ts';

/** Something wrong inside a document that its JSON Schema cannot express. */
export interface Finding {
  readonly at: Segments;
  /** Whether the key or the value is at fault. */
  readonly part?: 'key' | 'value';
  readonly message: string;
}

/** Consequences of an error that is reported already. */
const SECONDARY: ReadonlySet<string> = new Set(['if', 'propertyNames', 'anyOf']);

/**
 * A validator for one of the JSON Schemas in `config/`. Compiled on first use: most commands need only one.
 * The validator returns the document's value, or throws a UsageError with one line per problem.
 */
export function schemaValidator<T>(schemaFile: string): (document: SourceDocument) => T {
  let compiled: ValidateFunction<T> | null = null;
  return (document) => {
    compiled ??= compile<T>(schemaFile);
    const { value } = document;
    if (compiled(value)) return value;
    const errors = (compiled.errors ?? []).filter((error) => !SECONDARY.has(error.keyword));
    throw problemsError(errors.map((error) => toProblem(error, document)));
  };
}

/**
 * Refuses a document that has findings.
 * @throws UsageError with one line per finding.
 */
export function refuseFindings(document: SourceDocument, findings: readonly Finding[]): void {
  if (findings.length === 0) return;
  throw problemsError(
    findings.map(({ at, part, message }) => ({
      file: document.file,
      ...document.locate(at, part),
      pointer: toPointer(at),
      message,
    })),
  );
}

function problemsError(problems: readonly Problem[]): UsageError {
  const inOrder = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
  return new UsageError([...new Set(inOrder.map(formatProblem))].join('\n'));
}

function compile<T>(schemaFile: string): ValidateFunction<T> {
  const ajv = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true });
  ajv.addFormat('date', fullFormats.date);
  return ajv.compile<T>(JSON.parse(readFileSync(join(packageRoot(), 'config', schemaFile), 'utf8')));
}

function toProblem(error: ErrorObject, document: SourceDocument): Problem {
  const { message, key } = describeError(error);
  const parent = fromPointer(error.instancePath);
  const segments = key === null ? parent : [...parent, key];
  return {
    file: document.file,
    ...document.locate(segments, key === null ? 'value' : 'key'),
    pointer: toPointer(segments),
    message,
  };
}
