import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { REQUIREMENTS, type RequirementId } from '../../requirements/index.ts';
import { CHECK_IDS, type CheckId } from '../../suites/check-ids.ts';

/** A way in which a server that this project did not write is known, and confirmed by hand, to deviate. */
export interface Deviation {
  /** Ids of the applications whose runs show it. */
  readonly applications: readonly string[];
  /** Ids of the checks that find it, with this verdict. */
  readonly checks: readonly CheckId[];
  /** `error`: because of it the checks cannot judge. */
  readonly verdict: 'fail' | 'warn' | 'error';
  /** Id of the requirement violated; null for `error`. */
  readonly requirement: RequirementId | null;
  /** The section, rule or table row it breaks. */
  readonly breaks: string;
  /** What was sent, and what came back. */
  readonly confirmation: string;
}

/** What is run against a server, and all that the runs may find. */
export interface Expectation {
  /** Short name, a heading of the page. */
  readonly name: string;
  /** The server with its version, and what it is set up with. */
  readonly server: string;
  readonly effort: 'quick' | 'standard' | 'thorough';
  /** Ids of the applications that are run, one after the other on one server. */
  readonly applications: readonly string[];
  readonly deviations: readonly Deviation[];
}

/** Expectation files by the name of their server, in the order of the page. */
export const EXPECTATIONS = {
  scimmy: 'scimmy.expected.json',
  betterAuth: 'better-auth.expected.json',
  jackson: 'jackson.expected.json',
} as const;

const text = { type: 'string', minLength: 1 };
const texts = { type: 'array', items: text, minItems: 1, uniqueItems: true };
const DEVIATION = {
  type: 'object',
  properties: {
    applications: texts,
    checks: { ...texts, items: { enum: CHECK_IDS } },
    verdict: { enum: ['fail', 'warn', 'error'] },
    requirement: { enum: [...REQUIREMENTS.map(({ id }) => id), null] },
    breaks: text,
    confirmation: text,
  },
  required: ['applications', 'checks', 'verdict', 'requirement', 'breaks', 'confirmation'],
  additionalProperties: false,
};
const isExpectation = new Ajv().compile<Expectation>({
  type: 'object',
  properties: {
    name: text,
    server: text,
    effort: { enum: ['quick', 'standard', 'thorough'] },
    applications: texts,
    deviations: { type: 'array', items: DEVIATION },
  },
  required: ['name', 'server', 'effort', 'applications', 'deviations'],
  additionalProperties: false,
});

/** Reads an expectation file of this folder. @throws Error when it has another form */
export function readExpectation(file: (typeof EXPECTATIONS)[keyof typeof EXPECTATIONS]): Expectation {
  const document: unknown = JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));
  if (!isExpectation(document)) throw new Error(`${file}: ${JSON.stringify(isExpectation.errors)}`);
  return document;
}
