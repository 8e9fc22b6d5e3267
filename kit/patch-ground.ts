import fc from 'fast-check';
import { describe } from '../engine/answer.ts';
import { Case, type Created } from '../engine/case.ts';
import { seedOf } from '../engine/seed.ts';
import type { Session } from '../engine/session.ts';
import type { Subject } from '../engine/subject.ts';
import { InputRefused } from '../engine/violation.ts';
import { removePath, setPath } from '../generators/build.ts';
import { stampName } from '../generators/identity.ts';
import { type Draft, type DraftedForm, draftArbitrary, type PatchForm } from '../generators/patch.ts';
import { PATCH_FORMS } from '../generators/patch-forms.ts';
import { type PatchUnit, patchUnits } from '../generators/patch-unit.ts';
import { isObject, type Json, type JsonObject, member } from '../scim/json.ts';
import type { ResourceType } from '../scim/schema.ts';
import { isUnassigned } from '../scim/value.ts';
import { repertoireOf } from './repertoire.ts';
import { deviations } from './represented.ts';

/** A kind of resource with the attributes whose values the target stores as they are given, so that changes can be judged. */
export interface PatchGround {
  readonly subject: Subject;
  readonly units: readonly PatchUnit[];
  /** All attributes of which the target says that it takes such values, `units` among them. */
  readonly declared: readonly PatchUnit[];
  /** What a resource looks like that was created with what is required alone. */
  readonly defaults: JsonObject;
}

const KNOWN = new WeakMap<Session, Promise<readonly PatchGround[]>>();

/** The grounds of a session, tried once: every kind of resource with attributes that may be changed at will. */
export async function patchGrounds(session: Session): Promise<readonly PatchGround[]> {
  return (await declaredGrounds(session)).filter(({ units }) => units.length > 0);
}

/** Every kind of resource, with or without such attributes. */
export function declaredGrounds(session: Session): Promise<readonly PatchGround[]> {
  const known = KNOWN.get(session);
  if (known !== undefined) return known;
  const found = findGrounds(session);
  // Whoever waits for it fails, not the process.
  found.catch(() => {});
  KNOWN.set(session, found);
  return found;
}

async function findGrounds(session: Session): Promise<readonly PatchGround[]> {
  const { facts, constraints } = session.plan.target;
  const grounds = (await repertoireOf(session).all()).map(async (subject): Promise<PatchGround> => {
    const declared = [facts.user, facts.group, ...facts.others].find(
      (type) => type?.endpoint === subject.type.endpoint,
    );
    const units = patchUnits(subject.attributes, declared ?? null, constraints);
    const [kept, defaults] = await Promise.all([
      keptUnits(session, subject, units),
      defaultsOf(session, subject),
    ]);
    return { subject, declared: units, units: kept, defaults };
  });
  return Promise.all(grounds);
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
  const kept = await tryUnits(session, subject, units);
  if (kept !== null) return kept;
  const each = await Promise.all(units.map((unit) => tryUnits(session, subject, [unit])));
  return each.flatMap((some) => some ?? []);
}

/** Null when the target refuses a resource with all of them. */
async function tryUnits(
  session: Session,
  subject: Subject,
  units: readonly PatchUnit[],
): Promise<readonly PatchUnit[] | null> {
  const form: DraftedForm = {
    name: '',
    words: '',
    kind: 'plural',
    before: { count: 3, full: true },
    operation: () => null,
  };
  const seed = seedOf(session.plan.seed, 'patch ground', subject.type.endpoint);
  const inputs = fc.tuple(
    subject.arbitrary({ required: 'only' }),
    ...units.map((unit) => draftArbitrary(form, unit)),
  );
  const [[base, ...drafts] = [{}]] = fc.sample(inputs, { seed, numRuns: 1 });
  const c = new Case(session, []);
  try {
    const body = composed(c, { subject, units }, base, drafts);
    const { created } = await c.post(subject.type.endpoint, body, 'see which attributes are kept as given');
    if (created === null) return null;
    const after = await c.read(created);
    const lost = deviations({ sent: body, before: body, wanted: body, after }, subject.type);
    const texts = new Set(lost.map(({ path }) => path));
    return units.filter(({ text }) => !texts.has(text));
  } finally {
    c.end();
  }
}

/** A resource with the values that the drafts want before their operations; e-mail addresses are its own. */
export function composed(
  c: Case,
  { subject, units }: Pick<PatchGround, 'subject' | 'units'>,
  base: JsonObject,
  drafts: readonly Draft[],
  marker = c.marker(),
): JsonObject {
  const first = new Map(drafts.toReversed().map((draft) => [draft.unit, draft]));
  const body = [...first].reduce((resource, [text, { initial }]) => {
    const unit = units.find((known) => known.text === text);
    return unit === undefined ? resource : withValue(resource, unit, owned(unit, initial, marker));
  }, base);
  return subject.stamp(c, body, marker);
}

/** The resource with this value of the attribute as a whole; null for none. */
export function withValue(resource: JsonObject, { path, attribute }: PatchUnit, value: Json): JsonObject {
  const types = { definition: attribute, parent: attribute };
  const without = removePath(resource, path, types);
  return isUnassigned(value) ? without : setPath(without, path, value, types);
}

/** The value with the marker in e-mail addresses, which a target may want to be unique. */
export function owned(unit: PatchUnit, value: Json, marker: string): Json {
  if (unit.attribute.name !== 'emails' || !Array.isArray(value)) return value;
  return value.map((item: Json) => {
    const address = member(item, unit.main);
    return isObject(item) && typeof address === 'string'
      ? { ...item, [unit.main]: stampName(address, marker, undefined) }
      : item;
  });
}

/** The value of a unit's attribute in a resource; null for none. */
export function stateOf(resource: JsonObject, { path, attribute }: PatchUnit): Json {
  return member(path.urn === null ? resource : member(resource, path.urn), attribute.name) ?? null;
}

/** Creates a generated resource and reads it. @throws InputRefused when the target does not take it */
export async function settle(
  c: Case,
  { endpoint }: ResourceType,
  body: JsonObject,
): Promise<{ readonly created: Created; readonly before: JsonObject }> {
  const { response, created } = await c.post(endpoint, body, 'create it');
  if (created === null) throw new InputRefused(`POST ${endpoint} is answered with ${describe(response)}`);
  return { created, before: await c.read(created, 'read it before the change') };
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
    ground.units
      .filter((unit) => unit.kind === form.kind && (form.suits?.(unit) ?? true))
      .map((unit) => ({ ground, unit, form })),
  );
}
