import type { Exchange } from '../../http/exchange.ts';
import type { CheckResult } from '../report.ts';
import type { AttributeReader } from './attributes.ts';
import { act, lastWrite, operationIn, operationsText, patchForms, refusal, template } from './exchanges.ts';

/** The kinds of what can be seen of a finding, from the most to the least telling. */
export const TRAIT_KINDS = [
  'lost',
  'missing',
  'surplus',
  'answered',
  'attribute',
  'mediaType',
  'form',
  'text',
  'patched',
  'listed',
  'requirement',
] as const;

/** One thing that can be seen of a finding; a shared trait speaks for a shared cause. */
export interface Trait {
  readonly kind: (typeof TRAIT_KINDS)[number];
  /** Equal texts of one kind are the same trait. */
  readonly text: string;
}

/** A finding, or a check that could not judge, with what can be seen of it. */
export interface Symptom {
  readonly check: CheckResult;
  readonly traits: readonly Trait[];
  /** The refusals among its exchanges: what a later step may suffer from. */
  readonly refusals: ReadonlySet<string>;
  /** Attributes that its texts and its last PATCH name. */
  readonly named: ReadonlySet<string>;
}

/** What can be seen of a check that does not pass. */
export function symptomOf(check: CheckResult, baseUrl: string, attributesIn: AttributeReader): Symptom {
  const judged = check.exchanges.at(-1);
  const texts = [
    check.message,
    check.reason,
    check.expected,
    check.actual,
    judged && operationsText(judged),
  ].join('\n');
  return {
    check,
    traits: [
      ...lost(check),
      ...valueTraits(check, attributesIn),
      ...surplus(check),
      ...form(check),
      ...(judged === undefined ? [] : exchangeTraits(check, judged, baseUrl)),
      ...lastResort(check, judged, baseUrl),
    ],
    refusals: new Set(check.exchanges.flatMap((exchange) => refusal(exchange, baseUrl) ?? [])),
    named: new Set(attributesIn(texts)),
  };
}

/** Whether a symptom shows a trait. */
export function has({ traits }: Symptom, { kind, text }: Trait): boolean {
  return traits.some((trait) => trait.kind === kind && trait.text === text);
}

/** The target does not answer, or not to these credentials any more: everything after that has this one reason. */
function lost({ verdict, reason, exchanges }: CheckResult): readonly Trait[] {
  const last = exchanges.at(-1);
  const unanswered = last === undefined || last.response === null || last.response.status === 401;
  if (verdict !== 'error' || reason === null || !unanswered) return [];
  return [{ kind: 'lost', text: template(reason.replace(/^the target stopped answering: /, '')) }];
}

/** Attributes whose value is missing or another than expected. */
function valueTraits(check: CheckResult, attributesIn: AttributeReader): readonly Trait[] {
  const { expected, actual } = check;
  const [attribute] = attributesIn(subject(check) ?? '');
  if (attribute === undefined) return [];
  const gone = isGone(actual);
  // What a service provider says of a resource is not one thing.
  const name = attribute === 'meta' ? (subject(check) ?? attribute) : attribute;
  const deleted = lastWrite(check)?.request.method === 'DELETE';
  const text = !gone && isText(expected) && isText(actual);
  return [
    ...(gone ? [{ kind: 'missing', text: attribute } as const] : []),
    { kind: 'attribute', text: deleted ? `${name} after DELETE` : name },
    ...(text ? [{ kind: 'text', text: 'comes back changed' } as const] : []),
  ];
}

/** An attribute that is there where none should be: `no nickName`. */
function surplus({ expected }: CheckResult): readonly Trait[] {
  const [, attribute] = /^(?:no|an answer without) ([A-Za-z][\w$.:-]*)$/.exec(expected ?? '') ?? [];
  return attribute === undefined ? [] : [{ kind: 'surplus', text: attribute }];
}

/** Characters by which the forms of bodies are told apart. */
const FORM_LENGTH = 40;

/** Expectations about the form of an answer, whatever was asked for. */
const FORM = /^("scimType": "\w+"|a JSON object whose .*|an xsd:dateTime .*|true or false)$/s;

/** An answer of another form than the one expected; equal ones are one habit of the target. */
function form({ expected, actual }: CheckResult): readonly Trait[] {
  if (expected === null || actual === null || !FORM.test(expected)) return [];
  if (!expected.startsWith('"scimType"')) {
    return [{ kind: 'form', text: `${template(actual).slice(0, FORM_LENGTH)} where ${expected} is wanted` }];
  }
  const none = isGone(actual);
  return [{ kind: 'form', text: none ? 'no scimType' : `${actual} where ${expected} is wanted` }];
}

/** Whether what came is nothing: `no value`, `"active": nothing`. */
function isGone(actual: string | null): boolean {
  return /^no value$|(^|[ =:])nothing$/.test(actual ?? '');
}

/** The attribute that a finding is about: `name.givenName = "Ada"`, `"active": true`, `3 members: […]`. */
export function subject({ expected, actual }: CheckResult): string | null {
  if (/^\d* ?members\b/.test(actual ?? '')) return 'members';
  return subjectOf(expected ?? '') ?? subjectOf(actual ?? '');
}

function subjectOf(text: string): string | null {
  const [, quoted, path] = /^(?:"([\w$.:-]+)":|([A-Za-z][\w$.:-]*(?:\[[^\]]*\][\w.]*)?) = )/.exec(text) ?? [];
  return quoted ?? path ?? null;
}

function isText(text: string | null): boolean {
  return /^\S.*? ?[=:] ?"/.test(text ?? '');
}

function exchangeTraits(check: CheckResult, judged: Exchange, baseUrl: string): readonly Trait[] {
  const traits = [...answered(check, judged, baseUrl), ...mediaType(check, judged)];
  // What a check that could not judge has done besides says nothing about why.
  if (check.violated === null) return traits;
  // A status that is complained about speaks for itself, whatever form the request had.
  const another = traits.some(({ kind, text }) => kind === 'answered' && text.includes(' instead of '));
  return [...traits, ...(another ? [] : patched(check)), ...listed(check, judged, baseUrl)];
}

/** A status that is complained about: a refusal with its words, or another than the one expected. */
function answered({ expected, actual }: CheckResult, judged: Exchange, baseUrl: string): readonly Trait[] {
  const refused = refusal(judged, baseUrl);
  if (refused !== null) return [{ kind: 'answered', text: refused }];
  const status = judged.response?.status;
  if (status === undefined || actual?.startsWith(String(status)) !== true) return [];
  const wanted = /^\d{3}/.exec(expected ?? '')?.[0] ?? 'another';
  return [{ kind: 'answered', text: `${act(judged, baseUrl)} ${status} instead of ${wanted}` }];
}

/**
 * A body of another media type than SCIM's (RFC 7644 §3.1), where the finding complains about that or nothing could be read:
 * JSON under another name breaks nothing else.
 */
function mediaType({ expected, actual }: CheckResult, { response }: Exchange): readonly Trait[] {
  if (response === null || response.body === null || response.body === '') return [];
  const type = (response.headers['content-type'] ?? 'none').replace(/;.*$/s, '').trim().toLowerCase();
  const unreadable = !/^\s*[{[]/.test(response.body);
  const blamed = unreadable || /content-type/i.test(`${expected} ${actual}`);
  return blamed && type !== 'application/scim+json' ? [{ kind: 'mediaType', text: type }] : [];
}

/** A PATCH in another than the plainest form, after which something is not as it should be. */
function patched(check: CheckResult): readonly Trait[] {
  const write = lastWrite(check);
  if (write === undefined) return [];
  return patchForms(write)
    .filter((form) => !/^\w* path$/.test(form))
    .map((form) => ({ kind: 'patched', text: form.replace(/^(add|remove|replace) /, '') }));
}

/** What a search found, and after which change. */
function listed(check: CheckResult, judged: Exchange, baseUrl: string): readonly Trait[] {
  const { method, path, filtered } = operationIn(judged, baseUrl);
  if (method !== 'GET' || !/^\/(Users|Groups)$/.test(path) || judged.response?.status !== 200) return [];
  const write = lastWrite(check)?.request.method ?? 'POST';
  const after = write === 'POST' ? '' : ` after ${write}`;
  const search = filtered ? 'filter' : 'list';
  return [{ kind: 'listed', text: `${search} ${contents(judged.response.body ?? '')}${after}` }];
}

/** Whether a list holds resources; by its text, because long bodies are cut. */
function contents(body: string): string {
  if (/"Resources"\s*:\s*\[\s*\{/i.test(body)) return 'found';
  return /"(Resources"\s*:\s*\[\s*\]|totalResults"\s*:\s*0\b)/i.test(body) ? 'empty' : 'no list';
}

/** What every finding has: its requirement, or the reason why nothing could be judged. */
function lastResort(check: CheckResult, judged: Exchange | undefined, baseUrl: string): readonly Trait[] {
  const text =
    check.violated === null
      ? `unjudged ${template(check.reason ?? check.message ?? '')}`
      : `${check.violated} ${judged === undefined ? '' : act(judged, baseUrl)}`;
  return [{ kind: 'requirement', text }];
}
