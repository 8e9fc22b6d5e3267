import { isObject, type Json, type JsonObject, stringMember } from '../scim/json.ts';
import { ENTERPRISE_USER } from '../scim/urns.ts';
import type { Store } from './store.ts';

/** A user with the domains of his e-mail addresses in small letters (RFC 7643 §4.1.2, RFC 5321 §2.4). */
export function canonicalEmails(user: JsonObject): JsonObject {
  const { emails } = user;
  if (!Array.isArray(emails) || !emails.some(hasCapitals)) return user;
  return { ...user, emails: emails.map(withSmallDomain) };
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

function hasCapitals(email: Json): boolean {
  const value = stringMember(email, 'value') ?? '';
  return domainOf(value) !== domainOf(value).toLowerCase();
}

function withSmallDomain(email: Json): Json {
  const value = stringMember(email, 'value');
  if (!isObject(email) || value === undefined) return email;
  const domain = domainOf(value);
  return { ...email, value: `${value.slice(0, value.length - domain.length)}${domain.toLowerCase()}` };
}

/** A user whose manager, when he is a user here, has the URI that RFC 7643 §4.3 recommends. */
export function locateManager(user: JsonObject, store: Store, baseUrl: string): JsonObject {
  const extension = user[ENTERPRISE_USER];
  const manager = isObject(extension) ? extension.manager : undefined;
  const id = stringMember(manager, 'value');
  if (!isObject(extension) || !isObject(manager) || id === undefined || !store.get('User', id)) return user;
  return {
    ...user,
    [ENTERPRISE_USER]: {
      ...extension,
      manager: { ...manager, $ref: `${baseUrl}/Users/${encodeURIComponent(id)}` },
    },
  };
}
