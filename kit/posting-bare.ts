import type { Answer } from '../engine/answer.ts';
import type { Case } from '../engine/case.ts';
import type { Session } from '../engine/session.ts';
import type { JsonObject } from '../scim/json.ts';
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

/**
 * Sends a creation that lacks something required, in turn, and takes back at once what it creates.
 * @throws TransportError when no complete answer came
 */
export function postBare(c: Case, endpoint: string, body: JsonObject, purpose: string): Promise<Answer> {
  return inTurn(c.session, async () => {
    const { response, created } = await c.post(endpoint, body, purpose, {}, {}, { wellFormed: false });
    if (created !== null) await removeNow(c, created);
    return response;
  });
}
