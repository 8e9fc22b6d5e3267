import type fc from 'fast-check';
import type { Answer } from '../engine/answer.ts';
import type { Case } from '../engine/case.ts';
import type { Complaint } from '../engine/complaint.ts';
import type { CheckContext } from '../engine/context.ts';
import { NotOffered } from '../engine/violation.ts';
import type { ScimRequest } from '../http/client.ts';
import type { RequirementId } from '../requirements/index.ts';
import { type Json, member } from '../scim/json.ts';
import { amount } from './amount.ts';
import { judgeList, type ListAnswer } from './answers.ts';
import { counted, malformed } from './complaints.ts';
import { populationOf } from './population.ts';
import { searchable } from './searchable.ts';
import { type Parameters, queryRequest, scopeText, specimenOf, type Way } from './specimens/asking.ts';
import { type Specimen, type SpecimenSet, specimensOf } from './specimens.ts';

/** Results that a page of all there is asks for, so that few pages are needed. */
export const LONG_PAGE = 100;

/** What a ListResponse says of itself in numbers (RFC 7644 §3.4.2). */
export type ListNumber = 'totalResults' | 'startIndex' | 'itemsPerPage';

/** A list as it was answered, and the circumstances as a sentence about it begins. */
export interface Listed extends ListAnswer {
  /** `in a query with startIndex=1&count=3` */
  readonly when: string;
}

/**
 * The list of one kind of resource in one experiment. Where a filter finds exactly the specimens it is narrowed to them,
 * and all about it is known. Otherwise it is all there is: others come and go in it, and only what is certain is judged,
 * by the ids of what the run made. Filters are optional (RFC 7644 §3.4.2.2), lists and pages are not.
 */
export class Listing {
  readonly c: Case;
  readonly set: SpecimenSet;
  /** The main requirement; judgements that name no other are made by it. */
  readonly rule: RequirementId;
  readonly narrowed: boolean;
  readonly way: Way;

  constructor(c: Case, set: SpecimenSet, rule: RequirementId, narrowed: boolean, way: Way) {
    this.c = c;
    this.set = set;
    this.rule = rule;
    this.narrowed = narrowed;
    this.way = way;
  }

  /** The same list, asked for in another way. */
  by(way: Way): Listing {
    return new Listing(this.c, this.set, this.rule, this.narrowed, way);
  }

  /** `the list of users` */
  get name(): string {
    return `the list of ${this.set.subject.noun}s`;
  }

  /** So many results there are, others apart: the specimens, and the users that live as long as the session. */
  get certain(): number {
    const { items, subject } = this.set;
    const { session } = this.c;
    const others = this.narrowed || subject.type !== session.userType ? [] : populationOf(session).ids;
    return new Set([...items.map(({ id }) => id), ...others]).size;
  }

  /** Sends the query, or the search. @param sense whether a service provider can make sense of the parameters */
  send(parameters: Parameters = {}, sense: Pick<ScimRequest, 'wellFormed'> = {}): Promise<Answer> {
    const { type, noun } = this.set.subject;
    const all = this.narrowed ? { filter: scopeText(this.set), ...parameters } : parameters;
    const purpose = `ask for ${noun}s ${this.#inWords(parameters)}`;
    return this.c.send({ ...queryRequest(type.endpoint, all, purpose, this.way), ...sense });
  }

  /** Reads the answer, and judges that a list came. */
  read(answer: Answer, parameters: Parameters = {}, rule = this.rule): Listed {
    const asked = this.way === 'get' ? 'query' : 'search';
    const { noun } = this.set.subject;
    const list = judgeList(this.c, answer, rule, `a ${asked} of ${noun}s ${this.#inWords(parameters)}`);
    return { ...list, when: `in a ${asked} ${this.#inWords(parameters)}` };
  }

  /** Asks for the list, and judges that one came. */
  async ask(parameters: Parameters = {}, rule = this.rule): Promise<Listed> {
    return this.read(await this.send(parameters), parameters, rule);
  }

  /** The specimens that a list shows, in its order. */
  own({ resources }: ListAnswer): readonly Specimen[] {
    return resources.flatMap((hit) => specimenOf(this.set, hit) ?? []);
  }

  /** Judges a number that a list says of itself. */
  judgeNumber(list: Listed, name: ListNumber, wanted: number, rule = this.rule): void {
    this.#judge(rule, list, member(list.body, name) === wanted, () => this.wrongNumber(list, name, wanted));
  }

  /** Judges that a list tells how many results there are: as many as specimens, or at least all that are certainly there. */
  judgeTotal(list: Listed, rule: RequirementId = 'RFC7644-3.4.2-total-results'): void {
    const { certain, narrowed } = this;
    const total = list.totalResults ?? Number.NaN;
    this.#judge(rule, list, narrowed ? total === certain : total >= certain, () =>
      this.wrongNumber(list, 'totalResults', narrowed ? certain : `${certain} or more`),
    );
  }

  /** Judges how many resources a list shows. */
  judgeShown(list: Listed, holds: (count: number) => boolean, wanted: string, rule = this.rule): void {
    const { length } = list.resources;
    this.#judge(rule, list, holds(length), () => this.wrongCount(list, wanted));
  }

  /** Judges what an answer lists; what is no list has been judged already. */
  #judge(rule: RequirementId, { response }: Listed, holds: boolean, complaint: () => Complaint): void {
    if (response.status === 200) this.c.judge(rule, holds, complaint);
  }

  /** Parameters as a sentence has them: `with startIndex=1&count=3`. */
  #inWords(parameters: Parameters): string {
    const words = Object.entries(parameters).map(([name, value]) => `${name}=${String(value)}`);
    if (words.length > 0) return `with ${words.join('&')}`;
    return this.narrowed ? 'with nothing but a filter' : 'without parameters';
  }

  /** Another number of resources than there should be: `the list of users shows 16 resources`. */
  wrongCount({ resources, when, response }: Listed, wanted: string): Complaint {
    const got = amount(resources.length, 'resource');
    return {
      deviation: 'count',
      what: this.name,
      says: `shows ${got}`,
      when,
      attribute: 'Resources',
      type: this.set.subject.type.name,
      wanted,
      got,
      answer: response,
    };
  }

  /** Another number than the list should say of itself. */
  wrongNumber({ body, when, response }: Listed, name: ListNumber, wanted: Json): Complaint {
    const what = `${name} of ${this.name}`;
    const got = member(body, name);
    const more = { when, attribute: name, type: this.set.subject.type.name, answer: response };
    if (got === undefined)
      return { deviation: 'missing', what, wanted, expected: `${name} = ${wanted}`, ...more };
    return typeof got === 'number'
      ? counted(what, wanted, got, more)
      : malformed(what, 'a number', got, more);
  }
}

/** How lists are tried. */
export interface ListingOptions {
  /** As a query by default. */
  readonly way?: Way;
  /**
   * `either`, by default: the one that is narrowed, or all there is where there is none; `both`; or nothing but `narrowed`
   * ones.
   */
  readonly extent?: 'either' | 'both' | 'narrowed';
  /** Of which kinds of resources lists are tried; of all by default. */
  readonly suits?: (set: SpecimenSet) => boolean;
  /** Why nothing is judged where no kind suits, or none has a narrowed list. */
  readonly otherwise?: string;
}

const NO_FILTER = 'the target answers no filter with exactly the resources that the check made';

/** Inputs for lists of all there is: they are long. */
const WHOLE_RUNS = 2;

/**
 * A property over the list of each resource type, each a finding of its own.
 * @throws NotOffered where only narrowed lists are wanted and there is none, or where there is no search
 */
export function overListings<T>(
  t: CheckContext,
  rule: RequirementId,
  inputs: (set: SpecimenSet, t: CheckContext) => fc.Arbitrary<T>,
  body: (listing: Listing, input: T) => Promise<void>,
  { runs = t.session.effort.costlyRuns, ...options }: ListingOptions & { readonly runs?: number } = {},
): Promise<void> {
  return forLists(t, options, async ({ set, narrowed, open }, own) =>
    own.forAll(inputs(set, own), (input, c) => body(open(c, rule), input), {
      runs: narrowed ? runs : Math.min(runs, WHOLE_RUNS),
    }),
  );
}

/** An experiment with the list of each resource type. @throws NotOffered like {@link overListings} */
export function eachListing(
  t: CheckContext,
  rule: RequirementId,
  body: (listing: Listing) => Promise<void>,
  options: ListingOptions = {},
): Promise<void> {
  return forLists(t, options, ({ open }, own) => own.once((c) => body(open(c, rule))));
}

interface List {
  readonly set: SpecimenSet;
  readonly narrowed: boolean;
  readonly open: (c: Case, rule: RequirementId) => Listing;
}

async function forLists(
  t: CheckContext,
  { way = 'get', extent = 'either', suits = () => true, otherwise = NO_FILTER }: ListingOptions,
  body: (list: List, t: CheckContext) => Promise<void>,
): Promise<void> {
  const known = (await specimensOf(t.session).all()).filter(suits);
  const sets = way === 'search' ? await searchable(t.session, known) : known;
  const lists = sets.flatMap((set): readonly List[] =>
    extentsOf(set, extent).map((narrowed) => ({
      set,
      narrowed,
      open: (c, rule) => new Listing(c, set, rule, narrowed, way),
    })),
  );
  if (lists.length === 0) throw new NotOffered(otherwise);
  await t.forEach(lists, body);
}

/** Which lists of a type are tried, each as whether it is narrowed. */
function extentsOf({ scope }: SpecimenSet, extent: ListingOptions['extent']): readonly boolean[] {
  const narrowed = scope === null ? [] : [true];
  if (extent === 'both') return [...narrowed, false];
  return extent === 'either' && scope === null ? [false] : narrowed;
}
