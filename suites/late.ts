import type { CheckId } from './check-ids.ts';

/**
 * Checks that send what a target may store and stumble over from then on: resources without what is required, and values
 * that are hard to hold. They come late, so that a target that does not get over it has been judged by then.
 */
export const LATE: ReadonlySet<string> = new Set<CheckId>([
  'required-attributes/refuses-absent',
  'required-attributes/refuses-null',
  'required-attributes/refuses-empty',
  'required-attributes/clears-each-attribute',
  'required-attributes/keeps-hard-values',
  'filtering/hard-values',
  'modify/hard-values',
  'modify/required',
  'attributes/names-in-any-case',
  'agreement/required',
  'errors/misshapen-messages',
  'errors/invalid-value',
]);
