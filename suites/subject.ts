import type fc from 'fast-check';
import type { MappedAttribute } from '../config/mapping.ts';
import { groupArbitrary } from '../generators/group.ts';
import { userArbitrary } from '../generators/user.ts';
import type { JsonObject } from '../scim/json.ts';
import type { ResourceType } from '../scim/schema.ts';
import type { Case, Created } from './case.ts';
import type { Session } from './session.ts';

/** What to generate: see `userArbitrary`. */
export interface SubjectOptions {
  readonly required?: 'only' | 'with-optional';
  readonly omit?: (attribute: MappedAttribute) => boolean;
  /** Hard values among the realistic ones. A target may refuse them, so a check that asks for them has to allow that. */
  readonly hard?: boolean;
  /** Ids of users that may be referred to as managers. */
  readonly managers?: readonly string[];
}

/** A kind of resource that the application provisions, with all that differs between users and groups. */
export interface Subject {
  readonly type: ResourceType;
  /** "user" or "group", for sentences. */
  readonly noun: 'user' | 'group';
  readonly attributes: readonly MappedAttribute[];
  arbitrary(options?: SubjectOptions): fc.Arbitrary<JsonObject>;
  stamp(c: Case, resource: JsonObject): JsonObject;
  create(c: Case, resource: JsonObject, purpose?: string): Promise<Created>;
}

/** Users as a subject. */
export function userSubject(session: Session): Subject {
  const { constraints } = session.plan.target;
  return {
    type: session.userType,
    noun: 'user',
    attributes: session.users,
    arbitrary: ({ hard, ...options } = {}) =>
      userArbitrary(session.users, { constraints, ...flavour(hard), ...options }),
    stamp: (c, user) => c.stampUser(user),
    create: (c, user, purpose) => c.createUser(user, purpose),
  };
}

/** Groups as a subject, or null when the application provisions none or the target offers none. */
export function groupSubject(session: Session): Subject | null {
  const { groups, groupType, facts, plan } = session;
  if (groups === null || facts.groupsListed === false) return null;
  const { constraints } = plan.target;
  return {
    type: groupType,
    noun: 'group',
    attributes: groups,
    arbitrary: ({ managers: _, hard, ...options } = {}) =>
      groupArbitrary(groups, { constraints, ...flavour(hard), ...options }),
    stamp: (c, group) => c.stampGroup(group),
    create: (c, group, purpose) => c.createGroup(group, purpose),
  };
}

/** Realistic values alone, unless hard ones are asked for. */
function flavour(hard: boolean | undefined): { readonly flavour?: 'realistic' } {
  return hard === true ? {} : { flavour: 'realistic' };
}

/** All that the application provisions: users, and groups if there are any. */
export function subjects(session: Session): readonly Subject[] {
  const groups = groupSubject(session);
  return groups === null ? [userSubject(session)] : [userSubject(session), groups];
}
