import fc from 'fast-check';
import { realisticValue } from '../../generators/attribute.ts';
import { type DirectoryStep, directoryStep, directoryUser } from '../../generators/directory.ts';
import type { Case, CheckContext } from '../../kit/index.ts';
import { applyStep, completed } from './directory.ts';
import type { Setting } from './setting.ts';
import { World } from './world.ts';

/** One generated history, and how the provisioning service is set while it happens. */
export interface History {
  /** The userName of each person before it is marked. */
  readonly names: readonly string[];
  /** Index into the dialects that the target understands. */
  readonly dialect: number;
  readonly steps: readonly DirectoryStep[];
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
