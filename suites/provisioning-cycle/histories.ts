import fc from 'fast-check';
import { realisticValue } from '../../generators/attribute.ts';
import {
  type DirectoryOptions,
  type DirectoryStep,
  directoryStep,
  directoryUser,
} from '../../generators/directory.ts';
import type { Case, CheckContext, Dialect, MappedAttribute } from '../../kit/index.ts';
import { groupSubject } from '../../kit/index.ts';
import type { CycleOptions } from './cycle.ts';
import { applyStep, completed, type Directory, emptyDirectory } from './directory.ts';
import { understoodDialects } from './understood.ts';
import { World } from './world.ts';

/** Persons and groups in a generated directory: few, so that steps meet. */
const PERSONS = 3;
const GROUPS = 2;

/** One generated history, and how the provisioning service is set while it happens. */
export interface History {
  /** The userName of each person before it is marked. */
  readonly names: readonly string[];
  /** Index into the dialects that the target understands. */
  readonly dialect: number;
  readonly steps: readonly DirectoryStep[];
}

/** What the histories on one target are made of. */
export interface Setting {
  readonly options: DirectoryOptions;
  readonly dialects: readonly Dialect[];
  readonly cycle: Omit<CycleOptions, 'dialect'>;
  readonly start: Directory;
}

/** Attributes that a cycle handles in ways of their own, or that a service provider assigns. */
const APART: ReadonlySet<string> = new Set(['active', 'manager', 'groups', 'id', 'meta']);
/** Attributes by which users are found. */
const IDENTIFYING: ReadonlySet<string> = new Set(['userName', 'externalId']);

/** The setting for a target: its attributes, and the dialects it understands. @throws SetupFailure, TransportError */
export async function settingOf(t: CheckContext): Promise<Setting> {
  const { users, plan } = t.session;
  const mapped = users.filter(({ path }) => !APART.has(path.attribute));
  const changeable = mapped.filter(
    (attribute) => isPlain(attribute) && !IDENTIFYING.has(attribute.path.attribute),
  );
  const hasGroups =
    groupSubject(t.session)?.attributes.some(({ path }) => path.attribute === 'members') ?? false;
  const manager = users.find(({ path }) => path.attribute === 'manager') ?? null;
  const options: DirectoryOptions = {
    persons: PERSONS,
    groups: hasGroups ? GROUPS : 0,
    users: mapped,
    changeable,
    clearable: changeable.filter(isClearable),
    managers: manager !== null,
    constraints: plan.target.constraints,
  };
  const matching = users
    .filter((a) => a.matching !== null)
    .sort((a, b) => (a.matching ?? 0) - (b.matching ?? 0));
  return {
    options,
    dialects: await understoodDialects(t, changeable),
    cycle: { attributes: mapped, matching, manager },
    start: emptyDirectory(options.persons, options.groups),
  };
}

function isPlain({ definition, parent }: MappedAttribute): boolean {
  const writable = definition.mutability === 'readWrite' && parent.mutability === 'readWrite';
  return writable && definition.type !== 'complex' && definition.returned !== 'never';
}

function isClearable({ path, required, definition, parent }: MappedAttribute): boolean {
  return path.filter === null && !required && !definition.required && !parent.required;
}

/** Random histories of at most so many steps, each of which makes sense where it stands. */
export function historyOf(t: CheckContext, setting: Setting, maxSteps: number): fc.Arbitrary<History> {
  const { options, start } = setting;
  const users = fc.array(directoryUser(options), { minLength: options.persons, maxLength: options.persons });
  const steps = fc.array(directoryStep(options), { minLength: 1, maxLength: maxSteps, size: 'max' });
  return fc
    .record({ steps, ...commonParts(t, setting), users })
    .map(({ users: first, steps: raw, ...common }) => ({ ...common, steps: completed(start, raw, first) }))
    .filter((history) => history.steps.length > 0);
}

/** Everybody hired, and then changes of different persons, which do not depend on each other. */
export function independentChanges(
  t: CheckContext,
  setting: Setting,
): fc.Arbitrary<History & { readonly changes: readonly DirectoryStep[] }> {
  const { options, start } = setting;
  const hires = fc
    .array(directoryUser(options), { minLength: options.persons, maxLength: options.persons })
    .map((users) => users.map((user, person): DirectoryStep => ({ kind: 'hire', person, user })));
  const change = directoryStep(options).filter((step) => INDEPENDENT.has(step.kind));
  const changes = fc.uniqueArray(change, {
    selector: (step) => ('person' in step ? step.person : -1),
    minLength: 2,
    maxLength: options.persons,
  });
  return fc
    .record({ ...commonParts(t, setting), steps: hires, changes })
    .filter(({ steps, changes: all }) => {
      const hired = steps.reduce((directory, step) => applyStep(directory, step) ?? directory, start);
      return all.every((step) => applyStep(hired, step) !== null);
    });
}

const INDEPENDENT: ReadonlySet<DirectoryStep['kind']> = new Set([
  'change',
  'clear',
  'changeUserName',
  'disable',
  'leave',
  'unassign',
]);

function commonParts(
  t: CheckContext,
  { options, dialects }: Setting,
): { names: fc.Arbitrary<string[]>; dialect: fc.Arbitrary<number> } {
  const userName = t.session.users.find(({ path }) => path.attribute === 'userName');
  if (userName === undefined) throw new RangeError('every mapping has userName');
  const name = realisticValue(userName, options.constraints);
  return {
    names: fc.array(name.map(String), { minLength: options.persons, maxLength: options.persons }),
    dialect: fc.nat({ max: dialects.length - 1 }),
  };
}

/** The world in which a history happens. */
export function worldOf(c: Case, setting: Setting, history: History): World {
  const dialect = setting.dialects[history.dialect];
  if (dialect === undefined) throw new RangeError('a history names a dialect that there is not');
  return new World(c, setting.start, { ...setting.cycle, dialect }, history.names);
}
