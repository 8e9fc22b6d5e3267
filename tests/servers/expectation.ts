import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';

/** A way in which a server that this project did not write is known, and confirmed by hand, to deviate. */
export interface Deviation {
  /** Ids of the applications whose runs show it. */
  readonly applications: readonly string[];
  readonly check: string;
  readonly verdict: 'fail' | 'warn';
  /** Id of the requirement violated. */
  readonly requirement: string;
  /** The section, rule or table row it breaks. */
  readonly breaks: string;
  /** What was sent by hand, and what came back. */
  readonly confirmation: string;
}

/** All that a run against the server may find. */
export interface Expectation {
  readonly server: string;
  readonly deviations: readonly Deviation[];
}

const text = { type: 'string', minLength: 1 };
const DEVIATION = {
  type: 'object',
  properties: {
    applications: { type: 'array', items: text, minItems: 1, uniqueItems: true },
    check: text,
    verdict: { enum: ['fail', 'warn'] },
    requirement: text,
    breaks: text,
    confirmation: text,
  },
  required: ['applications', 'check', 'verdict', 'requirement', 'breaks', 'confirmation'],
  additionalProperties: false,
};
const isExpectation = new Ajv().compile<Expectation>({
  type: 'object',
  properties: { server: text, deviations: { type: 'array', items: DEVIATION } },
  required: ['server', 'deviations'],
  additionalProperties: false,
});

/** Reads an expectation file. @throws Error when it has another form */
export function readExpectation(file: URL): Expectation {
  const document: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isExpectation(document)) throw new Error(`${file.pathname}: ${JSON.stringify(isExpectation.errors)}`);
  return document;
}
