import { removePath, setPath } from '../../generators/build.ts';
import type { JsonObject, MappedAttribute } from '../../kit/index.ts';
import { type Directory, inScope, type Person } from './directory.ts';

/** The state a user should have on the target after a cycle. */
export interface ExpectedUser {
  readonly exists: boolean;
  readonly active: boolean;
  /** Mapped attributes without `active` and manager; as last sent, for who is out of scope. */
  readonly user: JsonObject;
  /** Number of the person who is his manager. */
  readonly manager: number | null;
  /** Whether the provisioning service still looks after him: a user unassigned earlier is left alone (rule E-114). */
  readonly managed: boolean;
}

/** The state a group should have on the target after a cycle. */
export interface ExpectedGroup {
  readonly exists: boolean;
  readonly displayName: string;
  readonly members: ReadonlySet<number>;
}

/** The state the target should have after a cycle. */
export interface Expected {
  readonly users: readonly ExpectedUser[];
  readonly groups: readonly ExpectedGroup[];
}

/** What names and attributes mean on the target: a name for each person and group, and the table's attributes by path. */
export interface Naming {
  /** The person's userName after so many changes. */
  readonly userName: (person: number, names: number) => string;
  readonly externalId: (person: number) => string;
  /** The user with what else has to be unique made the person's own. */
  readonly unique: (person: number, user: JsonObject) => JsonObject;
  readonly displayName: (group: number, names: number) => string;
  readonly attributes: ReadonlyMap<string, MappedAttribute>;
}

const NOBODY: ExpectedUser = { exists: false, active: false, user: {}, manager: null, managed: false };

/** Nothing is on the target yet. */
export function nothingExpected(directory: Directory): Expected {
  return {
    users: directory.persons.map(() => NOBODY),
    groups: directory.groups.map(() => ({ exists: false, displayName: '', members: new Set() })),
  };
}

/**
 * The state that a cycle should bring about, from the directory and the state before it (rules E-106…E-119): who comes
 * into scope is created or restored, who leaves it is disabled, who is purged after that is deleted; who was disabled
 * before his first cycle is not created; memberships stay while a user is inactive (E-117).
 */
export function expectAfter(before: Expected, directory: Directory, naming: Naming): Expected {
  const users = directory.persons.map((person, index) =>
    expectUser(before.users[index] ?? NOBODY, person, index, naming),
  );
  // A manager is sent only when he exists on the target himself (E-097).
  const linked = users.map((user) => ({
    ...user,
    manager: user.manager !== null && users[user.manager]?.exists === true ? user.manager : null,
  }));
  return {
    users: linked,
    groups: directory.groups.map((group, index) => ({
      exists: group.exists,
      displayName: naming.displayName(index, group.names),
      members: new Set([...group.members].filter((member) => linked[member]?.exists === true)),
    })),
  };
}

function expectUser(known: ExpectedUser, person: Person, index: number, naming: Naming): ExpectedUser {
  if (inScope(person)) {
    if (!known.exists && person.state === 'disabled') return known;
    return {
      exists: true,
      active: person.state === 'employed',
      user: attributesOf(person, index, naming),
      manager: person.manager,
      managed: true,
    };
  }
  if (!known.exists || !known.managed) return known;
  if (person.state === 'gone')
    return { ...known, exists: false, active: false, managed: false, manager: null };
  return { ...known, active: false, managed: person.assigned };
}

/** The person's attributes as the table maps them. */
function attributesOf(person: Person, index: number, naming: Naming): JsonObject {
  const { externalId } = person.user;
  const named: JsonObject = {
    ...person.user,
    userName: naming.userName(index, person.names),
    ...(externalId === undefined ? {} : { externalId: naming.externalId(index) }),
  };
  const changed = Object.entries(person.changes).reduce((user, [text, value]) => {
    const attribute = naming.attributes.get(text);
    if (attribute === undefined) return user;
    return value === null
      ? removePath(user, attribute.path, attribute)
      : setPath(user, attribute.path, value, attribute);
  }, named);
  return naming.unique(index, changed);
}
