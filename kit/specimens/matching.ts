import type { Answer } from '../../engine/answer.ts';
import { Case } from '../../engine/case.ts';
import { oncePerSession } from '../../engine/once-per-session.ts';
import type { Session } from '../../engine/session.ts';
import { InputRefused } from '../../engine/violation.ts';
import { decideFilter } from '../../scim/decide.ts';
import { type Filter, formatFilter } from '../../scim/filter.ts';
import { type JsonObject, stringMember } from '../../scim/json.ts';
import { type Reading, readPages, scoped } from './queries.ts';
import type { Ground, Specimen } from './set.ts';

/** How often results are read among which others come and go, before what is not there counts as not found. */
const READINGS = 3;

/** Asks for the specimens that a filter matches. */
export async function matching(
  c: Case,
  ground: Ground,
  filter: Filter,
  text = formatFilter(filter),
): Promise<Reading> {
  const { endpoint } = ground.subject.type;
  const moving = !ground.narrows;
  const parameters = { filter: scoped(ground, filter, text) };
  const hits: JsonObject[] = [];
  for (let left = moving ? READINGS : 1; ; left--) {
    const reading = await readPages(c, endpoint, parameters, 'find those that match', moving);
    if (reading.kind !== 'found') return reading;
    hits.push(...reading.hits);
    if (left === 1 || misfitOf(ground, filter, hits)?.found !== false) return { ...reading, hits };
  }
}

/** A specimen that a filter does not find although it matches, or finds although it does not. */
export interface Misfit {
  readonly item: Specimen;
  readonly found: boolean;
}

/** What a filter found wrong: who certainly matches and is not there goes first; null where nothing is certainly wrong. */
export function misfitOf(
  { items, subject }: Ground,
  filter: Filter,
  hits: readonly JsonObject[],
): Misfit | null {
  const ids = new Set(hits.map((hit) => stringMember(hit, 'id')));
  const wrong = items.flatMap((item): Misfit[] => {
    const decision = decideFilter(filter, item.shown, subject.type);
    const found = ids.has(item.id);
    return decision === null || decision === found ? [] : [{ item, found }];
  });
  return wrong.find(({ found }) => !found) ?? wrong[0] ?? null;
}

/** The expressions that a filter is made of, each as it stands alone: `emails.type eq "work"` for a condition in brackets. */
export function expressionsIn(filter: Filter): readonly Filter[] {
  return conditionsIn(filter).flatMap((part): readonly Filter[] => {
    if (part.kind !== 'valuePath') return [part];
    const { urn, attribute, filter: inner } = part.path;
    return (inner === null ? [] : conditionsIn(inner)).map((condition) =>
      'path' in condition
        ? { ...condition, path: { urn, attribute, filter: null, subAttribute: condition.path.attribute } }
        : condition,
    );
  });
}

/** The conditions that a filter is made of, as they stand. */
export function conditionsIn(filter: Filter): readonly Filter[] {
  if (filter.kind === 'not') return conditionsIn(filter.filter);
  if (filter.kind !== 'and' && filter.kind !== 'or') return [filter];
  return [...conditionsIn(filter.left), ...conditionsIn(filter.right)];
}

/** What a filter does in its plainest form, which everything that is made of it is compared with. */
export interface Alone {
  /** Whether it finds exactly those that match, or others, is refused as not supported, or finds more than can be read. */
  readonly kind: 'holds' | 'fails' | 'refused' | 'endless';
  readonly answer: Answer | null;
}

const KNOWN = oncePerSession(() => new Map<string, Promise<Alone>>());

/** What an expression does alone; asked once in a session. */
export function alone(
  session: Session,
  ground: Ground,
  expression: Filter,
  text = formatFilter(expression),
): Promise<Alone> {
  const key = `${ground.subject.type.endpoint} ${text}`;
  const known = KNOWN(session).get(key);
  if (known !== undefined) return known;
  const asked = askedAlone(session, ground, expression, text);
  // Whoever waits for it fails, not the process.
  asked.catch(() => {});
  KNOWN(session).set(key, asked);
  return asked;
}

async function askedAlone(
  session: Session,
  ground: Ground,
  expression: Filter,
  text: string,
): Promise<Alone> {
  const ask = (): Promise<Reading> => matching(new Case(session, []), ground, expression, text);
  const first = await ask();
  // What is answered when it is the only request was too much among others.
  const crashed = first.kind === 'broken' && first.answer.status >= 500;
  const reading = crashed ? await session.alone(ask) : first;
  if (reading.kind === 'endless') return { kind: 'endless', answer: null };
  if (reading.kind !== 'found')
    return { kind: reading.kind === 'refused' ? 'refused' : 'fails', answer: reading.answer };
  const misfit = misfitOf(ground, expression, reading.hits);
  return { kind: misfit === null ? 'holds' : 'fails', answer: reading.answer };
}

const DOES: Readonly<Record<Exclude<Alone['kind'], 'holds'>, string>> = {
  fails: 'does not find exactly those that match',
  refused: 'is refused',
  endless: 'finds more than can be read',
};

/** Lets what is made of an expression be blamed only where that holds alone. @throws InputRefused where it does not */
export async function requireAlone(
  c: Case,
  ground: Ground,
  expression: Filter,
  text = formatFilter(expression),
): Promise<void> {
  const { kind, answer } = await alone(c.session, ground, expression, text);
  if (kind === 'holds') return;
  throw new InputRefused(`cannot judge: the filter ${text} alone ${DOES[kind]}`, answer);
}
