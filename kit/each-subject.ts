import type { MappedAttribute } from '../config/mapping.ts';
import type { CheckContext } from '../engine/context.ts';
import type { Session } from '../engine/session.ts';
import type { Subject } from '../engine/subject.ts';
import { resolvePath } from '../scim/lookup.ts';
import { repertoireOf } from './repertoire.ts';

/** Runs the body for every kind of resource that the target has, with all attributes it declares and takes. */
export async function eachSubject(
  t: CheckContext,
  body: (subject: Subject, t: CheckContext) => Promise<void>,
): Promise<void> {
  await t.forEach(await repertoireOf(t.session).all(), body);
}

/**
 * Which optional attributes to leave out where the standard is judged, not the application's table: those that the
 * target's own /Schemas does not have. None where it has no /Schemas.
 */
export function undeclared({ plan }: Session, { type }: Subject): (attribute: MappedAttribute) => boolean {
  const { user, group, others } = plan.target.facts;
  const declared = [user, group, ...others].find((known) => known?.endpoint === type.endpoint);
  return ({ path, required }) =>
    declared !== null && declared !== undefined && !required && resolvePath(path, declared) === null;
}
