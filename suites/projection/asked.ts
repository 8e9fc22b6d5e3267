import type {
  Answer,
  AttributePath,
  Case,
  CheckContext,
  Complaint,
  JsonObject,
  Listed,
  Listing,
  RequirementId,
  SpecimenSet,
  Subject,
} from '../../kit/index.ts';
import {
  formatPath,
  InputRefused,
  judgeAnswered,
  malformed,
  readPath,
  resolvePath,
  specimenOf,
  stringMember,
  together,
} from '../../kit/index.ts';
import { type Misfit, misfits, type Selection } from './expected.ts';

/** Ids of the requirements that a misfit of each kind breaks. */
export interface Blame {
  readonly lost: RequirementId;
  readonly minimum: RequirementId;
  readonly extra: RequirementId;
  /** For a request that is refused. */
  readonly refused: RequirementId;
}

/** Whatever is wrong, this requirement is broken. */
export const blaming = (requirement: RequirementId): Blame => ({
  lost: requirement,
  minimum: requirement,
  extra: requirement,
  refused: requirement,
});

/** The requirements of a check that blames so, the main one first. */
export function named({ extra, lost, minimum, refused }: Blame): [RequirementId, ...RequirementId[]] {
  const [first = extra, ...rest] = new Set([extra, lost, minimum, refused]);
  return [first, ...rest];
}

/** A request for some attributes, or for all but some. */
export interface Asked {
  readonly selection: Selection;
  /** The value of the parameter. */
  readonly text: string;
}

/** A selection of these attributes in the plain spelling. */
export const plainly = (kind: Asked['selection']['kind'], paths: readonly AttributePath[]): Asked => ({
  selection: { kind, paths },
  text: paths.map(formatPath).join(','),
});

/** `attributes=title,name.givenName` */
export const inWords = ({ selection: { kind }, text }: Asked): string => `${kind}=${text}`;

/** Where something is shown, with what was asked for, as a sentence begins. */
const circumstances = (where: string, asked: Asked): string =>
  asked.selection.kind === 'default' ? where : `${where} with ${inWords(asked)}`;

/**
 * Attributes that specimens have, of which a selection can be made, their sub-attributes among them; those that a resource
 * must have are excluded only where they are declared.
 */
export function selectable(
  { subject, items }: SpecimenSet,
  kind: Selection['kind'],
  { session }: CheckContext,
): readonly AttributePath[] {
  const { facts } = session.plan.target;
  const declared =
    subject.noun === 'user' ? facts.user !== null : subject.noun !== 'group' || facts.group !== null;
  const paths = subject.attributes.flatMap(({ path, parent, definition, required }) => {
    const visible = [parent, definition].every(({ returned }) => returned === 'default');
    const excludable = kind !== 'excludedAttributes' || declared || !(required || parent.required);
    return visible && excludable ? withParts({ ...path, filter: null, subAttribute: null }, subject) : [];
  });
  const distinct = [...new Map(paths.map((path) => [formatPath(path), path])).values()];
  return distinct.filter((path) => items.some(({ shown }) => readPath(shown, path, subject.type).length > 0));
}

/** The attribute and its parts. */
function withParts(whole: AttributePath, { type }: Subject): readonly AttributePath[] {
  const found = resolvePath(whole, type);
  if (found === null) return [];
  const parts = found.attribute.subAttributes ?? [];
  return [
    whole,
    ...parts
      .filter(({ returned }) => returned === 'default')
      .map(({ name }) => ({ ...whole, subAttribute: name })),
  ];
}

/** What an answer with a selection shows of a resource. */
export interface Shown {
  readonly subject: Subject;
  /** Where it stands, as a sentence begins: `in GET of a user`. */
  readonly where: string;
  readonly answer: Answer;
  readonly resource: JsonObject;
  /** The resource as GET shows it without a selection. */
  readonly whole: JsonObject;
}

/** Whether an answer has exactly what was asked for. */
export function isAsAsked({ selection }: Asked, { resource, whole, subject }: Shown): boolean {
  return misfits(resource, whole, subject.type, selection).length === 0;
}

/** Judges that an answer has the attributes that were asked for. */
export function judgeSelection(c: Case, asked: Asked, shown: Shown, blame: Blame): void {
  judgeMisfits(
    c,
    asked,
    shown,
    blame,
    misfits(shown.resource, shown.whole, shown.subject.type, asked.selection),
  );
}

/** Judges that there is nothing of these. */
export function judgeMisfits(
  c: Case,
  asked: Asked,
  shown: Shown,
  blame: Blame,
  found: readonly Misfit[],
): void {
  for (const kind of ['minimum', 'lost', 'extra'] as const) {
    const of = (isGrave: boolean): readonly Misfit[] =>
      found.filter((misfit) => misfit.kind === kind && misfit.grave === isGrave);
    const [grave, light] = [of(true), of(false)];
    c.judge(blame[kind], grave.length === 0, () => misfitComplaint(grave, asked, shown));
    if (grave.length === 0)
      c.advise(blame[kind], light.length === 0, () => misfitComplaint(light, asked, shown));
  }
}

/** Misfits of one kind as a complaint; where nothing is left out, the parameter is ignored, and that is one thing. */
function misfitComplaint(all: readonly Misfit[], asked: Asked, shown: Shown): Complaint {
  const { where, answer, subject, resource, whole } = shown;
  const about = { type: subject.type.name, answer };
  const names = Object.keys(resource);
  const isEverything = Object.keys(whole).every((name) => names.includes(name));
  const isExtra = all.length > 1 && all.every(({ kind, grave }) => kind === 'extra' && grave);
  if (isExtra && isEverything && asked.selection.kind !== 'default')
    return {
      deviation: 'ignored',
      what: inWords(asked),
      says: 'is ignored: everything is there',
      when: where,
      expected: 'what was asked for',
      actual: `the members ${names.join(', ')}`,
      ...about,
    };
  return together(
    all.map(
      ({ kind, attribute, whole: wanted = null, got = null }): Complaint => ({
        deviation: kind === 'extra' ? 'present' : 'missing',
        what: attribute,
        when: circumstances(where, asked),
        attribute,
        wanted: kind === 'extra' ? null : wanted,
        got: kind === 'extra' ? got : null,
        ...about,
      }),
    ),
  );
}

/** Reads a resource with a selection. */
export function readSelected(c: Case, path: string, { selection: { kind }, text }: Asked): Promise<Answer> {
  return c.send({ method: 'GET', path, query: { [kind]: text }, purpose: `read it with ${kind}` });
}

/** Judges that GET with a selection is answered with what was asked for. */
export function judgeRead(
  c: Case,
  asked: Asked,
  answer: Answer,
  { subject, whole }: Pick<Shown, 'subject' | 'whole'>,
  blame: Blame,
): void {
  const where = `in GET of a ${subject.noun}`;
  const what = `GET of a ${subject.noun} with ${inWords(asked)}`;
  judgeAnswered(c, blame.refused, answer, 200, what);
  const { resource } = answer;
  c.judge(blame.refused, resource !== null, () =>
    malformed(`the body of ${what}`, 'a resource', answer.whole.body, { answer }),
  );
  if (resource !== null) judgeSelection(c, asked, { subject, where, answer, resource, whole }, blame);
}

/** Judges the attributes of every specimen in a list; in a search only where a query gives what was asked for. */
export async function judgeListed(listing: Listing, asked: Asked, blame: Blame): Promise<void> {
  const { c, set } = listing;
  const list = await askSelected(listing, asked, blame);
  const shown = specimensIn(listing, list);
  if (listing.way === 'search' && !shown.every((one) => isAsAsked(asked, one)))
    await requireQuery(listing, asked, blame);
  listing.judgeShown(list, (count) => count > 0, 'the resources that are there', blame.lost);
  // Hits are told apart by their id, which belongs to the minimum set.
  const anonymous = list.resources.find((hit) => stringMember(hit, 'id') === undefined);
  c.judge(blame.minimum, anonymous === undefined, () => ({
    deviation: 'missing',
    what: 'id',
    when: `${where(listing)} with ${inWords(asked)}`,
    attribute: 'id',
    type: set.subject.type.name,
    expected: 'the id of each resource',
    actual: `a resource with ${Object.keys(anonymous ?? {}).join(', ')} alone`,
    answer: list.response,
  }));
  if (shown.length === 0)
    throw new InputRefused('cannot judge: nothing that the run made is on the page', list.response);
  for (const one of shown) judgeSelection(c, asked, one, blame);
}

function askSelected(
  listing: Listing,
  { selection: { kind }, text }: Asked,
  { refused }: Blame,
): Promise<Listed> {
  return listing.askForOwn({ [kind]: text.split(',') }, refused);
}

const where = ({ way, set }: Listing): string =>
  `in a ${way === 'get' ? 'query' : 'search'} of ${set.subject.noun}s`;

/** The specimens that a list shows, as it shows them. */
export function specimensIn(listing: Listing, { resources, response }: Listed): readonly Shown[] {
  const { subject } = listing.set;
  return resources.flatMap((resource) => {
    const found = specimenOf(listing.set, resource);
    if (found === undefined) return [];
    return { subject, where: where(listing), answer: response, resource, whole: found.shown };
  });
}

/** @throws InputRefused where a query does not give what was asked for either, which other checks judge */
async function requireQuery(listing: Listing, asked: Asked, blame: Blame): Promise<void> {
  const query = listing.by('get');
  const list = await askSelected(query, asked, blame);
  const shown = specimensIn(query, list);
  if (shown.length === 0 || !shown.every((one) => isAsAsked(asked, one)))
    throw new InputRefused(
      `cannot judge: a query with ${inWords(asked)} does not give what was asked for either`,
      list.response,
    );
}
