import type { VariationId } from '../variations.ts';
import type { FeatureName } from './features.ts';
import type { KindName } from './kinds.ts';
import { type Choice, choicesOf, kindOf, type Policy } from './policy.ts';

/** A part of a policy: a choice about an attribute, a feature that is not there, or a variation. */
export type Part =
  | { readonly part: 'attribute'; readonly choice: Choice }
  | { readonly part: 'without'; readonly feature: FeatureName }
  | { readonly part: 'variation'; readonly variation: VariationId };

/** Variations of which one at most can be: they decide about the same thing. */
const EXCLUSIVE: readonly (readonly VariationId[])[] = [
  [
    'ids-numbers',
    'ids-capitals',
    'ids-case-apart',
    'ids-long',
    'ids-names',
    'ids-dots-and-colons',
    'ids-percent',
    'ids-unicode',
    'ids-quotes',
  ],
  ['versions-strong', 'versions-with-punctuation', 'no-etags'],
  ['patch-answers-200', 'patch-answers-204', 'patch-answers-204-bare'],
  ['locations-as-paths', 'locations-relative'],
  ['charset-in-media-type', 'media-type-in-capitals'],
  ['members-reversed', 'indented-bodies'],
  ['bulk-results-with-bodies', 'bulk-results-without-versions', 'no-bulk', 'small-bulk-limits'],
  ['me-answers', 'me-redirects'],
  ['pages-of-3', 'pages-of-10', 'pages-of-20-unannounced', 'too-many-results-refused', 'cursors'],
  ['newest-first', 'ordered-by-id'],
  ['no-discovery', 'discovery-501', 'no-service-provider-config'],
  ['no-discovery', 'discovery-501', 'no-resource-types'],
  ['no-discovery', 'discovery-501', 'no-schemas'],
  ['clock-hours-ahead', 'clock-years-behind', 'clock-in-seconds'],
  ['times-without-fraction', 'times-with-offset', 'times-with-seven-digits'],
  ['names-in-small-letters', 'names-with-capitals'],
  ['empty-arrays', 'nulls'],
  ['members-bare', 'members-with-display'],
  ['phone-numbers-as-uris', 'phone-numbers-as-digits', 'display-of-values'],
  ['canonical-values-declared', 'defaults-filled-in'],
  ['errors-in-another-language', 'errors-without-detail'],
];

/** Variations that leave a client without /Schemas, so that only what nobody declares can be other than usual. */
export const UNDECLARED: ReadonlySet<VariationId> = new Set<VariationId>([
  'no-discovery',
  'discovery-501',
  'no-schemas',
  'no-resource-types',
]);

/** Without its configuration a provider cannot say what it does not support (RFC 7643 §5). */
const UNCONFIGURED: ReadonlySet<VariationId> = new Set<VariationId>([
  'no-discovery',
  'discovery-501',
  'no-service-provider-config',
]);
const ANNOUNCED: ReadonlySet<VariationId> = new Set<VariationId>([
  'no-bulk',
  'no-sorting',
  'no-etags',
  'no-password-changes',
  'small-bulk-limits',
  'pages-of-3',
  'pages-of-10',
]);

/** Kinds that leave a provider without a value that it would make up itself, or that give it one it does not take. */
const NO_MADE_UP: ReadonlySet<KindName> = new Set<KindName>([
  'absent',
  'forgotten',
  'required',
  'demanded',
  'closed',
  'unique',
  'single',
  'readOnly',
  'immutable',
]);

/** Variations that make up values, by the attributes that they give one. */
const MAKING_UP: Readonly<Partial<Record<VariationId, RegExp>>> = {
  'defaults-filled-in': /^(displayName|userType|preferredLanguage|timezone|name)\b/,
  'canonical-values-declared': /^(userType|preferredLanguage)\b/,
  'formatted-name-made-up': /^name\b/,
  'types-of-values': /\.type$/,
  'display-of-values': /\.display$/,
  'me-answers': /^displayName\b/,
  'me-redirects': /^displayName\b/,
};

/** Variations with a user of the provider's own, who has nothing but names. */
const WITH_USER: ReadonlySet<VariationId> = new Set<VariationId>(['me-answers', 'me-redirects']);

/** Why two parts of a policy cannot stand together is in the tables above; here is whether they can. */
export function standTogether(a: Part, b: Part): boolean {
  if (a.part === 'attribute' && b.part === 'attribute') return choicesStand(a.choice, b.choice);
  if (a.part === 'variation' && b.part === 'variation') return variationsStand(a.variation, b.variation);
  if (a.part === 'variation' && b.part !== 'variation') return withVariation(b, a.variation);
  if (b.part === 'variation' && a.part !== 'variation') return withVariation(a, b.variation);
  return true;
}

function variationsStand(a: VariationId, b: VariationId): boolean {
  if (UNCONFIGURED.has(a) && ANNOUNCED.has(b)) return false;
  if (UNCONFIGURED.has(b) && ANNOUNCED.has(a)) return false;
  return !EXCLUSIVE.some((group) => group.includes(a) && group.includes(b));
}

function withVariation(part: Exclude<Part, { part: 'variation' }>, variation: VariationId): boolean {
  if (part.part === 'without') return !UNCONFIGURED.has(variation);
  const { choice } = part;
  if (UNDECLARED.has(variation) && kindOf(choice).declares !== undefined) return false;
  if (WITH_USER.has(variation) && kindOf(choice).aspect === 'required') return false;
  // What groups may share cannot be theirs alone.
  if (variation === 'group-names-not-unique' && choice.id === 'Group.displayName:unique') return false;
  const pattern = MAKING_UP[variation];
  return pattern === undefined || !NO_MADE_UP.has(choice.kind) || !pattern.test(choice.path.join('.'));
}

/** Aspects of an attribute that nobody can set which still mean something. */
const OF_READ_ONLY: ReadonlySet<string> = new Set(['returned', 'case']);

function choicesStand(a: Choice, b: Choice): boolean {
  if (a.resource !== b.resource || a.path[0] !== b.path[0]) return true;
  const [first, second] = [kindOf(a), kindOf(b)];
  if (first.aspect === 'all' || second.aspect === 'all') return false;
  if (a.path.join('.') !== b.path.join('.'))
    return first.aspect !== second.aspect || first.aspect === 'required';
  if (first.aspect === second.aspect) return false;
  if (a.kind === 'readOnly' && !OF_READ_ONLY.has(second.aspect)) return false;
  if (b.kind === 'readOnly' && !OF_READ_ONLY.has(first.aspect)) return false;
  // Who never sees a value cannot send it with every PUT (RFC 7644 §3.5.1).
  const kinds = [a.kind, b.kind];
  if (kinds.includes('never') && [first.aspect, second.aspect].includes('required')) return false;
  // A list of few values is soon used up.
  return !(
    ['uniqueness', 'values'].includes(first.aspect) && ['uniqueness', 'values'].includes(second.aspect)
  );
}

/** Every part of a policy. */
export function partsOf(policy: Policy): readonly Part[] {
  return [
    ...choicesOf(policy).map((choice) => ({ part: 'attribute', choice }) as const),
    ...policy.without.map((feature) => ({ part: 'without', feature }) as const),
    ...policy.variations.map((variation) => ({ part: 'variation', variation }) as const),
  ];
}

/** A policy of these parts. */
export function policyOf(parts: readonly Part[]): Policy {
  return {
    attributes: parts.flatMap((one) => (one.part === 'attribute' ? [one.choice.id] : [])),
    without: parts.flatMap((one) => (one.part === 'without' ? [one.feature] : [])),
    variations: parts.flatMap((one) => (one.part === 'variation' ? [one.variation] : [])),
  };
}

/** The name of a part, in a policy's file. */
export function nameOf(part: Part): string {
  if (part.part === 'attribute') return part.choice.id;
  return part.part === 'without' ? part.feature : part.variation;
}

/** The parts that stand together with those before them. */
export function compatible(parts: readonly Part[]): readonly Part[] {
  const kept: Part[] = [];
  for (const part of parts) {
    const stands = kept.every((other) => nameOf(other) !== nameOf(part) && standTogether(other, part));
    if (stands) kept.push(part);
  }
  return kept;
}
