import type { Comparison } from './comparison.ts';
import { documentValidator, parseJson } from './validator.ts';

const validate = documentValidator<Comparison>('comparison.schema.json', 'a comparison');

/** Reads a comparison from its text. Throws an Error when it is no JSON or no comparison of schema version 1. */
export function parseComparison(text: string): Comparison {
  return validate(parseJson(text));
}
