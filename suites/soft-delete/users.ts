import type { Answer, Case, CheckContext, Creation, JsonObject, Play } from '../../kit/index.ts';
import {
  eq,
  InputRefused,
  isObject,
  member,
  overCreations,
  stringMember,
  userSubject,
} from '../../kit/index.ts';

/** A property over the creations of users with the required attributes. */
export function overNewUsers(t: CheckContext, body: (one: Creation) => Promise<void>): Promise<void> {
  return overCreations(t, userSubject(t.session), body, { required: 'only' });
}

/** What a filter finds. */
export interface Look {
  readonly attribute: string;
  readonly answer: Answer;
  /** Null where no list comes, which other checks judge. */
  readonly users: readonly JsonObject[] | null;
}

/** Looks for users by the value of an attribute; judges nothing. */
export async function lookFor(c: Case, attribute: string, value: string): Promise<Look> {
  const path = c.session.userType.endpoint;
  const query = { filter: eq(attribute, value) };
  const answer = await c.send({ method: 'GET', path, query, purpose: `find the user by ${attribute}` });
  const resources = member(answer.list ?? undefined, 'Resources');
  const users = Array.isArray(resources) ? resources.filter(isObject) : [];
  return { attribute, answer, users: answer.list === null ? null : users };
}

/** The user among those found. */
export function hitOf({ users }: Look, id: string): JsonObject | undefined {
  return users?.find((user) => member(user, 'id') === id);
}

export const nameOf = (user: JsonObject): string => stringMember(user, 'userName') ?? '';

/** Whether a user has this userName, in any letter case (RFC 7643 §4.1.1). */
export const isNamed = (user: JsonObject, name: string): boolean =>
  name !== '' && nameOf(user).toLowerCase() === name.toLowerCase();

/** An active user has to be found by his userName before a disabled one is missed. @throws InputRefused */
export async function requireFound({ c, id, shown }: Play): Promise<void> {
  const look = await lookFor(c, 'userName', nameOf(shown));
  if (hitOf(look, id) === undefined)
    throw new InputRefused('cannot judge: an active user is not found by his userName either', look.answer);
}
