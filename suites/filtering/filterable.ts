import type {
  Answer,
  Case,
  CheckContext,
  Created,
  Filterable,
  JsonObject,
  ListAnswer,
  MappedAttribute,
  RequirementId,
  Subject,
} from '../../kit/index.ts';
import {
  eq,
  formatPath,
  InputRefused,
  judgeList,
  listIn,
  measuring,
  member,
  notDenied,
  notListed,
  prepare,
  requirePlainSearch,
  sameValue,
  shown,
  subjects,
  unfound,
  valueAt,
} from '../../kit/index.ts';

/** The target does not say that it has no filters; filtering/filters-offered tells what that means for the client. */
export const FILTER = notDenied('filter');

/** Every attribute that the table documents for filtering and that holds strings. */
export function filterable({ attributes }: Subject): readonly MappedAttribute[] {
  return attributes.filter((attribute) => attribute.filterable && attribute.definition.type === 'string');
}

/** Runs the body for each filterable attribute that holds strings, measuring the attribute's filter column. */
export function forEachFilterable(
  t: CheckContext,
  body: (of: Filterable, t: CheckContext) => Promise<void>,
): Promise<void> {
  const all = subjects(t.session).flatMap((subject) =>
    filterable(subject).map((attribute) => ({ subject, attribute })),
  );
  return t.forEach(all, (of, own) => measuring(own, of.attribute, 'filter', () => body(of, own)));
}

/** A resource with the value of the attribute that it was created with. */
export interface Holder {
  readonly created: Created;
  readonly value: string;
}

/** Creates a resource that certainly has the attribute. @throws SetupFailure when the target does not create it */
export async function createHolder(c: Case, of: Filterable, resource: JsonObject): Promise<Holder> {
  const { body, value } = prepare(c, of, resource);
  const { type, noun } = of.subject;
  return { created: await c.create(type.endpoint, body, `create the ${noun}`), value };
}

/** The filter for a value of the attribute. */
export const filterFor = ({ attribute }: Filterable, value: string): string =>
  eq(formatPath(attribute.path), value);

/** What a search came to, with the filter and what findings about it are about. */
export interface Search extends ListAnswer {
  /** `the filter userName eq "ada"` */
  readonly what: string;
  readonly about: { readonly attribute: string; readonly form: readonly string[]; readonly answer: Answer };
}

/** Looks for a value of the attribute and judges that a list came. */
export async function search(
  c: Case,
  of: Filterable,
  value: string,
  rule: RequirementId,
  purpose = `find the ${of.subject.noun} by ${of.attribute.text}`,
): Promise<Search> {
  const filter = filterFor(of, value);
  const request = { method: 'GET', path: of.subject.type.endpoint, query: { filter }, purpose } as const;
  return searched(c, of, await c.send(request), rule, `the filter ${filter}`);
}

/** The requirements that are about the plainest search itself. */
const BASIC: ReadonlySet<RequirementId> = new Set(['APP-filterable', 'RFC7644-3.4.2-no-match']);

/** The answer to a search, judged to be a list, where the plainest search is answered with one. */
export async function searched(
  c: Case,
  of: Filterable,
  answer: Answer,
  rule: RequirementId,
  what: string,
  form: readonly string[] = ['filter eq'],
): Promise<Search> {
  const list = listIn(answer);
  const resources = member(list ?? undefined, 'Resources');
  const isList = list !== null && (resources === undefined || Array.isArray(resources));
  if (!isList && !BASIC.has(rule)) await requirePlainSearch(c, of);
  const about = { attribute: of.attribute.text, form, answer };
  c.judge(rule, list !== null, () => notListed(answer, what, about));
  return { ...judgeList(c, answer, rule, what), what, about };
}

/** Whether a value of the attribute is the one that is asked for; a provider may trim blanks. */
function isValue({ attribute }: Filterable, value: unknown, wanted: string): boolean {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.some(
    (one) => typeof one === 'string' && sameValue(one.trim(), wanted.trim(), attribute.definition),
  );
}

/** The value of a hit that has another one than was asked for; a hit that does not show the attribute tells nothing. */
export function strayValue({ resources }: ListAnswer, of: Filterable, wanted: string): string | null {
  const values = resources.map((hit) => valueAt(hit, of.attribute, of.subject.type));
  const stray = values.find((value) => value !== undefined && !isValue(of, value, wanted));
  return stray === undefined ? null : shown(stray);
}

/**
 * Lets what was asked about a resource be blamed only where GET shows its value as it was sent, and the plainest search for
 * the attribute works.
 * @throws InputRefused where that is not so
 */
export async function requireControls(c: Case, of: Filterable, { created, value }: Holder): Promise<void> {
  const { attribute, subject } = of;
  const kept = valueAt(await c.read(created), attribute, subject.type);
  const all: readonly unknown[] = Array.isArray(kept) ? kept : [kept];
  if (!all.includes(value))
    throw new InputRefused(`the target keeps another ${attribute.text}, or does not show it`);
  await requirePlainSearch(c, of);
}

/** A search that does not find who has the value. */
export const notFound = ({ what, about }: Search, { subject, attribute }: Filterable, value: string) =>
  unfound(what, `the ${subject.noun} with ${attribute.text} = ${shown(value)}`, about);
