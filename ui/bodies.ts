import { Ajv, type JSONSchemaType, type ValidateFunction } from 'ajv';
import { UsageError } from '../config/usage-error.ts';

/** What the start form says. The secret is kept in memory alone. */
export interface Choice {
  readonly from: 'url' | 'configured' | 'embedded';
  /** Of a configured target. */
  readonly name?: string;
  readonly url?: string;
  readonly scheme?: 'bearer' | 'basic' | 'header' | 'none';
  readonly secret?: string;
  readonly username?: string;
  readonly header?: string;
  /** Id of a built-in application; empty for what the target declares. */
  readonly application?: string;
  readonly effort?: 'smoke' | 'quick' | 'standard' | 'thorough';
  readonly suites?: string[];
  readonly readOnly?: boolean;
}

/** Which findings of a run are to be replayed; none for all that fail. */
export interface ReplayWish {
  readonly checks: string[];
}

/** A finding that somebody accepts until a day. */
export interface WaiverWish {
  readonly check: string;
  readonly reason: string;
  readonly owner: string;
  readonly expires: string;
}

/** A request as somebody has written it. */
export interface TryWish {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base URL, with its query. */
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

const ajv = new Ajv({ allErrors: false });
const text = (maxLength: number) => ({ type: 'string', maxLength }) as const;
const optional = <S extends object>(schema: S) => ({ ...schema, nullable: true }) as const;

/** Bodies are small; so is what is in them. */
const LINE = 4_000;

const choice: JSONSchemaType<Choice> = {
  type: 'object',
  additionalProperties: false,
  required: ['from'],
  properties: {
    from: { type: 'string', enum: ['url', 'configured', 'embedded'] },
    name: optional(text(LINE)),
    url: optional(text(LINE)),
    scheme: { type: 'string', enum: ['bearer', 'basic', 'header', 'none'], nullable: true },
    secret: optional(text(16_000)),
    username: optional(text(LINE)),
    header: { type: 'string', pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]*$", maxLength: 200, nullable: true },
    application: { type: 'string', pattern: '^[^/\\\\]*$', maxLength: 200, nullable: true },
    effort: { type: 'string', enum: ['smoke', 'quick', 'standard', 'thorough'], nullable: true },
    suites: { type: 'array', items: text(200), maxItems: 100, nullable: true },
    readOnly: { type: 'boolean', nullable: true },
  },
};

const replay: JSONSchemaType<ReplayWish> = {
  type: 'object',
  additionalProperties: false,
  required: ['checks'],
  properties: { checks: { type: 'array', items: text(LINE), maxItems: 1_000 } },
};

const waiver: JSONSchemaType<WaiverWish> = {
  type: 'object',
  additionalProperties: false,
  required: ['check', 'reason', 'owner', 'expires'],
  properties: {
    check: text(LINE),
    reason: { type: 'string', pattern: '\\S', maxLength: LINE },
    owner: { type: 'string', pattern: '\\S', maxLength: 200 },
    expires: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\d$' },
  },
};

const attempt: JSONSchemaType<TryWish> = {
  type: 'object',
  additionalProperties: false,
  required: ['method', 'path', 'headers', 'body'],
  properties: {
    method: { type: 'string', enum: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] },
    path: { type: 'string', pattern: '^/', maxLength: 16_000 },
    headers: { type: 'object', required: [], additionalProperties: text(LINE) },
    body: text(1_000_000),
  },
};

/** Reads a body of one form. @throws UsageError for any other */
function reader<T>(schema: JSONSchemaType<T>): (body: unknown) => T {
  let validate: ValidateFunction<T> | null = null;
  return (body) => {
    validate ??= ajv.compile(schema);
    if (validate(body)) return body;
    const [error] = validate.errors ?? [];
    throw new UsageError(
      `the request is not understood: ${error?.instancePath ?? ''} ${error?.message ?? ''}`,
    );
  };
}

export const readChoice = reader(choice);
export const readReplay = reader(replay);
export const readWaiver = reader(waiver);
export const readTry = reader(attempt);
