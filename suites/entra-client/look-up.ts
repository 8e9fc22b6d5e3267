import type {
  Case,
  Complaint,
  Json,
  JsonObject,
  ListAnswer,
  MappedAttribute,
  Play,
  RequirementId,
  Subject,
} from '../../kit/index.ts';
import { eq, found, holds, InputRefused, member, query, unfound, valueAt } from '../../kit/index.ts';

/** The filterable matching attributes in their order. */
export function inPrecedence(attributes: readonly MappedAttribute[]): readonly MappedAttribute[] {
  return attributes
    .filter(
      ({ matching, filterable, definition }) =>
        matching !== null && filterable && definition.type === 'string',
    )
    .toSorted((a, b) => (a.matching ?? 0) - (b.matching ?? 0));
}

/** What the client matches by: an attribute of the table, or else the name, which tables may leave out. */
export interface Key {
  readonly text: string;
  readonly attribute: MappedAttribute | null;
}

export function keysOf({ attributes, noun }: Subject): readonly Key[] {
  const known = inPrecedence(attributes).map((attribute) => ({ text: attribute.text, attribute }));
  return known.length > 0 ? known : [{ text: noun === 'user' ? 'userName' : 'displayName', attribute: null }];
}

/** The text that a resource has of a key. @throws InputRefused where GET shows none */
export function textOf(resource: JsonObject, { text, attribute }: Key, subject: Subject): string {
  const value = attribute === null ? member(resource, text) : valueAt(resource, attribute, subject.type);
  if (typeof value === 'string') return value;
  throw new InputRefused(`cannot judge: a ${subject.noun} is shown without ${text}`);
}

/** Looks resources up by a value, and judges that a list comes. @param more parameters besides */
export function find(
  c: Case,
  { type, noun }: Subject,
  name: string,
  value: Json,
  rule: RequirementId,
  more: Readonly<Record<string, number>> = {},
): Promise<ListAnswer> {
  return query(
    c,
    type.endpoint,
    { filter: eq(name, value), ...more },
    rule,
    `look the ${noun} up by ${name}`,
  );
}

/** Whether a list has this resource and no other. */
export const isAlone = (list: ListAnswer, id: string): boolean =>
  list.resources.length === 1 && holds(list, id);

/** What is wrong with a list that should have one resource alone: it lacks it, or has others. */
export function notAlone(
  { noun }: Subject,
  list: ListAnswer,
  id: string,
  { attribute, value, when }: { readonly attribute: string; readonly value: Json; readonly when?: string },
): Complaint {
  const what = `the filter ${eq(attribute, value)}`;
  const more = { when, attribute, answer: list.response };
  const wanted = `the one ${noun} who has the value`;
  const others = list.resources.filter((hit) => member(hit, 'id') !== id).length;
  if (others === 0) return unfound(what, wanted, more);
  const count = `${others} other ${noun}${others === 1 ? '' : 's'}`;
  return found(what, holds(list, id) ? `${count} besides` : count, { ...more, wanted });
}

/**
 * The value of a resource by which a filter finds it alone, before anything is tried with it.
 * @throws InputRefused where none does, as other checks judge
 */
export async function findable(play: Play, key: Key): Promise<string> {
  const { c, subject, shown, id, rule } = play;
  const value = textOf(shown, key, subject);
  if (isAlone(await find(c, subject, key.text, value, rule), id)) return value;
  throw new InputRefused(
    `cannot judge: a filter on ${key.text} does not even find a new ${subject.noun} alone`,
  );
}

/** The name of users, whatever the table says of it. */
export const USER_NAME: Key = { text: 'userName', attribute: null };
