import fc from 'fast-check';
import type { Constraints } from '../config/application.ts';
import type { MappedAttribute } from '../config/mapping.ts';
import type { Json, JsonObject } from '../scim/json.ts';
import { realisticValue } from './attribute.ts';
import { setPath } from './build.ts';
import { userArbitrary } from './user.ts';

/**
 * One thing that happens in the source directory. Persons and groups are numbers; whether a step makes sense in the
 * state the directory is in is for the directory to say.
 */
export type DirectoryStep =
  | { readonly kind: 'hire'; readonly person: number; readonly user: JsonObject }
  | { readonly kind: 'change'; readonly person: number; readonly attribute: string; readonly value: Json }
  | { readonly kind: 'clear'; readonly person: number; readonly attribute: string }
  | {
      readonly kind:
        | 'changeUserName'
        | 'disable'
        | 'enable'
        | 'leave'
        | 'purge'
        | 'unassign'
        | 'assign'
        | 'clearManager';
      readonly person: number;
    }
  | { readonly kind: 'setManager'; readonly person: number; readonly manager: number }
  | { readonly kind: 'createGroup' | 'renameGroup' | 'deleteGroup'; readonly group: number }
  | { readonly kind: 'addMember' | 'removeMember'; readonly group: number; readonly person: number };

/** What a directory's steps are made for. */
export interface DirectoryOptions {
  readonly persons: number;
  /** 0 when the application provisions no groups. */
  readonly groups: number;
  readonly users: readonly MappedAttribute[];
  /** Attributes whose value a step may change, and those of them that it may clear. */
  readonly changeable: readonly MappedAttribute[];
  readonly clearable: readonly MappedAttribute[];
  readonly managers: boolean;
  readonly constraints: Constraints;
}

/** Steps on one person that carry nothing but the person. */
const PLAIN = ['changeUserName', 'disable', 'enable', 'leave', 'purge', 'unassign', 'assign'] as const;

/** A person, the first ones more often: histories are about what happens to the same person again and again. */
function somebody(persons: number): fc.Arbitrary<number> {
  const one = (index: number): fc.WeightedArbitrary<number> => ({
    weight: (persons - index) ** 2,
    arbitrary: fc.constant(index),
  });
  return fc.oneof(...Array.from({ length: persons }, (_, index) => one(index)));
}

/** One random step; shrinks to the first person and the simplest values. */
export function directoryStep(options: DirectoryOptions): fc.Arbitrary<DirectoryStep> {
  const person = somebody(options.persons);
  const weighted = [
    { weight: 4, arbitrary: hire(options) },
    { weight: 8, arbitrary: fc.record({ kind: fc.constantFrom(...PLAIN), person }) },
    ...changes(options).map((arbitrary) => ({ weight: 3, arbitrary })),
    ...managers(options).map((arbitrary) => ({ weight: 2, arbitrary })),
    ...groups(options).map((arbitrary) => ({ weight: 5, arbitrary })),
  ];
  return fc.oneof(...weighted);
}

/**
 * The attributes somebody is hired with. Elements that a path selects by a filter are always there: whether an operation
 * may create one that is missing is where RFC 7644 §3.5.2.3 and rule E-081 part, and not for a history to judge.
 */
export function directoryUser(options: DirectoryOptions): fc.Arbitrary<JsonObject> {
  const { users, constraints } = options;
  const selected = users.filter(({ path }) => path.filter !== null);
  return fc
    .tuple(
      userArbitrary(users, { constraints, flavour: 'realistic' }),
      fc.tuple(...selected.map((attribute) => realisticValue(attribute, options.constraints))),
    )
    .map(([generated, values]) =>
      selected.reduce((filled, attribute, index) => {
        const value = values[index];
        return value === undefined ? filled : setPath(filled, attribute.path, value, attribute);
      }, generated),
    );
}

function hire(options: DirectoryOptions): fc.Arbitrary<DirectoryStep> {
  const person = somebody(options.persons);
  return fc.record({ kind: fc.constant('hire' as const), person, user: directoryUser(options) });
}

function changes(options: DirectoryOptions): fc.Arbitrary<DirectoryStep>[] {
  const { persons, changeable, clearable } = options;
  const person = somebody(persons);
  const values = changeable.map((attribute) =>
    fc.record({
      kind: fc.constant('change' as const),
      person,
      attribute: fc.constant(attribute.text),
      value: realisticValue(attribute, options.constraints),
    }),
  );
  const cleared = clearable.map(({ text }) => text);
  return [
    ...(values.length === 0 ? [] : [fc.oneof(...values)]),
    ...(cleared.length === 0
      ? []
      : [fc.record({ kind: fc.constant('clear' as const), person, attribute: fc.constantFrom(...cleared) })]),
  ];
}

function managers({ persons, managers: mapped }: DirectoryOptions): fc.Arbitrary<DirectoryStep>[] {
  if (!mapped) return [];
  const person = somebody(persons);
  return [
    fc.record({ kind: fc.constant('setManager' as const), person, manager: person }),
    fc.record({ kind: fc.constant('clearManager' as const), person }),
  ];
}

function groups({ persons, groups: count }: DirectoryOptions): fc.Arbitrary<DirectoryStep>[] {
  if (count === 0) return [];
  const group = fc.nat({ max: count - 1 });
  const person = somebody(persons);
  return [
    fc.record({
      kind: fc.constantFrom('createGroup' as const, 'renameGroup' as const, 'deleteGroup' as const),
      group,
    }),
    fc.record({
      kind: fc.constantFrom('addMember' as const, 'removeMember' as const),
      group,
      person,
    }),
  ];
}
