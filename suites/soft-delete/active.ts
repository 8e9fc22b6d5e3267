import type { Answer, Case, Created, JsonObject } from '../../kit/index.ts';
import { put } from '../../kit/index.ts';

export { setActive } from '../../kit/index.ts';

/** PUT of a whole user (RFC 7644 §3.5.1). */
export function replaceUser(c: Case, created: Created, user: JsonObject): Promise<Answer> {
  return put(c, created, user, 'replace the user');
}
