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
  /** Whether it is seen turns on what the server does at the same time: it may be found, and counts as passed. */
  readonly sometimes?: true;
}

/** What is run against a server, and all that the runs may find. */
export interface Expectation {
  /** Short name, a heading of the page. */
  readonly name: string;
  /** The server with its version, and what it is set up with. */
  readonly server: string;
  readonly effort: 'quick' | 'standard' | 'thorough';
  /** Suites, or groups of them; left out: those of a run that names none. */
  readonly suites?: readonly string[];
  /**
   * The applications that are run, one after the other on one server: ids, paths of profiles in this folder, and
   * `own-schemas` for a run without one.
   */
  readonly applications: readonly string[];
  readonly deviations: readonly Deviation[];
  /** What the server keeps although a client deletes it. */
  readonly leftBehind?: readonly Leftover[];
}

/** Resources of one endpoint that the server itself cannot delete. */
export interface Leftover {
  /** The applications whose runs leave some. */
  readonly applications: readonly string[];
  /** `/Users` */
  readonly endpoint: string;
  /** How they come to be, and how the server answers to a DELETE. */
  readonly confirmation: string;
}

/** An expectation with the name of its files. */
export interface PinnedServer extends Expectation {
  readonly id: string;
}

/** The servers with an expectation, `<id>.expected.json`, in the order of the page. */
export const PINNED = [
  'scim2-server',
  'django-scim2',
  'django-scim2-server',
  'elimity',
  'rust-scim-server',
  'scimple',
  'scim-sdk',
  'unboundid',
  'keycloak',
  'scim-patch',
  'scimmy',
  'better-auth',
  'jackson',
] as const;

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
    sometimes: { const: true },
  },
  required: ['applications', 'checks', 'verdict', 'requirement', 'breaks', 'confirmation'],
  additionalProperties: false,
};
const LEFTOVER = {
  type: 'object',
  properties: { applications: texts, endpoint: { type: 'string', pattern: '^/' }, confirmation: text },
  required: ['applications', 'endpoint', 'confirmation'],
  additionalProperties: false,
};
const ajv = new Ajv();
const isExpectation = ajv.compile<Expectation>({
  type: 'object',
  properties: {
    name: text,
    server: text,
    effort: { enum: ['quick', 'standard', 'thorough'] },
    suites: texts,
    applications: texts,
    deviations: { type: 'array', items: DEVIATION },
    leftBehind: { type: 'array', items: LEFTOVER },
  },
  required: ['name', 'server', 'effort', 'applications', 'deviations'],
  additionalProperties: false,
});

/** Reads the expectation of a server. @throws Error when it has another form */
export function readExpectation(id: (typeof PINNED)[number]): PinnedServer {
  const file = `${id}.expected.json`;
  const document: unknown = JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));
  if (!isExpectation(document)) throw new Error(`${file}: ${JSON.stringify(isExpectation.errors)}`);
  return { id, ...document };
}
