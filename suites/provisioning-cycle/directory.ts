import type { DirectoryStep } from '../../generators/directory.ts';
import type { Json, JsonObject } from '../../kit/index.ts';

/** One person of the source directory. */
export interface Person {
  /** `gone` has been purged, or was never hired. */
  readonly state: 'employed' | 'disabled' | 'left' | 'gone';
  readonly assigned: boolean;
  /** The attributes hired with, and the values given since then by documented path; null clears. */
  readonly user: JsonObject;
  readonly changes: Readonly<Record<string, Json>>;
  /** How many times the userName was changed; every change makes a new one. */
  readonly names: number;
  readonly manager: number | null;
}

/** One group of the source directory. */
export interface DirectoryGroup {
  readonly exists: boolean;
  readonly names: number;
  readonly members: ReadonlySet<number>;
}

/** The source directory: what Microsoft Entra ID knows and the target should come to know. */
export interface Directory {
  readonly persons: readonly Person[];
  readonly groups: readonly DirectoryGroup[];
}

const NOBODY: Person = { state: 'gone', assigned: false, user: {}, changes: {}, names: 0, manager: null };
const NO_GROUP: DirectoryGroup = { exists: false, names: 0, members: new Set() };

/** A directory in which nobody has been hired. */
export function emptyDirectory(persons: number, groups: number): Directory {
  return {
    persons: Array.from({ length: persons }, () => NOBODY),
    groups: Array.from({ length: groups }, () => NO_GROUP),
  };
}

/** Whether a person is there to be provisioned: employed or disabled, and assigned to the application. */
export function inScope(person: Person): boolean {
  return person.assigned && (person.state === 'employed' || person.state === 'disabled');
}

type PersonStep = Exclude<DirectoryStep, { readonly group: number }>;
type GroupStep = Extract<DirectoryStep, { readonly group: number }>;

/** What one step does to a person; null where it makes no sense. */
function personAfter(person: Person, step: PersonStep, { persons }: Directory): Person | null {
  const { state, assigned } = person;
  const when = (sensible: boolean, change: Partial<Person>): Person | null =>
    sensible ? { ...person, ...change } : null;
  const here = inScope(person);
  switch (step.kind) {
    case 'hire':
      return when(state === 'left' || state === 'gone', {
        ...NOBODY,
        state: 'employed',
        assigned: true,
        user: step.user,
        names: person.names,
      });
    case 'change':
      return when(here, { changes: { ...person.changes, [step.attribute]: step.value } });
    case 'clear':
      return when(here, { changes: { ...person.changes, [step.attribute]: null } });
    case 'changeUserName':
      return when(here, { names: person.names + 1 });
    case 'disable':
      return when(here && state === 'employed', { state: 'disabled' });
    case 'enable':
      return when(here && state === 'disabled', { state: 'employed' });
    case 'leave':
      return when(here, { state: 'left', manager: null });
    case 'purge':
      return when(state === 'left', { state: 'gone', manager: null });
    case 'unassign':
      return when(here && !persons.some(({ manager }) => manager === step.person), { assigned: false });
    case 'assign':
      return when(!assigned && state === 'employed', { assigned: true });
    case 'setManager': {
      const boss = persons[step.manager];
      const other = step.manager !== step.person && step.manager !== person.manager;
      return when(here && other && boss !== undefined && inScope(boss), { manager: step.manager });
    }
    case 'clearManager':
      return when(here && person.manager !== null, { manager: null });
  }
}

/** What one step does to a group; null where it makes no sense. */
function groupAfter(group: DirectoryGroup, step: GroupStep, { persons }: Directory): DirectoryGroup | null {
  const { exists, members, names } = group;
  const when = (sensible: boolean, change: Partial<DirectoryGroup>): DirectoryGroup | null =>
    sensible ? { ...group, ...change } : null;
  switch (step.kind) {
    case 'createGroup':
      return when(!exists, { exists: true, members: new Set() });
    case 'renameGroup':
      return when(exists, { names: names + 1 });
    case 'deleteGroup':
      return when(exists, { exists: false, members: new Set() });
    case 'addMember': {
      const person = persons[step.person];
      const sensible = person !== undefined && inScope(person) && person.state === 'employed';
      const joins = exists && sensible && !members.has(step.person);
      return when(joins, { members: new Set([...members, step.person]) });
    }
    case 'removeMember':
      return when(exists && members.has(step.person), { members: without(members, step.person) });
  }
}

const without = (members: ReadonlySet<number>, person: number): ReadonlySet<number> =>
  new Set([...members].filter((one) => one !== person));

/** The directory after a step, or null where the step makes no sense in it. */
export function applyStep(directory: Directory, step: DirectoryStep): Directory | null {
  const { persons, groups } = directory;
  if ('group' in step) {
    const group = groups[step.group];
    const after = group === undefined ? null : groupAfter(group, step, directory);
    return after && { persons, groups: groups.with(step.group, after) };
  }
  const person = persons[step.person];
  const after = person === undefined ? null : personAfter(person, step, directory);
  if (after === null) return null;
  const changed = { persons: persons.with(step.person, after), groups };
  return after.state === 'left' || after.state === 'gone'
    ? withoutPerson(changed, step.person, after.state === 'gone')
    : changed;
}

/** Who left is nobody's manager any more; who is purged is in no group either. */
function withoutPerson({ persons, groups }: Directory, index: number, purged: boolean): Directory {
  return {
    persons: persons.map((person) => (person.manager === index ? { ...person, manager: null } : person)),
    groups: purged ? groups.map((group) => ({ ...group, members: without(group.members, index) })) : groups,
  };
}

/** Steps put in front of a generated one at most, so that it makes sense. */
const MOST_PREPARATIONS = 4;

/**
 * The steps with whatever has to happen before each of them: who is disabled has to be hired first, who is purged has to
 * leave. So hardly a generated step goes to waste, and every step makes sense where it stands.
 */
export function completed(
  start: Directory,
  steps: readonly DirectoryStep[],
  users: readonly JsonObject[],
): readonly DirectoryStep[] {
  const result: DirectoryStep[] = [];
  let directory = start;
  const take = (step: DirectoryStep): boolean => {
    const after = applyStep(directory, step);
    if (after !== null) result.push(step);
    directory = after ?? directory;
    return after !== null;
  };
  for (const step of steps) {
    for (let tries = 0; tries < MOST_PREPARATIONS && !take(step); tries++) {
      const preparation = preparationFor(directory, step, users);
      if (preparation === null || !take(preparation)) break;
    }
  }
  return result;
}

/** The opposite of each step that can only be taken once. */
const OPPOSITES = {
  disable: 'enable',
  enable: 'disable',
  assign: 'unassign',
  addMember: 'removeMember',
  removeMember: 'addMember',
  createGroup: 'deleteGroup',
  purge: 'leave',
  hire: 'leave',
} as const satisfies Partial<Record<DirectoryStep['kind'], DirectoryStep['kind']>>;

/** One step that brings the directory closer to where `step` makes sense, or null when nothing would. */
function preparationFor(
  directory: Directory,
  step: DirectoryStep,
  users: readonly JsonObject[],
): DirectoryStep | null {
  if ('group' in step && step.kind !== 'createGroup' && directory.groups[step.group]?.exists === false) {
    return { kind: 'createGroup', group: step.group };
  }
  for (const person of [
    ...('person' in step ? [step.person] : []),
    ...('manager' in step ? [step.manager] : []),
  ]) {
    const { state, assigned } = directory.persons[person] ?? NOBODY;
    if (step.kind === 'hire' || (step.kind === 'purge' && state === 'left')) continue;
    if (state === 'gone' || state === 'left') return { kind: 'hire', person, user: users[person] ?? {} };
    if (!assigned) return { kind: 'assign', person };
    if ('group' in step && state === 'disabled') return { kind: 'enable', person };
  }
  if (step.kind === 'clearManager')
    return { kind: 'setManager', person: step.person, manager: (step.person + 1) % directory.persons.length };
  const opposite = step.kind in OPPOSITES ? OPPOSITES[step.kind as keyof typeof OPPOSITES] : null;
  return opposite === null ? null : ({ ...step, kind: opposite } as DirectoryStep);
}

/** The steps that make sense, in order, with the directory after each. */
export function play(
  start: Directory,
  steps: readonly DirectoryStep[],
): readonly { step: DirectoryStep; directory: Directory }[] {
  const played: { step: DirectoryStep; directory: Directory }[] = [];
  let directory = start;
  for (const step of steps) {
    const after = applyStep(directory, step);
    if (after === null) continue;
    directory = after;
    played.push({ step, directory });
  }
  return played;
}

const WORDS: Readonly<Record<DirectoryStep['kind'], string>> = {
  hire: 'is hired',
  change: 'gets a new',
  clear: 'loses the',
  changeUserName: 'gets another userName',
  disable: 'is disabled',
  enable: 'is enabled again',
  leave: 'leaves',
  purge: 'is purged from the directory',
  unassign: 'is no longer assigned to the application',
  assign: 'is assigned to the application again',
  setManager: 'gets as manager',
  clearManager: 'has no manager any more',
  createGroup: 'is created',
  renameGroup: 'is renamed',
  deleteGroup: 'is deleted',
  addMember: 'joins',
  removeMember: 'is taken out of',
};

/** The history in plain words, a sentence a step; somebody hired before is hired again. */
export function inWords(start: Directory, steps: readonly DirectoryStep[]): readonly string[] {
  const hired = new Set<number>();
  return play(start, steps).map(({ step }) => {
    const words = WORDS[step.kind];
    if ('group' in step) {
      const group = `group ${step.group + 1}`;
      return 'person' in step ? `user ${step.person + 1} ${words} ${group}` : `${group} ${words}`;
    }
    const user = `user ${step.person + 1}`;
    if (step.kind === 'hire' && hired.has(step.person)) return `${user} is hired again`;
    if (step.kind === 'hire') hired.add(step.person);
    if (step.kind === 'setManager') return `${user} ${words} user ${step.manager + 1}`;
    return 'attribute' in step ? `${user} ${words} ${step.attribute}` : `${user} ${words}`;
  });
}
