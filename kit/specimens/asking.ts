import type { Answer } from '../../engine/answer.ts';
import { describe } from '../../engine/answer.ts';
import type { Case } from '../../engine/case.ts';
import type { CheckContext } from '../../engine/context.ts';
import { NotOffered } from '../../engine/violation.ts';
import type { ScimRequest } from '../../http/client.ts';
import type { RequirementId } from '../../requirements/index.ts';
import { decideFilter } from '../../scim/decide.ts';
import { type Filter, formatFilter } from '../../scim/filter.ts';
import { type Json, type JsonObject, member, stringMember } from '../../scim/json.ts';
import { readPath } from '../../scim/lookup.ts';
import { type AttributePath, formatPath } from '../../scim/path.ts';
import { SEARCH_REQUEST } from '../../scim/urns.ts';
import { judgeList, shown } from '../answers.ts';
import { REFUSALS, type Specimen, type SpecimenSet, specimensOf } from '../specimens.ts';

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

/** The filter, narrowed to the specimens where the target understands that. */
export function scoped({ scope, narrows }: Pick<SpecimenSet, 'scope' | 'narrows'>, filter: string): string {
  return scope === null || !narrows ? filter : `${formatFilter(scope)} and (${filter})`;
}

/** The filter that finds exactly the specimens. @throws NotOffered where the target does not answer one rightly */
export function scopeText({ scope, subject }: SpecimenSet): string {
  if (scope === null)
    throw new NotOffered(
      `the target answers no filter with exactly the ${subject.noun}s that the check made`,
    );
  return formatFilter(scope);
}

/** How often results are read among which others come and go, before what is not there counts as not found. */
const READINGS = 3;

/** What a query found: hits in the order of the answer, or the answer that refused it. */
export type Outcome =
  | { readonly kind: 'found'; readonly hits: readonly JsonObject[] }
  | { readonly kind: 'refused'; readonly response: Answer };

/**
 * Asks a query and reads all its pages. Answers other than a list or a refusal as not supported break the requirement.
 * @param moving whether there are others among the results, which come and go: pages overlap then, because paging has no
 *   memory, and what slides over the edge of a page is on neither (RFC 7644 §3.4.2.4)
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
  const hits = new Map<string, JsonObject>();
  let startIndex = 1;
  for (let page = 0; page < MOST_PAGES; page++) {
    const paged = page === 0 ? parameters : { ...parameters, startIndex };
    const response = await c.send(queryRequest(endpoint, paged, purpose));
    if (page === 0 && REFUSALS.has(response.status)) return { kind: 'refused', response };
    const what = `a query for ${shown(parameters.filter ?? null)}`;
    const { resources, totalResults = 0 } = judgeList(c, response, requirement, what);
    for (const hit of resources) hits.set(stringMember(hit, 'id') ?? `no id, ${hits.size}`, hit);
    const behind = startIndex + resources.length;
    if (behind > totalResults || resources.length === 0) return { kind: 'found', hits: [...hits.values()] };
    startIndex = moving ? behind - Math.floor(resources.length / 2) : behind;
  }
  throw new NotOffered('the target holds more resources than the check can tell its own from');
}

/** Asks for the specimens that a filter matches, and judges that those certainly meant are found and no others. */
export async function judgeFilter(
  c: Case,
  set: SpecimenSet,
  filter: Filter,
  requirements: readonly [RequirementId, ...RequirementId[]],
  text = formatFilter(filter),
): Promise<'judged' | 'refused'> {
  const { endpoint } = set.subject.type;
  const [main] = requirements;
  const asked = scoped(set, text);
  const moving = !set.narrows;
  const hits: JsonObject[] = [];
  for (let attempt = 0; attempt < (moving ? READINGS : 1); attempt++) {
    const outcome = await ask(c, endpoint, { filter: asked }, main, 'find those that match', moving);
    if (outcome.kind === 'refused') {
      await judgeRefusal(c, set, filter, requirements.at(-1) ?? main, outcome.response);
      return 'refused';
    }
    hits.push(...outcome.hits);
    if (lacking(set, filter, hits) === undefined) break;
  }
  for (const requirement of requirements) judgeHits(c, set, filter, text, requirement, hits);
  return 'judged';
}

/** A specimen that a filter certainly means and that is not among the hits. */
function lacking(
  { items, subject }: SpecimenSet,
  filter: Filter,
  hits: readonly JsonObject[],
): Specimen | undefined {
  const ids = new Set(hits.map((hit) => stringMember(hit, 'id')));
  return items.find((item) => decideFilter(filter, item.shown, subject.type) === true && !ids.has(item.id));
}

function judgeHits(
  c: Case,
  { items, subject }: SpecimenSet,
  filter: Filter,
  text: string,
  requirement: RequirementId,
  hits: readonly JsonObject[],
): void {
  const ids = new Set(hits.map((hit) => stringMember(hit, 'id')));
  const wrong = items.find((item) => {
    const decision = decideFilter(filter, item.shown, subject.type);
    return decision !== null && decision !== ids.has(item.id);
  });
  const found = wrong !== undefined && ids.has(wrong.id);
  c.judge(requirement, wrong === undefined, () => ({
    message: found
      ? `the filter ${text} also finds a ${subject.noun} that does not match`
      : `the filter ${text} does not find a ${subject.noun} that matches`,
    expected: found ? 'no match' : 'a match',
    actual: `${found ? 'found' : 'not found'}: the ${subject.noun} with ${valuesIn(filter, wrong, subject.type)}`,
  }));
}

/** The values of a specimen that a filter asks for. */
function valuesIn(filter: Filter, item: Specimen | undefined, type: SpecimenSet['subject']['type']): string {
  if (item === undefined) return '';
  return [...new Map(pathsIn(filter).map((path) => [formatPath(path), path])).entries()]
    .map(([text, path]) => `${text} = ${shown(readPath(item.shown, path, type))}`)
    .join(', ');
}

function pathsIn(filter: Filter): readonly AttributePath[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return [...pathsIn(filter.left), ...pathsIn(filter.right)];
    case 'not':
      return pathsIn(filter.filter);
    default:
      return [{ ...filter.path, filter: null }];
  }
}

/** The expressions that a filter is made of. */
function expressionsIn(filter: Filter): readonly Filter[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return [...expressionsIn(filter.left), ...expressionsIn(filter.right)];
    case 'not':
      return expressionsIn(filter.filter);
    default:
      return [filter];
  }
}

/**
 * A target may refuse to compare an attribute with an operator (RFC 7644 §3.12, Table 9, invalidFilter): that is
 * observed. Refusing to join expressions that it takes one by one is worth a warning.
 */
async function judgeRefusal(
  c: Case,
  { subject }: SpecimenSet,
  filter: Filter,
  requirement: RequirementId,
  response: Answer,
): Promise<void> {
  const parts = expressionsIn(filter);
  const refusals = await Promise.all(
    parts.map(async (part) => {
      const parameters = { filter: formatFilter(part), count: 1 };
      const { status } = await c.send(
        queryRequest(subject.type.endpoint, parameters, 'ask for a part of it'),
      );
      if (!REFUSALS.has(status)) return false;
      const operator = part.kind === 'compare' ? part.operator : part.kind;
      c.session.observe(`filter.refused.${subject.type.name}.${operator}`, formatFilter(part));
      return true;
    }),
  );
  if (parts[0] === filter || refusals.includes(true)) return;
  c.advise(requirement, false, () => ({
    message: `a filter is refused of which every expression is taken alone: ${formatFilter(filter)}`,
    expected: '200 with a list',
    actual: describe(response),
  }));
}

/** The ids of hits, in their order. */
export function idsOf(hits: readonly JsonObject[]): readonly string[] {
  return hits.flatMap((hit) => stringMember(hit, 'id') ?? []);
}

/** Runs the body for each of these sets at the same time. @throws NotOffered when there is none */
export async function forSets(
  t: CheckContext,
  sets: readonly SpecimenSet[],
  missing: string,
  body: (set: SpecimenSet, t: CheckContext) => Promise<void>,
): Promise<void> {
  if (sets.length === 0) throw new NotOffered(missing);
  await t.forEach(sets, body);
}

/** Runs the body for the specimens of each type of which filters may compare an attribute. @throws NotOffered without any */
export async function overFilterable(
  t: CheckContext,
  body: (set: SpecimenSet, t: CheckContext) => Promise<void>,
): Promise<void> {
  const sets = (await specimensOf(t.session).all()).filter(({ operands }) =>
    operands.some(({ operators }) => operators.includes('eq')),
  );
  await forSets(t, sets, 'the target filters on no attribute', body);
}

/** The specimen with this id. */
export function specimenOf({ items }: SpecimenSet, hit: JsonObject): Specimen | undefined {
  const id = member(hit, 'id');
  return items.find((item) => item.id === id);
}
