import type fc from 'fast-check';
import { describe } from '../engine/answer.ts';
import { Case } from '../engine/case.ts';
import { oncePerSession } from '../engine/once-per-session.ts';
import { seedOf } from '../engine/seed.ts';
import type { Session } from '../engine/session.ts';
import type { Subject } from '../engine/subject.ts';
import { SetupFailure } from '../engine/violation.ts';
import { constraintFor } from '../generators/constraints.ts';
import type { FilterOperand } from '../generators/filter.ts';
import { stampName } from '../generators/identity.ts';
import { type Filter, formatFilter } from '../scim/filter.ts';
import { isObject, type Json, type JsonObject, member } from '../scim/json.ts';
import { readPath } from '../scim/lookup.ts';
import { formatPath } from '../scim/path.ts';
import { repertoireOf } from './repertoire.ts';
import { mixture, RICHNESS, type Richness } from './specimens/mixture.ts';
import { operandsOf } from './specimens/operands.ts';

/** A resource that queries are judged by. */
export interface Specimen {
  readonly id: string;
  /** Path below the base URL. */
  readonly path: string;
  /** As GET shows it. */
  readonly shown: JsonObject;
}

/** The specimens of one resource type, and how to ask for them. */
export interface SpecimenSet {
  readonly subject: Subject;
  readonly items: readonly Specimen[];
  /** Resources as generators give them, or with what is required alone where the target takes no more. */
  readonly arbitrary: fc.Arbitrary<JsonObject>;
  /** In the name of every specimen of every type, and of nothing else. */
  readonly token: string;
  /** The filter that finds exactly these specimens, or null where the target does not answer it rightly. */
  readonly scope: Filter | null;
  /** Whether the scope can be joined with another filter, in brackets: a target may have no operators for that. */
  readonly narrows: boolean;
  /** The attributes that the target lets filters ask for. */
  readonly operands: readonly FilterOperand[];
  /** The other attributes that filters could ask for. */
  readonly refused: readonly FilterOperand[];
}

/** Specimens of users, of groups, and of the target's own types. */
const COUNTS: Readonly<Record<string, number>> = { user: 16, group: 10 };
const OTHERS = 8;
/** With fewer than these a query cannot be told from one that is wrong. */
const FEWEST = 4;

/**
 * Resources with every attribute that the target takes, that queries are judged by. They are created when first asked
 * for, never changed, and live until the session ends.
 */
class Specimens {
  readonly #session: Session;
  readonly #sets = new Map<string, Promise<SpecimenSet>>();
  #token: string | null = null;

  constructor(session: Session) {
    this.#session = session;
  }

  /** The specimens of every resource type. @throws SetupFailure */
  async all(): Promise<readonly SpecimenSet[]> {
    const subjects = await repertoireOf(this.#session).all();
    return Promise.all(subjects.map((subject) => this.of(subject)));
  }

  /** The specimens of one type. @throws SetupFailure when the target does not create them */
  of(subject: Subject): Promise<SpecimenSet> {
    const known = this.#sets.get(subject.type.endpoint);
    if (known !== undefined) return known;
    const made = this.#make(subject, this.#sets.size);
    // Whoever waits for it fails, not the process.
    made.catch(() => {});
    this.#sets.set(subject.type.endpoint, made);
    return made;
  }

  async #make(subject: Subject, ordinal: number): Promise<SpecimenSet> {
    this.#token ??= this.#session.marker();
    const token = this.#token;
    const users = subject.noun === 'group' ? await this.of(await repertoireOf(this.#session).users()) : null;
    const c = new Case(this.#session, []);
    const ids = users?.items.map(({ id }) => id) ?? [];
    const marker = (index: number): string => `${token}${ordinal.toString(36)}${index.toString(36)}`;
    const { items, richness } = await create(c, subject, marker, ids);
    const arbitrary = subject.arbitrary(richness === 'bare' ? { required: 'only' } : {});
    c.release();
    const shown = items.map((item) => item.shown);
    const scope = await scopeOf(c, subject, items, token);
    const narrows = scope !== null && (await isJoined(c, subject, scope));
    const all = operandsOf(subject, shown);
    const operands = await filterable(c, subject, all);
    const refused = all.filter((operand) => !operands.includes(operand));
    return { subject, items, arbitrary, token, scope, narrows, operands, refused };
  }
}

/** Creates the specimens, as rich as the target takes them. */
async function create(
  c: Case,
  subject: Subject,
  marker: (index: number) => string,
  ids: readonly string[],
): Promise<{ readonly items: readonly Specimen[]; readonly richness: Richness }> {
  const count = COUNTS[subject.noun] ?? OTHERS;
  const { richness, first } = await richest(c, subject, marker(0), ids);
  const rest = bodies(c, subject, richness, ids, count).slice(1);
  const others = await Promise.all(
    rest.map(async (body, index) => {
      const stamped = stamp(c, subject, body, marker(index + 1));
      const { created } = await c.post(
        subject.type.endpoint,
        stamped,
        `create a ${subject.noun} to look for`,
      );
      return created;
    }),
  );
  const created = [first, ...others.filter((one) => one !== null)];
  if (created.length < FEWEST) throw new SetupFailure(`the target takes few ${subject.noun}s to look for`);
  const items = await Promise.all(
    created.map(async (one) => ({
      id: one.id,
      path: one.path,
      shown: await c.read(one, `see how a ${subject.noun} to look for is shown`),
    })),
  );
  return { items, richness };
}

/** Creates the first specimen as rich as the target takes it. */
async function richest(c: Case, subject: Subject, marker: string, ids: readonly string[]) {
  let refusal = '';
  for (const richness of RICHNESS) {
    const [body = {}] = bodies(c, subject, richness, ids, 1);
    const purpose = `create a ${subject.noun} to look for`;
    const { response, created } = await c.post(
      subject.type.endpoint,
      stamp(c, subject, body, marker),
      purpose,
    );
    if (created !== null) return { richness, first: created };
    refusal = describe(response);
  }
  throw new SetupFailure(
    `POST ${subject.type.endpoint} answered ${refusal}, so there is nothing to look for`,
  );
}

function bodies(
  { session }: Case,
  subject: Subject,
  richness: Richness,
  ids: readonly string[],
  count: number,
): readonly JsonObject[] {
  return mixture(
    subject,
    count,
    richness,
    seedOf(session.plan.seed, 'specimens', subject.type.endpoint),
    ids,
  );
}

/** With the marker in its name, and in its e-mail addresses: a target may want them unique. */
function stamp(c: Case, subject: Subject, body: JsonObject, marker: string): JsonObject {
  const stamped = subject.stamp(c, body, marker);
  const emails = member(stamped, 'emails');
  if (!Array.isArray(emails)) return stamped;
  const constraint = constraintFor(c.session.plan.target.constraints, 'emails.value');
  const addressed = emails.map((email: Json) =>
    isObject(email) && typeof email.value === 'string'
      ? { ...email, value: stampName(email.value, marker, constraint) }
      : email,
  );
  return { ...stamped, emails: addressed };
}

/** A filter for the token in a name; null unless it finds the specimens, all of them and nothing else. */
async function scopeOf(
  c: Case,
  subject: Subject,
  items: readonly Specimen[],
  token: string,
): Promise<Filter | null> {
  if (c.session.facts.features.filter === false) return null;
  const named = subject.attributes.find(
    ({ path, parent, definition }) =>
      definition.type === 'string' &&
      !parent.multiValued &&
      items.every(({ shown }) =>
        readPath(shown, path, subject.type).some((value) => String(value).includes(token)),
      ),
  );
  if (named === undefined) return null;
  const scope: Filter = { kind: 'compare', path: named.path, operator: 'co', value: token };
  const { status, body } = await c.send({
    method: 'GET',
    path: subject.type.endpoint,
    query: { filter: formatFilter(scope), count: items.length },
    purpose: `see whether a filter finds the ${subject.noun}s to look for`,
  });
  const total = member(body, 'totalResults');
  return status === 200 && total === items.length ? scope : null;
}

/** Whether the target takes a filter that is joined with one in brackets (RFC 7644 §3.4.2.2; §3.12, Table 9). */
async function isJoined(c: Case, { type, noun }: Subject, scope: Filter): Promise<boolean> {
  const text = formatFilter(scope);
  const { status } = await c.send({
    method: 'GET',
    path: type.endpoint,
    query: { filter: `${text} and (${text})`, count: 1 },
    purpose: `see whether filters on ${noun}s can be joined`,
  });
  return !REFUSALS.has(status);
}

/** Statuses of a filter that is refused as not supported (RFC 7644 §3.12, Table 9; §3.4.2.1). */
export const REFUSALS: ReadonlySet<number> = new Set([400, 403, 501]);

/** The attributes that the target filters on: Table 9 of RFC 7644 lets it refuse the others. */
async function filterable(
  c: Case,
  subject: Subject,
  operands: readonly FilterOperand[],
): Promise<readonly FilterOperand[]> {
  if (c.session.facts.features.filter === false) return [];
  const taken = await Promise.all(
    operands.map(async ({ path, values: [value], operators }) => {
      const operator = operators.includes('eq') ? 'eq' : 'ge';
      const filter: Filter =
        value === undefined ? { kind: 'present', path } : { kind: 'compare', path, operator, value };
      const { status } = await c.send({
        method: 'GET',
        path: subject.type.endpoint,
        query: { filter: formatFilter(filter), count: 1 },
        purpose: `see whether filters may ask for ${formatPath(path)}`,
      });
      if (!REFUSALS.has(status)) return true;
      c.session.observe(`filter.refused.${subject.type.name}.${formatPath(path)}`, true);
      return false;
    }),
  );
  return operands.filter((_, index) => taken[index]);
}

export const specimensOf = oncePerSession((session) => new Specimens(session));
