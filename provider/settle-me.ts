import { randomUUID } from 'node:crypto';
import { normaliseResource } from '../scim/validate.ts';
import type { Me, MeOptions } from './me.ts';
import type { Provider } from './steps.ts';
import { idOf } from './store.ts';
import { stamp } from './versions.ts';

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

/** A user that a defective provider makes up for `/Me`. */
export function anyone(provider: Provider): Me | null {
  const user = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: `me-${randomUUID()}` };
  return settleMe({ user, answers: 'direct' }, provider);
}
