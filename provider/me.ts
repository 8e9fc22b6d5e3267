import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../scim/json.ts';
import type { ResourceType } from '../scim/schema.ts';
import { normaliseResource } from '../scim/validate.ts';
import { type Answer, answer } from './answer.ts';

import type { Provider } from './steps.ts';
import { idOf } from './store.ts';
import { stamp } from './versions.ts';

/** The authenticated subject (RFC 7644 §3.11): the user behind the token, and how `/Me` leads to him. */
export interface MeOptions {
  /** What the user looks like, as the body of a POST. */
  readonly user: JsonObject;
  /** `direct`: the request is carried out on the user; `redirect`: 308 to his own URL. */
  readonly answers: 'direct' | 'redirect';
}

/** Where `/Me` leads. */
export interface Me {
  readonly type: ResourceType;
  readonly id: string;
  readonly answers: MeOptions['answers'];
}

/**
 * Stores the user behind the token. Null without options, and where there are no users.
 * @throws ScimError 400 when the body is no user
 */
export function settleMe(options: MeOptions | undefined, provider: Provider): Me | null {
  const type = provider.types.find(({ name }) => name === 'User');
  if (options === undefined || type === undefined) return null;
  const stored = stamp(provider)(normaliseResource(options.user, type), type, null);
  provider.store.put(type.name, idOf(stored), stored);
  return { type, id: idOf(stored), answers: options.answers };
}

/** The permanent URL behind `/Me`, which every answer names in Location (RFC 7644 §3.11). */
export function permanentUrl({ type, id }: Me, { baseUrl }: Provider): string {
  return `${baseUrl}${type.endpoint}/${encodeURIComponent(id)}`;
}

/** The redirect to the subject's own URL. */
export function redirectTo(location: string): Answer {
  return answer(308, null, { location });
}

/** A user that a defective provider makes up for `/Me`. */
export function anyone(provider: Provider): Me | null {
  const user = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: `me-${randomUUID()}` };
  return settleMe({ user, answers: 'direct' }, provider);
}
