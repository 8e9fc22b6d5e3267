import { isObject, type Json, member } from '../scim/json.ts';
import { parseBody } from './body.ts';
import { createRedactor, REDACTED, type Redactor } from './redact.ts';

/** A member that holds a password, in any JSON text, whole or cut off. */
const PASSWORD_MEMBER = /("password"\s*:\s*)"(?:[^"\\]|\\.)*"?/gi;

/**
 * Removes passwords of users from the bodies of one exchange: what `password` holds, and wherever else the target repeats
 * what was sent. They are made up, but with --no-cleanup the user who has one stays.
 * @param sent the body of the request, or null
 */
export function hidePasswords(sent: string | null): Redactor {
  const values = sent !== null && /password/i.test(sent) ? passwordsIn(parseBody(sent)) : [];
  const redact = createRedactor(values);
  return (text) => redact(text.replace(PASSWORD_MEMBER, `$1"${REDACTED}"`));
}

/** The values of `password` in a resource, and of operations on it in a PATCH or bulk request. */
function passwordsIn(body: Json | undefined): string[] {
  if (Array.isArray(body)) return body.flatMap(passwordsIn);
  if (!isObject(body)) return [];
  const path = member(body, 'path');
  const isOperation = typeof path === 'string' && /(?:^|:)password$/i.test(path);
  const own = [member(body, 'password'), isOperation ? member(body, 'value') : undefined];
  return [...own.filter((value) => typeof value === 'string'), ...Object.values(body).flatMap(passwordsIn)];
}
