import fc from 'fast-check';
import { realisticValue } from '../../generators/attribute.ts';
import type { DirectoryOptions } from '../../generators/directory.ts';
import type {
  Answer,
  AttributeChange,
  Case,
  Created,
  Dialect,
  JsonObject,
  MappedAttribute,
  WireOperation,
} from '../../kit/index.ts';
import {
  alike,
  DIALECTS,
  differences,
  eq,
  formatPath,
  groupSubject,
  groupsOf,
  isObject,
  isUnassigned,
  member,
  memberIds,
  oncePerSession,
  ownValue,
  patch,
  plain,
  SetupFailure,
  seedOf,
  statedActive,
  tried,
  userIds,
  userSubject,
  valueAt,
} from '../../kit/index.ts';
import { managerOperation } from './cycle.ts';
import { type Directory, emptyDirectory } from './directory.ts';
import type { CycleOptions } from './memory.ts';

/** Persons and groups in a generated directory: few, so that steps meet. */
const PERSONS = 3;
const GROUPS = 2;

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

/**
 * The setting for a target: what it keeps, finds and changes by itself, and the dialects in which it does. What does not
 * work by itself is judged by the suites of the client's single requests: histories are about what happens in the long run.
 * @throws SetupFailure where there is no history to play
 */
export const settingOf = oncePerSession((session) => tried(session, findSetting));

async function findSetting(c: Case): Promise<Setting> {
  const { users, plan } = c.session;
  const mapped = users.filter(({ path }) => !APART.has(path.attribute));
  const first = await fullUser(c, mapped);
  // What cannot be changed is no part of a history of changes (RFC 7643 §7).
  const kept = mapped.filter(
    (attribute) =>
      isKept(c, attribute, first) && (attribute.required || attribute.definition.mutability !== 'immutable'),
  );
  const manager = users.find(({ path }) => path.attribute === 'manager');
  const cycle = {
    attributes: kept,
    matching: await matchingBy(c, kept, first),
    manager: manager !== undefined && (await changesManager(c, first.created, manager)) ? manager : null,
  };
  const { dialects, changed, cleared, groups } = await understoodDialects(c, kept);
  const isPlayed = (attribute: MappedAttribute): boolean =>
    kept.includes(attribute) && (!isChangeable(attribute) || changed.includes(attribute));
  const leftOut = mapped.filter((attribute) => !isPlayed(attribute)).map(({ text }) => text);
  if (leftOut.length > 0) c.session.observe('cycle.leavesOut', leftOut);
  const options = {
    persons: PERSONS,
    groups: groups ? GROUPS : 0,
    // What is demanded and not kept as it was sent is given all the same, and not looked at.
    users: mapped.filter((attribute) => kept.includes(attribute) || attribute.required),
    changeable: changed,
    clearable: cleared,
    managers: cycle.manager !== null,
    constraints: plan.target.constraints,
  };
  return { options, dialects, cycle, start: emptyDirectory(options.persons, options.groups) };
}

/** A user with every attribute that the target takes, as it was sent and as it is shown. */
interface FullUser {
  readonly created: Created;
  readonly body: JsonObject;
  readonly shown: JsonObject;
}

/** Creates a user with these attributes and what is required. @throws SetupFailure where the target takes none */
async function fullUser(c: Case, attributes: readonly MappedAttribute[]): Promise<FullUser> {
  const subject = userSubject(c.session);
  const { endpoint } = subject.type;
  const omit = (attribute: MappedAttribute) => !attribute.required && !attributes.includes(attribute);
  const seed = seedOf(c.session.plan.seed, 'provisioning cycle', endpoint);
  const all = fc.sample(subject.arbitrary({ required: 'all', omit }), { seed, numRuns: 1 });
  let answer: Answer | null = null;
  for (const resource of [...all, plain(c, subject)]) {
    const body = subject.stamp(c, resource);
    const { response, created } = await c.post(endpoint, body, 'see which attributes are kept');
    if (created !== null) return { created, body, shown: await c.read(created) };
    answer = response;
  }
  throw new SetupFailure('cannot judge: the target takes no user', answer);
}

function isKept({ session }: Case, attribute: MappedAttribute, { body, shown }: FullUser): boolean {
  const { userType } = session;
  const lost = differences(body, shown, [attribute], userType).some(({ kind }) => kind !== 'canonical');
  return !lost && valueAt(body, attribute, userType) !== undefined;
}

/** The matching attributes by which the target finds a user. @throws SetupFailure where his userName is none */
async function matchingBy(
  c: Case,
  kept: readonly MappedAttribute[],
  { created, shown }: FullUser,
): Promise<readonly MappedAttribute[]> {
  const { userType } = c.session;
  const finds = async (attribute: MappedAttribute): Promise<Answer | null> => {
    const filter = eq(formatPath(attribute.path), String(valueAt(shown, attribute, userType)));
    const purpose = `see whether a filter on ${attribute.text} finds a user`;
    const answer = await c.send({ method: 'GET', path: userType.endpoint, query: { filter }, purpose });
    const hits = member(answer.list ?? undefined, 'Resources');
    const alone = Array.isArray(hits) && hits.length === 1 && member(hits[0], 'id') === created.id;
    return alone ? null : answer;
  };
  const found: MappedAttribute[] = [];
  for (const attribute of kept.filter(({ matching, path }) => matching !== null || isName(path))) {
    const answer = await finds(attribute);
    if (answer !== null && isName(attribute.path))
      throw new SetupFailure('cannot judge: a user is not found by his userName', answer);
    if (answer === null && attribute.matching !== null) found.push(attribute);
  }
  return found.sort((a, b) => (a.matching ?? 0) - (b.matching ?? 0));
}

const isName = ({ attribute }: MappedAttribute['path']): boolean => attribute === 'userName';

/** Whether the manager of a user can be set and cleared. */
async function changesManager(c: Case, user: Created, manager: MappedAttribute): Promise<boolean> {
  const [boss = ''] = await userIds(c, 1);
  const shown = async (id: string | undefined) => {
    await patch(c, user, [managerOperation(manager, id)], 'see whether the manager can be changed');
    return valueAt(await c.read(user), manager, c.session.userType);
  };
  const set = await shown(boss);
  return isObject(set) && member(set, 'value') === boss && isUnassigned(await shown(undefined));
}

/** What the target understands of a dialect. */
interface Understood {
  readonly dialect: Dialect;
  readonly active: boolean;
  readonly changed: readonly MappedAttribute[];
  readonly cleared: readonly MappedAttribute[];
  readonly groups: boolean;
  /** All of these by their names. */
  readonly parts: readonly string[];
}

/** The dialects of which the target understands most, and as much. @throws SetupFailure where it understands none */
async function understoodDialects(
  c: Case,
  kept: readonly MappedAttribute[],
): Promise<Understood & { readonly dialects: readonly Dialect[] }> {
  const tries: Understood[] = [];
  // One after the other: a change of one user must not be taken for one of another.
  for (const dialect of DIALECTS.filter(({ name }) => c.session.plan.dialects.includes(name)))
    tries.push(await understood(c, dialect, kept));
  const able = tries.filter(({ active }) => active);
  // The one of which most is understood, and those of which the same is.
  const [best] = able.toSorted((one, other) => other.parts.length - one.parts.length);
  if (best === undefined) {
    const exchange = c.exchanges.findLast(({ request }) => request.method === 'PATCH');
    const why = 'cannot judge: no dialect of PATCH changes active';
    throw new SetupFailure(why, exchange === undefined ? null : { exchange }, 'active');
  }
  const same = able.filter(({ parts }) => parts.join() === best.parts.join());
  return { ...best, dialects: same.map(({ dialect }) => dialect) };
}

async function understood(c: Case, dialect: Dialect, kept: readonly MappedAttribute[]): Promise<Understood> {
  const { userType, plan } = c.session;
  const { created, shown } = await fullUser(c, kept);
  const changeable = kept.filter(isChangeable);
  const values = changeable.map((attribute) => realisticValue(attribute, plan.target.constraints));
  const seed = seedOf(plan.seed, 'provisioning cycle', dialect.name);
  const [after = []] = fc.sample(fc.tuple(...values), { seed, numRuns: 1 });
  const current = (attribute: MappedAttribute) => valueAt(shown, attribute, userType);
  const changes = changeable.map((attribute, index) => ({
    attribute,
    current: current(attribute),
    wanted: ownValue(c, attribute, after[index] ?? null),
  }));
  const changed = await carriedOut(c, created, dialect, changes);
  const clears = changed.filter(isClearable).map((attribute) => ({
    attribute,
    current: current(attribute),
    wanted: undefined,
  }));
  const cleared = await carriedOut(c, created, dialect, clears, [dialect.active(false)]);
  const active = statedActive(await c.read(created)) === false;
  const groups = await understandsGroups(c, dialect);
  const parts = [...[...changed, ...cleared].map(({ text }) => text), ...(groups ? ['groups'] : [])];
  return { dialect, changed, cleared, active, groups, parts };
}

/** The attributes that a PATCH brings to their values: all in one, or each alone where it is refused. */
async function carriedOut(
  c: Case,
  user: Created,
  dialect: Dialect,
  changes: readonly AttributeChange[],
  others: readonly WireOperation[] = [],
): Promise<readonly MappedAttribute[]> {
  const operations = [...dialect.changes(changes), ...others];
  if (operations.length === 0) return [];
  const answer = await patch(c, user, operations, `see what of the dialect ${dialect.name} is understood`);
  if (answer.ok) {
    const after = await c.read(user);
    return changes.filter((change) => isDone(c, after, change)).map(({ attribute }) => attribute);
  }
  if (operations.length === 1) return [];
  const alone: MappedAttribute[] = [];
  for (const change of changes) alone.push(...(await carriedOut(c, user, dialect, [change])));
  if (others.length > 0) await carriedOut(c, user, dialect, [], others);
  return alone;
}

function isDone({ session }: Case, user: JsonObject, { attribute, wanted }: AttributeChange): boolean {
  const value = valueAt(user, attribute, session.userType);
  if (wanted === undefined) return isUnassigned(value);
  return value !== undefined && alike(wanted, value, attribute);
}

/** Whether a group is created, filled, emptied, renamed and found. */
async function understandsGroups(c: Case, dialect: Dialect): Promise<boolean> {
  const documented = groupSubject(c.session)?.attributes.some(({ path }) => path.attribute === 'members');
  if (documented !== true) return false;
  const { endpoint } = c.session.groupType;
  const ids = await userIds(c, 2);
  const displayName = String(member(c.stampGroup({ displayName: 'Renamed' }), 'displayName'));
  const purpose = `see what groups understand of the dialect ${dialect.name}`;
  const { created } = await c.post(endpoint, c.stampGroup(plain(c, groupsOf(c))), purpose);
  if (created === null) return false;
  await patch(c, created, [dialect.addMembers(ids)], purpose);
  await patch(c, created, [...dialect.removeMembers(ids.slice(0, 1)), dialect.rename(displayName)], purpose);
  const query = { excludedAttributes: 'members', filter: eq('displayName', displayName) };
  const { list } = await c.send({ method: 'GET', path: endpoint, query, purpose });
  const hits = member(list ?? undefined, 'Resources');
  const found = Array.isArray(hits) && hits.length === 1 && member(hits[0], 'id') === created.id;
  return found && memberIds(await c.read(created)).join() === ids[1];
}

function isChangeable({ definition, parent, path }: MappedAttribute): boolean {
  const writable = definition.mutability === 'readWrite' && parent.mutability === 'readWrite';
  const comparable = definition.type !== 'complex' && definition.returned !== 'never';
  return writable && comparable && !IDENTIFYING.has(path.attribute);
}

function isClearable({ path, required, definition, parent }: MappedAttribute): boolean {
  return path.filter === null && !required && !definition.required && !parent.required;
}
