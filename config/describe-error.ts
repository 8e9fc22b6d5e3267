import type { ErrorObject } from 'ajv';
import { isObject } from '../scim/json.ts';
import { suggest } from './nearest.ts';
import { printable } from './problem.ts';

/** A validation error in words, and the key at fault when it is a key rather than a value. */
export interface DescribedError {
  readonly message: string;
  readonly key: string | null;
}

/** Keys that somebody chose for a secret. */
const SECRET_KEY = /token|secret|passw|credential|authorization|bearer|api.?key/i;

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  null: 'null',
};

/** What the schema expected, by JSON Schema keyword. */
const EXPECTED: Readonly<Record<string, (error: ErrorObject) => string>> = {
  type: ({ params }) =>
    [params.type]
      .flat()
      .map((type) => TYPE_WORDS[String(type)] ?? String(type))
      .join(' or '),
  const: ({ params }) => JSON.stringify(params.allowedValue),
  enum: ({ params }) =>
    `one of ${[params.allowedValues]
      .flat()
      .map((value) => JSON.stringify(value))
      .join(', ')}`,
  pattern: ({ params, parentSchema }) => parentSchema?.title ?? `text that matches ${params.pattern}`,
  format: ({ params }) => (params.format === 'date' ? 'a date such as 2023-04-10' : `a ${params.format}`),
  minLength: () => 'text that is not empty',
  minItems: () => 'a list that is not empty',
  minProperties: () => 'at least one entry',
  minimum: ({ params }) => `a number of at least ${params.limit}`,
  maximum: ({ params }) => `a number of at most ${params.limit}`,
  exclusiveMinimum: ({ params }) => `a number above ${params.limit}`,
};

/** Says what was expected and what was found; values that may be secret (`writeOnly` in the schema) are not repeated. */
export function describeError(error: ErrorObject): DescribedError {
  if (error.keyword === 'additionalProperties') return describeUnknownKey(error);
  if (error.keyword === 'required') {
    return {
      message: `expected the key ${JSON.stringify(error.params.missingProperty)}, which is missing`,
      key: null,
    };
  }
  const expected = EXPECTED[error.keyword]?.(error) ?? error.message ?? 'another value';
  if (error.propertyName !== undefined) {
    return { message: `expected a key that is ${expected}`, key: error.propertyName };
  }
  const secret = error.parentSchema?.writeOnly === true && typeof error.data === 'string';
  // A literal where an object is to say where the secret is.
  if (secret && error.keyword === 'type' && error.parentSchema?.type === 'object')
    return {
      message: `expected ${expected}, for the file holds no secrets: write { env: "NAME" }, { file: "path" } or { command: ["…"] }`,
      key: null,
    };
  return { message: `expected ${expected}, got ${secret ? 'something else' : show(error.data)}`, key: null };
}

function describeUnknownKey({ params, parentSchema }: ErrorObject): DescribedError {
  const key = String(params.additionalProperty);
  const known = isObject(parentSchema?.properties) ? Object.keys(parentSchema.properties) : [];
  const advice = !SECRET_KEY.test(key)
    ? suggest(key, known)
    : known.includes('tokenEnv')
      ? 'secrets do not belong in a file: put the token into an environment variable and name that in "tokenEnv"'
      : 'secrets do not belong in this file';
  return { message: `unknown key ${printable(JSON.stringify(key))}, ${advice}`, key };
}

/** A value as a message shows it: scalars as JSON, cut at 60 characters, and containers by kind. */
function show(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (isObject(value)) return Object.keys(value).length === 0 ? 'an empty object' : 'an object';
  const text = JSON.stringify(value) ?? String(value);
  return printable(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
