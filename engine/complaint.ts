import type { Exchange } from '../http/exchange.ts';
import type { Control, Deviation, Finding } from '../report/finding.ts';
import { belowBase, operationName, operationOf } from '../report/operation.ts';
import { gotWords, sentence, wantedWords } from '../report/prose.ts';
import { attributesNamed, requestForm } from '../report/request-form.ts';
import type { RequirementId } from '../requirements/index.ts';
import type { Json } from '../scim/json.ts';
import type { ResourceType } from '../scim/schema.ts';
import { type Answer, errorIn } from './answer.ts';
import { shapeOf } from './shape.ts';

/** What a judgement says about the target when it does not hold. What the answer tells by itself is added by the frame. */
export interface Complaint {
  readonly deviation: Deviation;
  /** The subject of the sentence: what was done, or what is looked at. */
  readonly what: string;
  /** The circumstances, as the sentence begins: `after a user was disabled`. */
  readonly when?: string | undefined;
  /** The rest of the sentence, where the deviation alone does not say it well. */
  readonly says?: string | undefined;
  /** Path of the attribute that it is about. */
  readonly attribute?: string | undefined;
  /** How the request is written, where its operations and the names of its parameters do not tell: `filter and`. */
  readonly form?: readonly string[] | undefined;
  /** Name of the resource type, where the deciding request does not tell it. */
  readonly type?: string | undefined;
  /** The value of the attribute as JSON, or words. */
  readonly wanted?: Json | undefined;
  readonly got?: Json | undefined;
  /** Words for the reader in place of those made of `wanted` and `got`. */
  readonly expected?: string | undefined;
  readonly actual?: string | undefined;
  /** The usual cause; only where what was seen makes it likely. */
  readonly hint?: string | undefined;
  /** Whether success was wanted, so that a refusal has to be compared with the plain form before it is blamed. */
  readonly success?: boolean | undefined;
  /** The answer that decides; by default the last one. */
  readonly answer?: Pick<Answer, 'exchange'> | undefined;
  /** The plain form that worked. */
  readonly control?: Control | undefined;
  /** Id of the check that asked for the answer, where another one tells of it: both are needed to see it again. */
  readonly source?: string | undefined;
  /** What else is wrong, of which this must not keep a reader. */
  readonly also?: readonly Complaint[] | undefined;
}

/** A finding with its words and the exchanges that led to it. */
export interface Evidence {
  readonly finding: Finding & { readonly requirement: RequirementId };
  readonly message: string;
  readonly expected: string | null;
  readonly actual: string | null;
  readonly hint: string | null;
  readonly source: string | null;
  readonly exchanges: readonly Exchange[];
}

/** What has to be known to make a finding of a complaint. */
export interface Circumstances {
  readonly requirement: RequirementId;
  readonly exchanges: readonly Exchange[];
  readonly types: readonly ResourceType[];
  readonly baseUrl: string;
  readonly redact: (text: string) => string;
}

/** Characters of a finding's text that are kept. */
const LONGEST_TEXT = 600;

/** A complaint as a finding: without secrets, and short enough to read. Secrets go first, lest half of one stay. */
export function evidenceOf(complaint: Complaint, circumstances: Circumstances): Evidence {
  const { redact, requirement } = circumstances;
  const clip = (text: string): string => {
    const safe = redact(text);
    return safe.length > LONGEST_TEXT ? `${safe.slice(0, LONGEST_TEXT)}…` : safe;
  };
  const decided = decidedBy(complaint, circumstances);
  const finding: Evidence['finding'] = {
    requirement,
    deviation: complaint.deviation,
    ...decided.fields,
    attribute: complaint.attribute ?? null,
    what: clip(complaint.what),
    when: complaint.when === undefined ? null : clip(complaint.when),
    says: complaint.says === undefined ? null : clip(complaint.says),
    wanted: tidied(complaint.wanted, clip),
    got: tidied(complaint.got, clip),
    success: complaint.success ?? false,
    control: complaint.control ?? null,
  };
  const words = (own: string | undefined, made: string | null): string | null =>
    own === undefined ? made && clip(made) : clip(own);
  return {
    finding,
    message: clip(sentence(finding)),
    expected: words(complaint.expected, wantedWords(finding)),
    actual: words(complaint.actual, gotWords(finding)),
    hint: complaint.hint === undefined ? null : clip(complaint.hint),
    source: complaint.source ?? null,
    exchanges: decided.exchanges,
  };
}

/** What the deciding exchange tells of a finding. */
function decidedBy(
  complaint: Complaint,
  { exchanges, types, baseUrl }: Circumstances,
): {
  readonly exchanges: readonly Exchange[];
  readonly fields: Pick<
    Finding,
    | 'resourceType'
    | 'shape'
    | 'operation'
    | 'write'
    | 'form'
    | 'named'
    | 'status'
    | 'scimType'
    | 'detail'
    | 'deciding'
  >;
} {
  const exchange = complaint.answer?.exchange ?? exchanges.at(-1) ?? null;
  const told = exchange === null || exchanges.includes(exchange) ? exchanges : [...exchanges, exchange];
  const deciding = exchange === null ? -1 : told.lastIndexOf(exchange);
  const write = told.slice(0, deciding + 1).findLast(({ request }) => request.method !== 'GET');
  const path = (one: Exchange): string => belowBase(one.request.url, baseUrl);
  const name = (one: Exchange): string => operationName(operationOf(one.request.method, path(one)));
  const type =
    types.find(({ name: known }) => known === complaint.type) ??
    [exchange, write].map((one) => one && typeAt(path(one), types)).find((found) => found) ??
    null;
  const { status, scimType, detail } = exchange === null ? NO_ANSWER : errorIn({ exchange });
  return {
    exchanges: told,
    fields: {
      resourceType: complaint.type ?? type?.name ?? null,
      shape: complaint.attribute === undefined ? null : shapeOf(complaint.attribute, type),
      operation: exchange && name(exchange),
      write: write === undefined || write === exchange ? null : name(write),
      form: [
        ...new Set([
          ...(write === undefined ? [] : requestForm(write)),
          ...(exchange === null ? [] : requestForm(exchange)),
          ...(complaint.form ?? []),
        ]),
      ].sort(),
      named: write === undefined ? [] : attributesNamed(write),
      status,
      scimType,
      detail,
      deciding: deciding < 0 ? null : deciding,
    },
  };
}

const NO_ANSWER = { status: null, scimType: null, detail: null };

function typeAt(path: string, types: readonly ResourceType[]): ResourceType | undefined {
  const endpoint = /^\/[^/?]*/.exec(path)?.[0];
  return types.find((type) => type.endpoint === endpoint);
}

/** A value without secrets; what is long becomes the beginning of its text. */
function tidied(value: Json | undefined, clip: (text: string) => string): Json {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return clip(value);
  const text = clip(JSON.stringify(value));
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
