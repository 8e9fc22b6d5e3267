import type { MappedAttribute } from '../config/mapping.ts';
import type { Json } from '../scim/json.ts';
import type { Session } from './session.ts';
import type { Subject } from './subject.ts';

/** An immutable attribute that clients may set once (RFC 7643 §2.2). */
export interface Immutable {
  readonly subject: Subject;
  readonly attribute: MappedAttribute;
}

/** The optional plain attributes of all kinds of resources that the target itself declares immutable. */
export async function immutableAttributes(session: Session): Promise<readonly Immutable[]> {
  return (await session.repertoire.all()).flatMap((subject) =>
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

/** The second value, made different from the first where it is not. */
export function other(first: Json, second: Json): Json {
  const same = String(first).toLowerCase() === String(second).toLowerCase();
  return same ? `${String(second)}2` : second;
}
