import type { MappedAttribute } from '../config/mapping.ts';
import type { CheckContext } from '../engine/context.ts';
import type { Session } from '../engine/session.ts';
import type { Subject } from '../engine/subject.ts';
import { NotOffered } from '../engine/violation.ts';
import type { Json } from '../scim/json.ts';
import { repertoireOf } from './repertoire.ts';

/** An immutable attribute that clients may set once (RFC 7643 §2.2). */
export interface Immutable {
  readonly subject: Subject;
  readonly attribute: MappedAttribute;
}

/** The optional plain attributes of all kinds of resources that the target itself declares immutable, be they kept or not. */
async function immutableAttributes(session: Session): Promise<readonly Immutable[]> {
  return (await repertoireOf(session).taken()).flatMap((subject) =>
    subject.attributes
      .filter(
        ({ definition, parent, required }) =>
          definition.mutability === 'immutable' &&
          definition.type === 'string' &&
          definition.uniqueness === 'none' &&
          ['default', 'always'].includes(definition.returned) &&
          !required &&
          !parent.multiValued,
      )
      .map((attribute) => ({ subject, attribute })),
  );
}

/** Runs the body for each of them. @throws NotOffered when there is none */
export async function overImmutables(
  parent: CheckContext,
  body: (found: Immutable, t: CheckContext) => Promise<void>,
): Promise<void> {
  const found = await immutableAttributes(parent.session);
  if (found.length === 0)
    throw new NotOffered('the target declares no immutable attribute that can be tried');
  await parent.forEach(found, body);
}

/** The second value, made different from the first where it is not. */
export function another(first: Json, second: Json): Json {
  const same = String(first).toLowerCase() === String(second).toLowerCase();
  return same ? `${String(second)}2` : second;
}
