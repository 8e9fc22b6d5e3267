import type fc from 'fast-check';
import type { MappedAttribute } from '../config/mapping.ts';
import { groupArbitrary } from '../generators/group.ts';
import { ownTypeArbitrary, stampOwnType } from '../generators/own-type.ts';
import { userArbitrary } from '../generators/user.ts';
import type { Json, JsonObject } from '../scim/json.ts';
import type { ResourceType } from '../scim/schema.ts';
import type { Case, Created } from './case.ts';
import type { Session } from './session.ts';

/** What to generate: see `userArbitrary`. */
export interface SubjectOptions {
  readonly required?: 'only' | 'with-optional' | 'all';
  readonly omit?: (attribute: MappedAttribute) => boolean;
  /** Hard values among the realistic ones. A target may refuse them, so a check that asks for them has to allow that. */
  readonly hard?: boolean;
  /** Ids of users that may be referred to as managers. */
  readonly managers?: readonly string[];
}

/** A kind of resource that the application provisions, with all that differs between users and groups. */
export interface Subject {
  readonly type: ResourceType;
  /** "user", "group", or the name of a type of the target's own, for sentences. */
  readonly noun: string;
  readonly attributes: readonly MappedAttribute[];
  arbitrary(options?: SubjectOptions): fc.Arbitrary<JsonObject>;
  /** With the marker, by default a new one, in what has to be unique. */
  stamp(c: Case, resource: JsonObject, marker?: string): JsonObject;
  create(c: Case, resource: JsonObject, purpose?: string): Promise<Created>;
}

/** Users as a subject, by default with the attributes of the application's table. */
export function userSubject(session: Session, attributes = session.users): Subject {
  const { constraints } = session.plan.target;
  return {
    type: session.userType,
    noun: 'user',
    attributes,
    arbitrary: ({ hard, ...options } = {}) =>
      userArbitrary(attributes, { constraints, ...flavour(hard), ...options }),
    stamp: (c, user, marker) => c.stampUser(user, marker),
    create: (c, user, purpose) => c.createUser(user, purpose),
  };
}

/** Groups as a subject, or null when the application provisions none or the target offers none. */
export function groupSubject(session: Session, attributes = session.groups): Subject | null {
  const { groupType, facts, plan } = session;
  if (attributes === null || session.groups === null || facts.groupsListed === false) return null;
  const { constraints } = plan.target;
  return {
    type: groupType,
    noun: 'group',
    attributes,
    arbitrary: ({ managers: _, hard, ...options } = {}) =>
      groupArbitrary(attributes, { constraints, ...flavour(hard), ...options }).map((group) => ({
        ...membersOf(session, attributes),
        ...group,
      })),
    stamp: (c, group, marker) => c.stampGroup(group, marker),
    create: (c, group, purpose) => c.createGroup(group, purpose),
  };
}

/** Resources of a type that only the target has. */
export function ownTypeSubject(
  session: Session,
  type: ResourceType,
  attributes: readonly MappedAttribute[],
): Subject {
  const { constraints } = session.plan.target;
  const stamp: Subject['stamp'] = (c, resource, marker = c.marker()) =>
    stampOwnType(resource, marker, attributes, constraints);
  return {
    type,
    noun: type.name,
    attributes,
    arbitrary: ({ managers: _, hard, ...options } = {}) =>
      ownTypeArbitrary(type, attributes, { constraints, ...flavour(hard), ...options }),
    stamp,
    create: (c, resource, purpose = `create the ${type.name}`) =>
      c.create(type.endpoint, stamp(c, resource), purpose),
  };
}

/** The members that a target demands, which a service provider may (RFC 7643 §4.2); nothing where it does not. */
function membersOf(
  { demandedMembers }: Session,
  attributes: readonly MappedAttribute[],
): { readonly members?: Json } {
  const demanded = attributes.some(({ text, required }) => required && text === 'members');
  return demanded ? { members: demandedMembers.map((value) => ({ value })) } : {};
}

/** Users, and groups if there are any, as the application's tables have them, whatever the target demands beside that. */
export function tableSubjects(session: Session): readonly Subject[] {
  const { users, groups } = session.tables;
  const group = groupSubject(session, groups);
  return group === null ? [userSubject(session, users)] : [userSubject(session, users), group];
}

/** The same with what the target demands, so that all else of the tables can be tried. */
export function documentedSubjects(session: Session): readonly Subject[] {
  const { users, groups } = session.documented;
  const group = groupSubject(session, groups);
  return group === null ? [userSubject(session, users)] : [userSubject(session, users), group];
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
