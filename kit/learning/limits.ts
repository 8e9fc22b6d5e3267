import fc from 'fast-check';
import type { MappedAttribute } from '../../config/mapping.ts';
import { Case } from '../../engine/case.ts';
import { seedOf } from '../../engine/seed.ts';
import type { Session } from '../../engine/session.ts';
import type { Subject } from '../../engine/subject.ts';
import { TransportError } from '../../http/transport.ts';
import type { JsonObject } from '../../scim/json.ts';
import type { ResourceType } from '../../scim/schema.ts';
import { declaredAttributes } from '../declared.ts';

/** How many resources are drawn, of which the one with the most values is tried. */
const DRAWN = 12;

/**
 * Names of the multi-valued attributes of which a target takes one value at most, which it may (RFC 7643 §2.4 demands no
 * more): all of them are tried at once, and only where that is refused each alone, with two values and with one.
 * @param make resources with these attributes
 */
export async function singles(
  session: Session,
  { attributes, type }: Pick<Subject, 'attributes' | 'type'>,
  declared: ResourceType | null,
  make: (attributes: readonly MappedAttribute[]) => Subject | null,
): Promise<readonly string[]> {
  const known = [...attributes, ...(declared === null ? [] : declaredAttributes(declared, type, attributes))];
  const required = attributes.filter((one) => one.required);
  const plural = new Map<string, readonly MappedAttribute[]>();
  for (const one of known.filter(({ parent, text }) => parent.multiValued && text !== 'members'))
    plural.set(one.parent.name, [...(plural.get(one.parent.name) ?? []), one]);
  const takes = async (some: readonly MappedAttribute[], most: 'many' | 'one'): Promise<boolean> => {
    const others = some.filter((one) => !required.includes(one));
    const subject = make([...required, ...others.map((one) => ({ ...one, required: true }))]);
    return subject === null || (await isTaken(session, subject, most));
  };
  if (plural.size === 0 || (await takes([...plural.values()].flat(), 'many'))) return [];
  const tried = await Promise.all(
    [...plural].map(async ([name, own]) => {
      if (await takes(own, 'many')) return [];
      const [first] = own.toSorted((a, b) => Number(b.required) - Number(a.required));
      if (first === undefined) return [];
      const element = own.filter(
        (one) => JSON.stringify(one.path.filter) === JSON.stringify(first.path.filter),
      );
      return (await takes(element, 'one')) ? [name] : [];
    }),
  );
  return tried.flat();
}

/** Values of multi-valued attributes in a resource. */
function count(resource: JsonObject): number {
  return Object.values(resource).reduce<number>(
    (sum, value) => sum + (Array.isArray(value) ? value.length : 0),
    0,
  );
}

/** A resource with all attributes of a subject, and with as many, or as few, values of the multi-valued ones as are drawn. */
export function drawn(subject: Subject, seed: number, most: 'many' | 'one'): JsonObject {
  const all = fc.sample(subject.arbitrary({ required: 'all' }), { seed, numRuns: DRAWN });
  const sorted = all.toSorted((a, b) => count(a) - count(b));
  return (most === 'many' ? sorted.at(-1) : sorted[0]) ?? {};
}

async function isTaken(session: Session, subject: Subject, most: 'many' | 'one'): Promise<boolean> {
  const resource = drawn(subject, seedOf(session.plan.seed, 'limits', subject.type.endpoint), most);
  const c = new Case(session, []);
  try {
    const purpose = `learn how many values a ${subject.noun} can have`;
    const { response } = await c.post(subject.type.endpoint, subject.stamp(c, resource), purpose);
    return response.ok;
  } catch (error) {
    // Whoever drops the connection says nothing of numbers.
    if (error instanceof TransportError && session.lost === null) return true;
    throw error;
  } finally {
    c.end();
  }
}
