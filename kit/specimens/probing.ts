import { Case } from '../../engine/case.ts';
import type { Session } from '../../engine/session.ts';
import type { Subject } from '../../engine/subject.ts';
import type { FilterOperand } from '../../generators/filter.ts';
import { decideFilter } from '../../scim/decide.ts';
import { type Filter, formatFilter } from '../../scim/filter.ts';
import { readPath } from '../../scim/lookup.ts';
import { type AttributePath, formatPath } from '../../scim/path.ts';
import { type Alone, alone, matching } from './matching.ts';
import { idsOf, readPages } from './queries.ts';
import type { Ground, Specimen, SpecimenSet } from './set.ts';

/** Milliseconds after which specimens that were not found are looked for again: an index may be written behind the answer. */
const PATIENCE = 1000;

/** How the specimens are told from all other resources. */
export async function groundFor(
  session: Session,
  subject: Subject,
  items: readonly Specimen[],
  token: string,
): Promise<Ground> {
  const apart: Ground = { subject, items, scope: null, narrows: false };
  if (session.facts.features.filter === false) return apart;
  const named = subject.attributes.find(
    ({ path, parent, definition }) =>
      definition.type === 'string' &&
      !parent.multiValued &&
      items.every(({ shown }) => textAt(shown, path, subject).includes(token)),
  );
  if (named === undefined) return apart;
  const c = new Case(session, []);
  const scope = containing(named.path, token);
  if (!(await findsAll(c, apart, scope))) return apart;
  return { ...apart, scope, narrows: await isJoined(c, apart, scope, named.path) };
}

const containing = (path: AttributePath, value: string): Filter => ({
  kind: 'compare',
  path,
  operator: 'co',
  value,
});

const textAt = (shown: Specimen['shown'], path: AttributePath, { type }: Subject): string =>
  String(readPath(shown, path, type)[0] ?? '');

/** Whether a filter finds the specimens, all of them and nothing else. */
async function findsAll(c: Case, { subject, items }: Ground, scope: Filter): Promise<boolean> {
  const { endpoint } = subject.type;
  const parameters = { filter: formatFilter(scope), count: items.length };
  const purpose = `see whether a filter finds the ${subject.noun}s to look for`;
  for (const patience of [PATIENCE, 0]) {
    const reading = await readPages(c, endpoint, parameters, purpose);
    if (reading.kind !== 'found') return false;
    const found = new Set(idsOf(reading.hits));
    const known = items.filter(({ id }) => found.has(id)).length;
    if (known === found.size && known === items.length) return true;
    if (known < found.size) return false;
    await new Promise((resolve) => setTimeout(resolve, patience));
  }
  return false;
}

/**
 * Whether the scope can be joined with a filter by and (RFC 7644 §3.4.2.2; §3.12, Table 9 lets a target refuse it), so that
 * what both find is found.
 */
async function isJoined(c: Case, apart: Ground, scope: Filter, path: AttributePath): Promise<boolean> {
  const [first] = apart.items;
  if (first === undefined) return false;
  const one = containing(path, textAt(first.shown, path, apart.subject));
  const reading = await matching(c, { ...apart, scope, narrows: true }, one);
  if (reading.kind !== 'found') return false;
  const found = new Set(idsOf(reading.hits));
  return apart.items.every(
    (item) => decideFilter(one, item.shown, apart.subject.type) !== !found.has(item.id),
  );
}

/**
 * Asks for every attribute in the plainest form, and tells those that hold from those that do not. Filters that match everybody
 * hold where they are ignored, too: they count only beside others.
 */
export async function probed(
  session: Session,
  ground: Ground,
  all: readonly FilterOperand[],
): Promise<Pick<SpecimenSet, 'operands' | 'failing' | 'refused'>> {
  if (session.facts.features.filter === false) return { operands: [], failing: [], refused: all };
  const { subject, items } = ground;
  const outcomes = await Promise.all(
    all.map(async (operand) => {
      const filter = plainest(operand, ground);
      const tells = items.some(({ shown }) => decideFilter(filter, shown, subject.type) === false);
      return { operand, tells, kind: (await alone(session, ground, filter)).kind };
    }),
  );
  const those = (wanted: Alone['kind']): readonly FilterOperand[] =>
    outcomes.flatMap(({ operand, kind }) => (kind === wanted ? [operand] : []));
  const refused = those('refused');
  for (const { path } of refused)
    session.observe(`filter.refused.${subject.type.name}.${formatPath(path)}`, true);
  const ignored = !outcomes.some(({ kind, tells }) => kind === 'holds' && tells);
  return ignored
    ? { operands: [], failing: [...those('holds'), ...those('fails')], refused }
    : { operands: those('holds'), failing: those('fails'), refused };
}

/**
 * The plainest filter on an attribute: `eq` with a value that its holders have letter by letter and have no other of, of
 * plain letters where there is such a one, and that few have, as nobody has by default; `pr` where values cannot be compared.
 */
export function plainest({ path, operators, values }: FilterOperand, { items, subject }: Ground): Filter {
  const filters = values.map((value) => ({ kind: 'compare', path, operator: 'eq', value }) as const);
  const [first, ...others] = operators.includes('eq') ? filters : [];
  if (first === undefined) return { kind: 'present', path };
  const trouble = (filter: typeof first): number => {
    const holders = items.filter(({ shown }) => decideFilter(filter, shown, subject.type) === true);
    const alike = holders.every(({ shown }) => {
      const own = readPath(shown, path, subject.type);
      return own.length === 1 && own[0] === filter.value;
    });
    const plain = /^[\w .@-]*$/.test(String(filter.value));
    return (alike ? 0 : 1000) + (plain ? 0 : 500) + holders.length;
  };
  return others.reduce((best, one) => (trouble(one) < trouble(best) ? one : best), first);
}
