import type fc from 'fast-check';
import { type Answer, describe } from '../engine/answer.ts';
import type { Case } from '../engine/case.ts';
import type { Complaint } from '../engine/complaint.ts';
import type { CheckContext } from '../engine/context.ts';
import { NotOffered, SetupFailure } from '../engine/violation.ts';
import type { ScimRequest } from '../http/client.ts';
import type { RequirementId } from '../requirements/index.ts';
import { member } from '../scim/json.ts';
import { amount } from './amount.ts';
import { judgeList, type ListAnswer } from './answers.ts';
import { malformed } from './complaints.ts';
import { populationOf } from './population.ts';
import { searchable } from './searchable.ts';
import { type Parameters, queryRequest, scopeText, specimenOf, type Way } from './specimens/asking.ts';
import { type Specimen, type SpecimenSet, specimensOf } from './specimens.ts';

/** Results that a page of all there is asks for, so that few pages are needed. */
export const LONG_PAGE = 100;

/** Pages of all there is that are read at most. */
export const MOST_PAGES = 20;

const NO_FILTER = 'the target answers no filter with exactly the resources that the check made';

const isRefusal = ({ status }: Answer): boolean => status >= 400 && status < 500;

/** What a ListResponse says of itself in numbers (RFC 7644 §3.4.2). */
type ListNumber = 'totalResults' | 'startIndex' | 'itemsPerPage';

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

  /** Reads the answer, and judges that a list came. @throws NotOffered where all there is is too much to be listed */
  read(answer: Answer, parameters: Parameters = {}, rule = this.rule): Listed {
    if (this.isTooMuch(answer))
      throw new NotOffered(
        'the target does not list all there is, because it is too much (RFC 7644 §3.4.2.1)',
      );
    const asked = this.way === 'get' ? 'query' : 'search';
    const { noun } = this.set.subject;
    const list = judgeList(this.c, answer, rule, `a ${asked} of ${noun}s ${this.#inWords(parameters)}`);
    return { ...list, when: `in a ${asked} ${this.#inWords(parameters)}` };
  }

  /** Whether all there is is refused as too much to be listed (RFC 7644 §3.4.2.1). */
  isTooMuch({ status, error }: Answer): boolean {
    return !this.narrowed && status === 400 && member(error, 'scimType') === 'tooMany';
  }

  /** Asks for the list, and judges that one came. */
  async ask(parameters: Parameters = {}, rule = this.rule): Promise<Listed> {
    const answer = await this.send(parameters);
    if (this.way === 'search' && Object.keys(parameters).length > 0 && isRefusal(answer))
      await this.#requirePlainSearch();
    return this.read(answer, parameters, rule);
  }

  /** Parameters are only to blame where a search without them is taken. @throws SetupFailure where it is not */
  async #requirePlainSearch(): Promise<void> {
    const plain = await this.send();
    if (!isRefusal(plain)) return;
    const words = `a search of ${this.set.subject.noun}s ${this.#inWords({})}`;
    throw new SetupFailure(`cannot judge: ${words} is answered with ${describe(plain)}`, plain);
  }

  /**
   * Asks for a page with specimens on it: the only one of a narrowed list, or one of the first of all there is.
   * @throws NotOffered where there are none on them
   */
  async askForOwn(parameters: Parameters, rule = this.rule): Promise<Listed> {
    let startIndex = 1;
    for (let page = 0; page < MOST_PAGES; page++) {
      const long = { ...parameters, count: LONG_PAGE, ...(page === 0 ? {} : { startIndex }) };
      const list = await this.ask(this.narrowed ? parameters : long, rule);
      // What has no id cannot be told from others.
      const isOwn =
        list.resources.some((one) => member(one, 'id') === undefined) || this.own(list).length > 0;
      if (this.narrowed || isOwn || list.resources.length === 0) return list;
      startIndex += list.resources.length;
    }
    throw new NotOffered(`${NO_FILTER}, and none of them is on the first ${MOST_PAGES} pages`);
  }

  /** The specimens that a list shows, in its order. */
  own({ resources }: ListAnswer): readonly Specimen[] {
    return resources.flatMap((hit) => specimenOf(this.set, hit) ?? []);
  }

  /** Judges a number that a list says of itself. */
  judgeNumber(list: Listed, name: ListNumber, wanted: number, rule = this.rule): void {
    this.#judge(rule, list, member(list.body, name) === wanted, () => this.wrongNumber(list, name, wanted));
  }

  /** Whether a list tells how many results there are: as many as specimens, or at least all that are certainly there. */
  isTotal({ totalResults = Number.NaN }: ListAnswer): boolean {
    return this.narrowed ? totalResults === this.certain : totalResults >= this.certain;
  }

  /** Judges that a list tells how many results there are. */
  judgeTotal(list: Listed, rule: RequirementId = 'RFC7644-3.4.2-total-results'): void {
    const { certain, narrowed } = this;
    this.#judge(rule, list, this.isTotal(list), () =>
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

  /** What is wrong with a list, or with the member of it that `attribute` names. */
  complaint(list: Listed, about: Omit<Complaint, 'what'> & { readonly what?: string }): Complaint {
    const { attribute } = about;
    return {
      what: attribute === undefined ? this.name : `${attribute} of ${this.name}`,
      when: list.when,
      type: this.set.subject.type.name,
      answer: list.response,
      ...about,
    };
  }

  /** Another number of resources than there should be: `the list of users shows 16 resources`. */
  wrongCount(list: Listed, wanted: string): Complaint {
    const got = amount(list.resources.length, 'resource');
    const says = `shows ${got}`;
    return this.complaint(list, {
      deviation: 'count',
      what: this.name,
      says,
      attribute: 'Resources',
      wanted,
      got,
    });
  }

  /** Another number than the list should say of itself. */
  wrongNumber(list: Listed, attribute: ListNumber, wanted: number | string): Complaint {
    const got = member(list.body, attribute);
    if (got === undefined)
      return this.complaint(list, {
        deviation: 'missing',
        attribute,
        wanted,
        expected: `${attribute} = ${wanted}`,
      });
    if (typeof got === 'number') return this.complaint(list, { deviation: 'count', attribute, wanted, got });
    return this.complaint(list, { ...malformed(`${attribute} of ${this.name}`, 'a number', got), attribute });
  }
}

/** How lists are tried. */
interface ListingOptions {
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
