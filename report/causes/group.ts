import type { Finding } from '../finding.ts';
import { isNoError } from './alike.ts';
import { isConsequence } from './consequence.ts';
import { has, type Symptom } from './symptom.ts';
import { TRAIT_KINDS, type Trait } from './traits.ts';
import { rootOf } from './words.ts';

/** Symptoms that share a cause, and the trait that says so. */
export interface Group {
  readonly trait: Trait;
  readonly symptoms: readonly Symptom[];
}

/** So many symptoms must share a habit of the target before that is taken for one defect. */
const SYSTEMIC = 3;

/** The part of a group's symptoms that must follow from another group for the whole to follow from it. */
const MOST = 0.8;

/** Kinds that speak for one defect only where many symptoms, of several attributes, show them. */
const HABITS: ReadonlySet<Trait['kind']> = new Set(['text', 'habit', 'result']);

/**
 * The fewest causes that explain all symptoms, as far as a greedy search finds them: again and again the trait that most
 * of the remaining symptoms share is taken for the cause of these. What is left with little to say for itself then joins
 * the cause that it is a consequence of, if there is one.
 */
export function group(symptoms: readonly Symptom[]): readonly Group[] {
  const groups: Group[] = [];
  let rest = symptoms;
  for (let trait = mostShared(rest); trait !== null; trait = mostShared(rest)) {
    const found = trait;
    groups.push({ trait: found, symptoms: rest.filter((symptom) => has(symptom, found)) });
    rest = rest.filter((symptom) => !has(symptom, found));
  }
  return joinConsequences(groups);
}

/** The trait of most symptoms, of equally many the most telling; null without symptoms. */
function mostShared(symptoms: readonly Symptom[]): Trait | null {
  const shared = new Map<string, Shared>();
  for (const { traits, finding } of symptoms) {
    for (const trait of traits) {
      const key = `${trait.kind} ${trait.text}`;
      const entry = shared.get(key) ?? {
        trait,
        count: 0,
        attributes: new Set(),
        plain: false,
        ignored: false,
      };
      entry.count++;
      entry.plain ||= finding !== null && isPlainQuery(finding);
      entry.ignored ||= finding?.deviation === 'ignored';
      entry.attributes.add(rootOf(finding?.attribute ?? null) ?? finding?.operation ?? '');
      shared.set(key, entry);
    }
  }
  const [first] = [...shared.values()]
    .filter(speaksForOne)
    .sort((a, b) => b.count - a.count || telling(a.trait) - telling(b.trait));
  return first?.trait ?? null;
}

/** A trait, and what shows it. */
interface Shared {
  readonly trait: Trait;
  count: number;
  readonly attributes: Set<string>;
  /** Whether a query that asks for the simplest thing shows it. */
  plain: boolean;
  /** Whether a finding says that a request was not heeded at all. */
  ignored: boolean;
}

/** Queries that go wrong have no more in common than that, unless the simplest ones go wrong as well. */
function speaksForOne({ trait, attributes, plain, ignored }: Shared): boolean {
  if (trait.kind === 'selection') return ignored;
  if (trait.kind === 'result' && !plain) return false;
  return !HABITS.has(trait.kind) || attributes.size >= SYSTEMIC;
}

/** Whether a text is asked for by eq, and is none that is hard to write. */
function isPlainQuery({ shape, form, when }: Finding): boolean {
  return shape === 'text' && when === null && form.includes('filter eq');
}

function telling({ kind }: Trait): number {
  return TRAIT_KINDS.indexOf(kind);
}

/** Groups whose symptoms follow from another group become part of that one. */
function joinConsequences(groups: readonly Group[]): readonly Group[] {
  const causes: Group[] = [];
  const order = groups.toSorted((a, b) => depth(a) - depth(b) || b.symptoms.length - a.symptoms.length);
  for (const candidate of order) {
    const index = causes.findIndex((cause) => follows(candidate, cause));
    const cause = causes[index];
    if (cause === undefined) causes.push(candidate);
    else causes[index] = { ...cause, symptoms: [...cause.symptoms, ...candidate.symptoms] };
  }
  return causes;
}

/**
 * What is not kept at all lies deeper than what is refused, or not found, for want of it; and a check that could not judge
 * explains nothing.
 */
function depth({ trait, symptoms }: Group): number {
  if (trait.kind === 'missing' || isNoError(trait)) return 0;
  return symptoms.every(({ verdict }) => verdict === 'error') ? 2 : 1;
}

function follows(candidate: Group, cause: Group): boolean {
  const consequences = candidate.symptoms.filter((symptom) => isConsequence(symptom, candidate.trait, cause));
  return consequences.length >= MOST * candidate.symptoms.length;
}
