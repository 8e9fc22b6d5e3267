import type { Answer } from '../engine/answer.ts';
import type { Case } from '../engine/case.ts';
import type { Session } from '../engine/session.ts';
import type { JsonObject } from '../scim/json.ts';
import { removeNow } from './removing.ts';

const TURNS = new WeakMap<Session, Promise<unknown>>();

/**
 * Sends a creation that lacks something required, one at a time in a session, and takes back at once what it creates: a
 * second resource without a name may be refused because of the first.
 * @throws TransportError when no complete answer came
 */
export function postBare(c: Case, endpoint: string, body: JsonObject, purpose: string): Promise<Answer> {
  const post = async (): Promise<Answer> => {
    const { response, created } = await c.post(endpoint, body, purpose);
    if (created !== null) await removeNow(c, created);
    return response;
  };
  const own = (TURNS.get(c.session) ?? Promise.resolve()).then(post, post);
  TURNS.set(c.session, own);
  return own;
}
