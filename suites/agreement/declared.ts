import fc from 'fast-check';
import type {
  AttributeDefinition,
  AttributePath,
  CheckContext,
  Created,
  JsonObject,
  MappedAttribute,
  ResourceType,
  Session,
  Subject,
  SubjectOptions,
} from '../../kit/index.ts';
import {
  Case,
  COMMON_ATTRIBUTES,
  findAttribute,
  formatPath,
  NotOffered,
  oncePerSession,
  repertoireOf,
  resolvePath,
  seedOf,
  stringMember,
} from '../../kit/index.ts';

/**
 * A resource type as the target's /Schemas declares it, and how to make resources of it. What the target accepts and forgets
 * is among the attributes: that it declares it is judged here.
 */
export interface Declared {
  readonly type: ResourceType;
  /** Generates any subset of the optional attributes. */
  readonly subject: Subject;
  /** Generates every attribute that the target takes. */
  readonly whole: Subject;
}

/** Where a declared attribute or sub-attribute stands. */
export interface Place {
  /** As a path in a filter has it. */
  readonly text: string;
  readonly path: AttributePath;
  readonly definition: AttributeDefinition;
  /** The attribute that a sub-attribute belongs to; the attribute itself at the top. */
  readonly parent: AttributeDefinition;
}

/** Runs the body for each type that the target declares, groups and its own ones too. @throws NotOffered without any */
export async function overDeclared(
  t: CheckContext,
  body: (declared: Declared, t: CheckContext) => Promise<void>,
): Promise<void> {
  const all = await declaredTypes(t.session);
  await t.forEach(all, body);
}

/** The same for those types alone that have such attributes. @throws NotOffered when none has, in these words */
export async function overPlaces(
  t: CheckContext,
  words: string,
  wanted: (place: Place) => boolean,
  body: (declared: Declared, places: readonly Place[], t: CheckContext) => Promise<void>,
): Promise<void> {
  const all = (await declaredTypes(t.session))
    .map((declared) => ({ declared, places: placesOf(declared.type).filter(wanted) }))
    .filter(({ places }) => places.length > 0);
  if (all.length === 0) throw new NotOffered(`/Schemas declares no attribute that is ${words}`);
  await t.forEach(all, ({ declared, places }, own) => body(declared, places, own));
}

async function declaredTypes(session: Session): Promise<readonly Declared[]> {
  const { user, group, others } = session.plan.target.facts;
  const types = [user, group, ...others].filter((type) => type !== null);
  const declared = (await repertoireOf(session).taken()).flatMap((subject) => {
    const type = types.find(({ endpoint }) => endpoint === subject.type.endpoint);
    if (type === undefined) return [];
    // What the application's table has and the target does not declare is not what is judged here.
    const isStrange = ({ required, path }: MappedAttribute): boolean =>
      !required && resolvePath({ ...path, filter: null }, type) === null;
    const known = subject.attributes.filter((attribute) => !isStrange(attribute));
    const drawn = (required: SubjectOptions): Subject => ({
      ...subject,
      attributes: known,
      arbitrary: (options) => subject.arbitrary({ omit: isStrange, ...required, ...options }),
    });
    return [{ type, subject: drawn({}), whole: drawn({ required: 'all' }) }];
  });
  if (declared.length === 0) throw new NotOffered('the target has no /Schemas that can be read');
  return declared;
}

/** Every attribute and sub-attribute of a type; common ones keep the characteristics of the standard (RFC 7643 §3.1). */
export function placesOf(type: ResourceType): readonly Place[] {
  return [type.schema, ...type.extensions].flatMap((schema) => {
    const core = schema === type.schema;
    return schema.attributes
      .filter(({ name }) => !core || findAttribute(COMMON_ATTRIBUTES, name) === undefined)
      .flatMap((attribute) => [
        placeAt(core ? null : schema.id, attribute, null),
        ...(attribute.subAttributes ?? []).map((sub) => placeAt(core ? null : schema.id, attribute, sub)),
      ]);
  });
}

function placeAt(urn: string | null, parent: AttributeDefinition, sub: AttributeDefinition | null): Place {
  const path = { urn, attribute: parent.name, filter: null, subAttribute: sub?.name ?? null };
  return { text: formatPath(path), path, definition: sub ?? parent, parent };
}

/** Whether a place holds one value at most: not an element, nor a part of one. */
export function isSingular({ definition, parent }: Place): boolean {
  return !definition.multiValued && !parent.multiValued;
}

/** A resource that checks look at and do not change, as it was answered to GET. */
export interface Specimen {
  readonly created: Created;
  readonly shown: JsonObject;
}

const specimens = oncePerSession(() => new Map<string, Promise<Specimen>>());

/** A resource of the type with all the attributes that the target takes; one for the whole session. @throws SetupFailure */
export function specimenOf(session: Session, { subject, whole }: Declared): Promise<Specimen> {
  const { endpoint } = subject.type;
  const known = specimens(session).get(endpoint);
  if (known !== undefined) return known;
  const made = makeSpecimen(session, subject, whole);
  // Whoever waits for it fails, not the process.
  made.catch(() => {});
  specimens(session).set(endpoint, made);
  return made;
}

async function makeSpecimen(session: Session, subject: Subject, whole: Subject): Promise<Specimen> {
  const c = new Case(session, []);
  const seed = seedOf(session.plan.seed, 'specimen', subject.type.endpoint);
  const [all = {}] = fc.sample(whole.arbitrary(), { seed, numRuns: 1 });
  const [least = {}] = fc.sample(subject.arbitrary({ required: 'only' }), { seed, numRuns: 1 });
  const purpose = `create a ${subject.noun} to look at`;
  try {
    const { created } = await c.post(subject.type.endpoint, subject.stamp(c, all), purpose);
    // Each attribute was taken alone; a target may still refuse all of them together.
    const taken = created ?? (await subject.create(c, least, purpose));
    return { created: taken, shown: await c.read(taken) };
  } finally {
    c.release();
  }
}

/** What a resource is found by: the attribute that clients match on, and its value. */
export function nameOf(noun: string, resource: JsonObject): readonly [path: string, value: string] | null {
  const path = { user: 'userName', group: 'displayName' }[noun];
  const value = path === undefined ? undefined : stringMember(resource, path);
  return path === undefined || value === undefined ? null : [path, value];
}
