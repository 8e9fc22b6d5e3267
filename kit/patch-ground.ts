import fc from 'fast-check';
import type { MappedAttribute } from '../config/mapping.ts';
import { Case } from '../engine/case.ts';
import { oncePerSession } from '../engine/once-per-session.ts';
import { seedOf } from '../engine/seed.ts';
import type { Session } from '../engine/session.ts';
import type { Subject } from '../engine/subject.ts';
import { SetupFailure } from '../engine/violation.ts';
import { type DraftedForm, draftArbitrary, type PatchForm, suits } from '../generators/patch.ts';
import { PATCH_FORMS } from '../generators/patch-forms.ts';
import {
  externalIdOf,
  type PatchUnit,
  patchUnits,
  referenceUnit,
  specialUnits,
} from '../generators/patch-unit.ts';
import type { JsonObject } from '../scim/json.ts';
import type { ResourceType } from '../scim/schema.ts';
import { composed } from './composing.ts';
import { populationOf } from './population.ts';
import { repertoireOf } from './repertoire.ts';
import { deviations } from './represented.ts';

/** A kind of resource with the attributes whose values the target stores as they are given, so that changes can be judged. */
export interface PatchGround {
  readonly subject: Subject;
  /** The optional attributes that may be changed at will. */
  readonly units: readonly PatchUnit[];
  /** Attributes of which only some operations make sense; see {@link PatchUnit.may}. */
  readonly special: readonly PatchUnit[];
  /** All attributes of which the target says that it takes such values, also those that it forgets. */
  readonly declared: readonly PatchUnit[];
  /** What a resource looks like that was created with what is required alone. */
  readonly defaults: JsonObject;
}

/** The grounds of a session: every kind of resource with attributes that may be changed at will. */
export async function patchGrounds(session: Session): Promise<readonly PatchGround[]> {
  return (await declaredGrounds(session)).filter(({ units, special }) => units.length + special.length > 0);
}

/** Every kind of resource, with or without such attributes. They are tried once in a session. */
export const declaredGrounds = oncePerSession(async (session): Promise<readonly PatchGround[]> => {
  const repertoire = repertoireOf(session);
  const [kept, taken] = await Promise.all([repertoire.all(), repertoire.taken()]);
  return Promise.all(kept.map((subject, index) => groundOf(session, subject, taken[index] ?? subject)));
});

async function groundOf(session: Session, subject: Subject, taken: Subject): Promise<PatchGround> {
  const { facts, constraints } = session.plan.target;
  const known: readonly (ResourceType | null)[] = [facts.user, facts.group, ...facts.others];
  const type = known.find((one) => one?.endpoint === subject.type.endpoint) ?? null;
  const declared = patchUnits(taken.attributes, type, constraints);
  const [units, single, members, defaults] = await Promise.all([
    keptUnits(session, subject, patchUnits(withExternalId(subject), type, constraints)),
    // What has consequences is not tried together with anything.
    eachAlone(session, subject, specialUnits(subject.attributes, constraints)),
    keptMembers(session, subject),
    defaultsOf(session, subject),
  ]);
  return { subject, declared, units, special: [...single, ...members], defaults };
}

/** Every resource may have an externalId, whether or not a table or a schema lists it (RFC 7643 §3.1). */
function withExternalId({ type, attributes }: Subject): readonly MappedAttribute[] {
  const known = attributes.some(({ path }) => path.attribute.toLowerCase() === 'externalid');
  return known ? attributes : [...attributes, externalIdOf(type.name)];
}

/** Empty when the target does not create such a resource. */
async function defaultsOf(session: Session, subject: Subject): Promise<JsonObject> {
  const seed = seedOf(session.plan.seed, 'defaults', subject.type.endpoint);
  const [resource = {}] = fc.sample(subject.arbitrary({ required: 'only' }), { seed, numRuns: 1 });
  const c = new Case(session, []);
  try {
    const { endpoint } = subject.type;
    const { created } = await c.post(endpoint, subject.stamp(c, resource), 'see what has defaults');
    return created === null ? {} : await c.read(created);
  } finally {
    c.end();
  }
}

/** Those of the units whose values come back as they were given: of all at once, else of each alone. */
async function keptUnits(
  session: Session,
  subject: Subject,
  units: readonly PatchUnit[],
): Promise<readonly PatchUnit[]> {
  if (units.length === 0) return [];
  return (await tryUnits(session, subject, units)) ?? eachAlone(session, subject, units);
}

async function eachAlone(
  session: Session,
  subject: Subject,
  units: readonly PatchUnit[],
): Promise<readonly PatchUnit[]> {
  const each = await Promise.all(units.map((unit) => tryUnits(session, subject, [unit])));
  return each.flatMap((some) => some ?? []);
}

/** Elements as many as any form wants before its operation, with all their parts. */
const FULL: DraftedForm = {
  name: '',
  words: '',
  kind: 'plural',
  before: { count: 3, full: true },
  operation: () => null,
};

/** The units that come back as they were given; null when the target refuses a resource with all of them, or does not show it. */
async function tryUnits(
  session: Session,
  subject: Subject,
  units: readonly PatchUnit[],
): Promise<readonly PatchUnit[] | null> {
  const seed = seedOf(session.plan.seed, 'patch ground', subject.type.endpoint);
  const inputs = fc.tuple(
    subject.arbitrary({ required: 'only' }),
    ...units.map((unit) => draftArbitrary(FULL, unit)),
  );
  const [[base, ...drafts] = [{}]] = fc.sample(inputs, { seed, numRuns: 1 });
  const c = new Case(session, []);
  try {
    const body = composed(c, { subject, units }, base, drafts);
    const { created } = await c.post(subject.type.endpoint, body, 'see which attributes are kept as given');
    if (created === null) return null;
    const after = await c.read(created);
    const lost = deviations({ sent: body, before: body, wanted: body, after }, subject.type);
    const texts = lost.map(({ attribute: { text } }) => text);
    return units.filter(({ text }) => !texts.some((path) => path === text || path.startsWith(`${text}.`)));
  } catch (error) {
    if (error instanceof SetupFailure) return null;
    throw error;
  } finally {
    c.end();
  }
}

/** Users who may be members: one more than {@link FULL} wants. */
const MEMBERS = 4;

/** The members of a group, where the target keeps those that a new group is given. */
async function keptMembers(session: Session, subject: Subject): Promise<readonly PatchUnit[]> {
  const row = membersOf(subject);
  if (row === undefined) return [];
  try {
    const ids = (await populationOf(session).users(MEMBERS)).map(({ id }) => id);
    // Elements are told apart whatever their letter case.
    if (new Set(ids.map((id) => id.toLowerCase())).size < MEMBERS) return [];
    return (await tryUnits(session, subject, [referenceUnit(row, ids)])) ?? [];
  } catch (error) {
    if (error instanceof SetupFailure) return [];
    throw error;
  }
}

function membersOf({ type, attributes }: Subject): MappedAttribute | undefined {
  return type.name === 'Group' ? attributes.find(({ text }) => text === 'members') : undefined;
}

/** A form of operation on an attribute that it can be written for. */
export interface FormUse {
  readonly ground: PatchGround;
  readonly unit: PatchUnit;
  readonly form: PatchForm;
}

/** Every use of these forms on the attributes of a ground. */
export function formUses(ground: PatchGround, forms: readonly PatchForm[] = PATCH_FORMS): readonly FormUse[] {
  return forms.flatMap((form) =>
    [...ground.units, ...ground.special]
      .filter((unit) => suits(form, unit))
      .map((unit) => ({ ground, unit, form })),
  );
}
