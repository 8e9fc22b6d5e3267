import type { Answer } from '../engine/answer.ts';
import type { Case } from '../engine/case.ts';
import { oncePerSession } from '../engine/once-per-session.ts';
import type { Session } from '../engine/session.ts';
import { type JsonObject, stringMember } from '../scim/json.ts';
import { removeNow } from './removing.ts';

const TURNS = new WeakMap<Session, Promise<unknown>>();

/**
 * Does one at a time in a session what may leave a resource without something required: a second one without a name may be
 * refused because of the first.
 */
export function inTurn<T>(session: Session, task: () => Promise<T>): Promise<T> {
  const own = (TURNS.get(session) ?? Promise.resolve()).then(task, task);
  TURNS.set(session, own);
  return own;
}

/** Does in turn, while nobody else asks, what may keep the target from answering others until it is taken back. */
export function aside<T>({ session }: Case, task: () => Promise<T>): Promise<T> {
  return inTurn(session, () => session.exclusively(task));
}

/** By endpoint, whether creations without a name are refused, which shows that nothing comes of them. */
const refusing = oncePerSession(() => new Map<string, boolean>());

/**
 * Sends a creation that lacks something required, in turn, and takes back at once what it creates. A resource without a
 * name may keep a target from answering anything while it is there, so nobody else asks until that is known not to happen.
 * @throws TransportError when no complete answer came
 */
export function postBare(c: Case, endpoint: string, body: JsonObject, purpose: string): Promise<Answer> {
  const { session } = c;
  const known = refusing(session);
  const named = ['userName', 'displayName'].some((name) => stringMember(body, name));
  const post = async (): Promise<Answer> => {
    const { response, created } = await c.post(endpoint, body, purpose, {}, {}, { wellFormed: false });
    if (created !== null) await removeNow(c, created);
    if (!named || response.ok) known.set(endpoint, !response.ok && known.get(endpoint) !== false);
    return response;
  };
  return inTurn(session, () =>
    known.get(endpoint) === true || (named && known.get(endpoint) === undefined)
      ? post()
      : session.exclusively(post),
  );
}
