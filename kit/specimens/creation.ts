import { describe } from '../../engine/answer.ts';
import type { Case, Created } from '../../engine/case.ts';
import { seedOf } from '../../engine/seed.ts';
import type { Subject } from '../../engine/subject.ts';
import { SetupFailure } from '../../engine/violation.ts';
import { constraintFor } from '../../generators/constraints.ts';
import { stampName } from '../../generators/identity.ts';
import { isObject, type Json, type JsonObject, member } from '../../scim/json.ts';
import { mixture, RICHNESS, type Richness } from './mixture.ts';
import type { Specimen } from './set.ts';

/** Specimens of users, of groups, and of the target's own types. */
const COUNTS: Readonly<Record<string, number>> = { user: 16, group: 10 };
const OTHERS = 8;
/** With fewer than these a query cannot be told from one that is wrong. */
const FEWEST = 4;

/** What specimens are made of. */
export interface Material {
  readonly subject: Subject;
  /** What the specimen with this number has in its name. */
  readonly marker: (index: number) => string;
  /** Ids of users that groups may have as members, and users as managers. */
  readonly ids: readonly string[];
}

/** Creates the specimens, as rich as the target takes them. @throws SetupFailure when it does not create them */
export async function createSpecimens(
  c: Case,
  material: Material,
): Promise<{ readonly items: readonly Specimen[]; readonly richness: Richness }> {
  const { subject } = material;
  const { richness, first } = await richest(c, material);
  const rest = bodies(c, material, richness, COUNTS[subject.noun] ?? OTHERS).slice(1);
  const others = await Promise.all(rest.map((body, index) => post(c, material, body, index + 1)));
  const created = [first, ...others.flatMap((other) => other.created ?? [])];
  if (created.length < FEWEST) throw new SetupFailure(`the target takes few ${subject.noun}s to look for`);
  const purpose = `see how a ${subject.noun} to look for is shown`;
  const items = await Promise.all(
    created.map(async (one) => ({ id: one.id, path: one.path, shown: await c.read(one, purpose) })),
  );
  return { items, richness };
}

/** Creates the first specimen as rich as the target takes it. */
async function richest(
  c: Case,
  material: Material,
): Promise<{ readonly richness: Richness; readonly first: Created }> {
  const { endpoint } = material.subject.type;
  const refusals = [];
  for (const richness of RICHNESS) {
    const [body = {}] = bodies(c, material, richness, 1);
    const { response, created } = await post(c, material, body, 0);
    if (created !== null) return { richness, first: created };
    refusals.push(response);
  }
  const last = refusals.at(-1);
  const words = last === undefined ? 'nothing' : describe(last);
  const text = `POST ${endpoint} answered ${words}, so there is nothing to look for`;
  throw new SetupFailure(text, last);
}

function post(c: Case, { subject, marker }: Material, body: JsonObject, index: number) {
  const purpose = `create a ${subject.noun} to look for`;
  return c.post(subject.type.endpoint, stamp(c, subject, body, marker(index)), purpose);
}

function bodies(
  { session }: Case,
  { subject, ids }: Material,
  richness: Richness,
  count: number,
): readonly JsonObject[] {
  const seed = seedOf(session.plan.seed, 'specimens', subject.type.endpoint);
  return mixture(subject, count, richness, seed, ids);
}

/** With the marker in its name, and in its e-mail addresses: a target may want them unique. */
function stamp(c: Case, subject: Subject, body: JsonObject, marker: string): JsonObject {
  const stamped = subject.stamp(c, body, marker);
  const emails = member(stamped, 'emails');
  if (!Array.isArray(emails)) return stamped;
  const constraint = constraintFor(c.session.plan.target.constraints, 'emails.value');
  const addressed = emails.map((email: Json) =>
    isObject(email) && typeof email.value === 'string' && !email.value.includes(marker)
      ? { ...email, value: stampName(email.value, marker, constraint) }
      : email,
  );
  return { ...stamped, emails: addressed };
}
