import type { ValueConstraint } from '../config/application.ts';
import { type JsonObject, stringMember } from '../scim/json.ts';
import { cut, satisfies, splitEmail } from './constraints.ts';

/** Octets of a local part (RFC 5321 §4.5.3.1.1). */
const MAX_LOCAL_PART = 64;

/**
 * A copy of a user whose `userName` (and `externalId`, if present) carries the run's marker: `ada@example.com`
 * becomes `ada.<marker>@example.com`, other names get `.<marker>` at the end, an externalId `-<marker>`.
 * What exceeds `maxLength` is cut from the value, not from the marker; a value that could not carry the
 * marker within its constraint stays as it is. `marker` is `[a-z0-9]{6,16}`.
 */
export function stampUser(
  user: JsonObject,
  marker: string,
  userNameConstraint?: ValueConstraint,
  externalIdConstraint?: ValueConstraint,
): JsonObject {
  const named = stampMember(user, 'userName', (name) => stampName(name, marker, userNameConstraint));
  return stampExternalId(named, marker, externalIdConstraint);
}

/** A copy of a group whose `displayName` (` <marker>`) and `externalId` (`-<marker>`) carry the run's marker; see {@link stampUser}. */
export function stampGroup(
  group: JsonObject,
  marker: string,
  displayNameConstraint?: ValueConstraint,
  externalIdConstraint?: ValueConstraint,
): JsonObject {
  const named = stampMember(group, 'displayName', (name) =>
    append(name, ` ${marker}`, displayNameConstraint),
  );
  return stampExternalId(named, marker, externalIdConstraint);
}

function stampExternalId(
  resource: JsonObject,
  marker: string,
  constraint: ValueConstraint | undefined,
): JsonObject {
  return stampMember(resource, 'externalId', (value) => append(value, `-${marker}`, constraint));
}

function stampMember(resource: JsonObject, name: string, stamp: (value: string) => string): JsonObject {
  const value = stringMember(resource, name);
  return value === undefined ? resource : { ...resource, [name]: stamp(value) };
}

/** A text with the marker in it, at the first place that the constraint allows; unchanged where it allows none. */
export function stampName(name: string, marker: string, constraint: ValueConstraint | undefined): string {
  const address = splitEmail(name);
  const candidates =
    address === null ? [append(name, `.${marker}`, constraint)] : [stampAddress(address, marker, constraint)];
  // Where the usual place breaks the constraint's pattern, another one may not.
  const at = name.lastIndexOf('@');
  const [local, domain] = at < 0 ? [name, ''] : [name.slice(0, at), name.slice(at)];
  candidates.push(...[`${local}${marker}`, `${marker}${local}`, marker].map((text) => `${text}${domain}`));
  return candidates.find((candidate) => candidate !== name && satisfies(candidate, constraint)) ?? name;
}

function stampAddress(
  { local, domain }: { readonly local: string; readonly domain: string },
  marker: string,
  constraint: ValueConstraint | undefined,
): string {
  const allowed = Math.min(
    MAX_LOCAL_PART,
    (constraint?.maxLength ?? Number.POSITIVE_INFINITY) - domain.length - 1,
  );
  const room = allowed - marker.length - 1;
  // A cut may end in a dot, and a local part may not hold two in a row.
  return room < 1 ? `${local}@${domain}` : `${cut(local, room).replace(/\.+$/, '')}.${marker}@${domain}`;
}

/** Puts `tail` behind the value but in front of its trailing blanks, which are a feature of the value. */
function append(value: string, tail: string, constraint: ValueConstraint | undefined): string {
  const text = value.trimEnd();
  const blanks = value.slice(text.length);
  const room = (constraint?.maxLength ?? Number.POSITIVE_INFINITY) - tail.length - blanks.length;
  if (room < 1) return value;
  const stamped = `${cut(text, room)}${tail}${blanks}`;
  return satisfies(stamped, constraint) ? stamped : value;
}
