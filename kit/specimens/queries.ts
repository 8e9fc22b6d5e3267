import type { Answer } from '../../engine/answer.ts';
import type { Case } from '../../engine/case.ts';
import { seedOf } from '../../engine/seed.ts';
import { NotOffered } from '../../engine/violation.ts';
import type { ScimRequest } from '../../http/client.ts';
import type { RequirementId } from '../../requirements/index.ts';
import { type Filter, formatFilter } from '../../scim/filter.ts';
import { isObject, type Json, type JsonObject, member, stringMember } from '../../scim/json.ts';
import { SEARCH_REQUEST } from '../../scim/urns.ts';
import { judgeList, listIn } from '../answers.ts';
import { REFUSALS, type SpecimenSet } from './set.ts';

/** Pages of one answer that are read at most, when the filter cannot be narrowed to the specimens. */
const MOST_PAGES = 20;

/** Query parameters by name, as the body of a search has them: numbers as numbers, names in lists. */
export type Parameters = Readonly<Record<string, Json>>;

/** How a query is sent: as GET of the endpoint, or as POST to its `.search`. */
export type Way = 'get' | 'search';

/** The request of a query. In a URL, lists are joined by commas (RFC 7644 §3.9). */
export function queryRequest(
  endpoint: string,
  parameters: Parameters,
  purpose: string,
  way: Way = 'get',
): ScimRequest {
  if (way === 'search') {
    const body = { schemas: [SEARCH_REQUEST], ...parameters };
    return { method: 'POST', path: `${endpoint}/.search`, body, purpose };
  }
  const query = Object.entries(parameters).map(([name, value]) => [
    name,
    typeof value === 'number' ? value : Array.isArray(value) ? value.join(',') : String(value),
  ]);
  return { method: 'GET', path: endpoint, query: Object.fromEntries(query), purpose };
}

/** How a filter F is joined with the narrowing N so that it means the same; what has no brackets needs none. */
const JOINS: Readonly<Record<Filter['kind'], readonly string[]>> = {
  // What others are compared with is written in one way, the plainest one.
  compare: ['N and F'],
  present: ['N and F'],
  valuePath: ['N and F', 'F and N'],
  not: ['F and N', 'N and F'],
  and: ['F and N', 'N and (F)', 'N and F', '(F) and N'],
  or: ['(F) and N', 'N and (F)'],
};

/**
 * The filter, narrowed to the specimens where the target understands that. Filters of several expressions are joined in any
 * way that their shape allows, so that every production of the grammar is met first, last and in the middle (RFC 7644
 * §3.4.2.2, Figure 1). Which way depends on the shape alone: a replay sends the same.
 * @param text how the filter is written
 */
export function scoped(
  { scope, narrows }: Pick<SpecimenSet, 'scope' | 'narrows'>,
  filter: Filter,
  text = formatFilter(filter),
): string {
  if (scope === null || !narrows) return text;
  return joinOf(filter).replace(/[NF]/g, (part) => (part === 'N' ? formatFilter(scope) : text));
}

/** Whether the narrowing puts brackets around a filter that are not its own. */
export const isBracketed = (filter: Filter): boolean => joinOf(filter).includes('(');

function joinOf(filter: Filter): string {
  const joins = isComposed(filter) ? JOINS[filter.kind] : JOINS.compare;
  const shape = formatFilter(filter).replace(/"(?:[^"\\]|\\.)*"/g, '');
  return joins[Math.abs(seedOf(0, filter.kind, shape)) % joins.length] ?? 'N and (F)';
}

/** Whether a filter is made of several expressions, or turns one around. */
export function isComposed(filter: Filter): boolean {
  if (filter.kind !== 'valuePath') return !('path' in filter);
  return filter.path.filter !== null && isComposed(filter.path.filter);
}

/** The filter that finds exactly the specimens. @throws NotOffered where the target does not answer one rightly */
export function scopeText({ scope, subject }: SpecimenSet): string {
  if (scope === null)
    throw new NotOffered(
      `the target answers no filter with exactly the ${subject.noun}s that the check made`,
    );
  return formatFilter(scope);
}

/** What came of a query, all its pages together. */
export type Reading =
  | {
      readonly kind: 'found';
      readonly hits: readonly JsonObject[];
      /** The last of them. */
      readonly answer: Answer;
      readonly answers: readonly Answer[];
    }
  /** Refused as not supported. */
  | { readonly kind: 'refused'; readonly answer: Answer }
  /** Answered with something else than a list. */
  | { readonly kind: 'broken'; readonly answer: Answer }
  /** More results than can be read. */
  | { readonly kind: 'endless' };

/**
 * Asks a query and reads its pages, in the order of the answer.
 * @param moving whether there are others among the results, which come and go: pages overlap then, because paging has no
 *   memory, and what slides over the edge of a page is on neither (RFC 7644 §3.4.2.4)
 */
export async function readPages(
  c: Case,
  endpoint: string,
  parameters: Parameters,
  purpose: string,
  moving = false,
): Promise<Reading> {
  const hits = new Map<string, JsonObject>();
  const answers: Answer[] = [];
  let startIndex = 1;
  for (let page = 0; page < MOST_PAGES; page++) {
    const paged = page === 0 ? parameters : { ...parameters, startIndex };
    const answer = await c.send(queryRequest(endpoint, paged, purpose));
    answers.push(answer);
    if (page === 0 && REFUSALS.has(answer.status)) return { kind: 'refused', answer };
    const list = listIn(answer);
    if (list === null) return { kind: 'broken', answer };
    const resources = member(list, 'Resources');
    const found = Array.isArray(resources) ? resources.filter(isObject) : [];
    for (const hit of found) hits.set(stringMember(hit, 'id') ?? `no id, ${hits.size}`, hit);
    const total = member(list, 'totalResults');
    const behind = startIndex + found.length;
    const last = behind > (typeof total === 'number' ? total : 0) || found.length === 0;
    if (last) return { kind: 'found', hits: [...hits.values()], answer, answers };
    startIndex = moving ? behind - Math.floor(found.length / 2) : behind;
  }
  return { kind: 'endless' };
}

/** The ids of hits, in their order. */
export function idsOf(hits: readonly JsonObject[]): readonly string[] {
  return hits.flatMap((hit) => stringMember(hit, 'id') ?? []);
}

/** What a query found: hits in the order of the answer, or the answer that refused it. */
export type Outcome =
  | { readonly kind: 'found'; readonly hits: readonly JsonObject[]; readonly response: Answer }
  | { readonly kind: 'refused'; readonly response: Answer };

/** Why a query is not judged of which more is found than can be read. */
export const ENDLESS = 'the target holds more resources than the check can tell its own from';

/**
 * Asks a query and reads all its pages. Answers other than a list or a refusal as not supported break the requirement.
 * @param moving whether there are others among the results, which come and go: pages overlap then
 * @throws NotOffered when there are more results than can be read
 */
export async function ask(
  c: Case,
  endpoint: string,
  parameters: Parameters,
  requirement: RequirementId,
  purpose: string,
  moving = false,
): Promise<Outcome> {
  const reading = await readPages(c, endpoint, parameters, purpose, moving);
  if (reading.kind === 'endless') throw new NotOffered(ENDLESS);
  const { kind, answer: response } = reading;
  if (kind === 'refused') return { kind, response };
  const { filter } = parameters;
  const what = typeof filter === 'string' ? `the filter ${filter}` : 'a query';
  for (const answer of kind === 'found' ? reading.answers : [response])
    judgeList(c, answer, requirement, what);
  return { kind: 'found', hits: kind === 'found' ? reading.hits : [], response };
}
