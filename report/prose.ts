import type { Json } from '../scim/json.ts';
import { isUnassigned } from '../scim/value.ts';
import type { Deviation, Finding } from './finding.ts';
import { howItDiffers } from './how-it-differs.ts';

/** What the sentences about a finding are made of. */
export type Told = Pick<
  Finding,
  'deviation' | 'attribute' | 'what' | 'when' | 'says' | 'wanted' | 'got' | 'status' | 'scimType' | 'detail'
>;

/** What is true of the subject, by what kind of deviation it is. */
const PREDICATES: Readonly<Record<Deviation, (told: Told) => string>> = {
  unanswered: () => 'gets no answer',
  answered: (told) => `is answered with ${answerOf(told)}`,
  carriedOut: ({ status }) =>
    `is refused${status === null ? '' : ` with ${status}`} and carried out all the same`,
  ignored: ({ status }) => `is accepted${status === null ? '' : ` with ${status}`} and changes nothing`,
  missing: () => 'is missing',
  present: () => 'is there, and should not be',
  differs: ({ wanted, got }) => howItDiffers(wanted, got),
  changed: ({ wanted, got }) => `${howItDiffers(wanted, got)}, although nothing named it`,
  unfound: ({ wanted }) => `does not find ${words(wanted)}`,
  found: ({ got }) => `finds ${words(got)}`,
  count: ({ wanted, got }) => `is ${words(got)} instead of ${words(wanted)}`,
  repeated: () => 'is there more often than once',
  order: () => 'is not in order',
  form: ({ wanted, got }) => `is ${words(got)} instead of ${words(wanted)}`,
  untrue: () => 'is not what the target does',
  disclosed: () => 'is told',
  worsened: (told) => `is answered with ${answerOf(told)}, as it was not before`,
  slow: ({ got }) => `takes ${words(got)}`,
};

/** What is wrong, in one sentence about the target, without a full stop. */
export function sentence(told: Told): string {
  const when = told.when === null ? '' : `${told.when}, `;
  return withArticles(`${when}${told.what} ${told.says ?? PREDICATES[told.deviation](told)}`.trim());
}

/** The article that the name of a resource type asks for: `an Entitlement`; those in small letters are written right. */
function withArticles(text: string): string {
  return text.replace(/\b([Aa]) (?=[AEIO][a-z])/g, '$1n ');
}

/** What was wanted, in words; null where there is nothing to say. */
export function wantedWords({ attribute, deviation, wanted }: Told): string | null {
  if (COMPARED.has(deviation) && attribute !== null) return valueWords(attribute, wanted);
  return wanted === null ? null : words(wanted);
}

/** What came instead, in words; null where there is nothing to say. */
export function gotWords(told: Told): string | null {
  const { attribute, deviation, got } = told;
  if (COMPARED.has(deviation) && attribute !== null) return valueWords(attribute, got);
  if (got === null) return told.status === null ? null : answerOf(told);
  return words(got);
}

/** Deviations of which `wanted` and `got` are values of the attribute. */
const COMPARED: ReadonlySet<Deviation> = new Set(['missing', 'present', 'differs', 'changed']);

function valueWords(attribute: string, value: Json): string {
  return isUnassigned(value) ? `no ${attribute}` : `${attribute} = ${JSON.stringify(value)}`;
}

function words(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The answer in a few words: its status, with what the target's error says. */
export function answerOf({ status, scimType, detail }: Pick<Told, 'status' | 'scimType' | 'detail'>): string {
  const error = [scimType, detail].filter((part) => part !== null && part !== '').join(': ');
  return `${status ?? 'nothing'}${error === '' ? '' : ` (${error})`}`;
}
