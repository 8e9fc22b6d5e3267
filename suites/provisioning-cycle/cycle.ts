import type {
  Answer,
  AttributeChange,
  Case,
  Dialect,
  JsonObject,
  MappedAttribute,
  RequirementId,
  WireOperation,
} from '../../kit/index.ts';
import {
  describe,
  differences,
  eq,
  formatPath,
  InputRefused,
  isObject,
  member,
  patch,
  query,
  resourcePath,
  stringMember,
  valueAt,
} from '../../kit/index.ts';
import type { Expected, ExpectedGroup, ExpectedUser } from './expected.ts';

/** A cycle was stopped on purpose after a number of requests; the next one has to complete it. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** What the provisioning service remembers between cycles. */
export interface Memory {
  /** Ids on the target by person and by group; only of what it looks after. */
  readonly users: Map<number, string>;
  readonly groups: Map<number, string>;
  /** What each object was last brought to, so that an incremental cycle leaves out what has not changed (E-145). */
  readonly syncedUsers: Map<number, ExpectedUser>;
  readonly syncedGroups: Map<number, ExpectedGroup>;
  /** The userNames of users that were deleted, without letter case. */
  readonly deletedNames: Set<string>;
  /** Whether the last cycle was interrupted, so that the next one may send again what has arrived already. */
  uncertain: boolean;
}

/** A service that has never run. */
export function freshMemory(): Memory {
  return {
    users: new Map(),
    groups: new Map(),
    syncedUsers: new Map(),
    syncedGroups: new Map(),
    deletedNames: new Set(),
    uncertain: false,
  };
}

/** What one cycle works with. */
export interface CycleOptions {
  readonly dialect: Dialect;
  /** The mapped attributes without `active`, manager and members. */
  readonly attributes: readonly MappedAttribute[];
  /** Paths of the matching attributes of users, in order of precedence. */
  readonly matching: readonly MappedAttribute[];
  /** Path of the manager attribute, or null when the table has none. */
  readonly manager: MappedAttribute | null;
  /** Requests after which the cycle is stopped, its last answer lost. */
  readonly interruptAfter?: number;
  /** Looks at every object, changed or not, as after a restart (E-146). */
  readonly everything?: boolean;
}

/** The userName of a user without its letter case. */
function nameOf({ user }: ExpectedUser): string {
  return stringMember(user, 'userName')?.toLowerCase() ?? '';
}

/**
 * One cycle of the provisioning service, request by request as rules E-144 and E-145 have it: users before groups before
 * references; a linked user is read before he is changed, an unknown one is looked for by the matching attributes and
 * created on a miss; a PATCH holds only differences. Brings `memory` up to date after every object, so that a cycle that
 * is interrupted can be completed by the next one.
 */
export class Cycle {
  /** Write requests sent. */
  writes = 0;
  readonly #case: Case;
  readonly #memory: Memory;
  readonly #options: CycleOptions;
  #requests = 0;

  constructor(c: Case, memory: Memory, options: CycleOptions) {
    this.#case = c;
    this.#memory = memory;
    this.#options = options;
  }

  /** @throws Violation, TransportError, Interrupted */
  async run(expected: Expected): Promise<void> {
    for (const [index, user] of expected.users.entries()) await this.#user(index, user);
    for (const [index, group] of expected.groups.entries()) await this.#group(index, group);
    for (const [index, user] of expected.users.entries()) await this.#managerOf(index, user);
    for (const [index, group] of expected.groups.entries()) await this.#members(index, group);
    for (const [index, user] of expected.users.entries()) this.#memory.syncedUsers.set(index, user);
    for (const [index, group] of expected.groups.entries()) this.#memory.syncedGroups.set(index, group);
    this.#memory.uncertain = false;
  }

  async #user(index: number, wanted: ExpectedUser): Promise<void> {
    if (this.#memory.syncedUsers.get(index) === wanted && this.#options.everything !== true) return;
    const id = this.#memory.users.get(index);
    if (!wanted.exists) {
      if (id !== undefined) await this.#deleteUser(index, id);
      return;
    }
    const current = id === undefined ? await this.#match(index, wanted) : await this.#read(id);
    if (current === null) await this.#createUser(index, wanted);
    else await this.#updateUser(this.#memory.users.get(index) ?? '', current, wanted);
  }

  /** The matching attributes a user has values of; without any, his userName, which every user has. */
  #matchingOf({ user }: ExpectedUser): readonly MappedAttribute[] {
    const { matching, attributes } = this.#options;
    const { userType } = this.#case.session;
    const assigned = matching.filter((a) => typeof valueAt(user, a, userType) === 'string');
    return assigned.length > 0 ? assigned : attributes.filter(({ path }) => path.attribute === 'userName');
  }

  /** Looks the user up by each matching attribute in turn, and links him to the first hit (E-049). */
  async #match(index: number, wanted: ExpectedUser): Promise<JsonObject | null> {
    const { userType } = this.#case.session;
    for (const attribute of this.#matchingOf(wanted)) {
      const value = valueAt(wanted.user, attribute, userType);
      if (typeof value !== 'string') continue;
      const filter = eq(formatPath(attribute.path), value);
      const list = await this.#sent(
        query(this.#case, userType.endpoint, { filter }, 'E-044', 'match the user'),
      );
      const [hit] = list.resources;
      this.#case.judge('E-048', list.resources.length <= 1, () => ({
        message: `${list.resources.length} users match ${filter}, so the provisioning service skips the user`,
        expected: 'at most one user',
        actual: `${list.resources.length} users`,
      }));
      const id = stringMember(hit, 'id');
      if (hit === undefined || id === undefined) continue;
      this.#memory.users.set(index, id);
      return hit;
    }
    return null;
  }

  async #read(id: string): Promise<JsonObject> {
    const path = resourcePath(this.#case.session.userType.endpoint, id);
    const response = await this.#sent(
      this.#case.send({ method: 'GET', path, purpose: 'read the linked user' }),
    );
    this.#case.judge('E-053', response.status === 200 && isObject(response.body), () => ({
      message: `a linked user is answered with ${describe(response)}, so the provisioning service loses him`,
      expected: '200 with the user',
      actual: describe(response),
    }));
    return isObject(response.body) ? response.body : {};
  }

  async #createUser(index: number, wanted: ExpectedUser): Promise<void> {
    const body = { ...wanted.user, active: wanted.active, meta: { resourceType: 'User' } };
    this.writes++;
    const { response, created } = await this.#sent(
      this.#case.post(this.#case.session.userType.endpoint, body, 'create the user'),
    );
    // That the name of a deleted user is free SHOULD be so (RFC 7644 §3.6), and a check of its own looks at it.
    if (response.status === 409 && this.#memory.deletedNames.has(nameOf(wanted)))
      throw new InputRefused(`the userName of a deleted user is not free again: ${describe(response)}`);
    this.#case.judge('E-064', created !== null, () => ({
      message: `creating a user whom no filter finds is answered with ${describe(response)}`,
      expected: '201 with the user',
      actual: describe(response),
      ...(response.status === 409
        ? { hint: 'The filter and the uniqueness rule disagree (rule E-152): the user fails in every cycle.' }
        : {}),
    }));
    if (created !== null) this.#memory.users.set(index, created.id);
  }

  async #updateUser(id: string, current: JsonObject, wanted: ExpectedUser): Promise<void> {
    const { userType } = this.#case.session;
    const changes: AttributeChange[] = [];
    const differing = new Map(
      differences(wanted.user, current, this.#options.attributes, userType).map((d) => [d.attribute, d]),
    );
    for (const attribute of this.#options.attributes) {
      const sent = valueAt(wanted.user, attribute, userType);
      const shown = valueAt(current, attribute, userType);
      const difference = differing.get(attribute);
      if (sent === undefined && shown !== undefined && this.#wasSent(attribute, id))
        changes.push({ attribute, current: shown, wanted: undefined });
      if (difference !== undefined && difference.kind !== 'canonical')
        changes.push({ attribute, current: shown, wanted: sent });
    }
    const operations = [
      ...this.#options.dialect.changes(changes),
      ...(member(current, 'active') === wanted.active ? [] : [this.#options.dialect.active(wanted.active)]),
    ];
    if (operations.length > 0)
      await this.#patch(this.#case.session.userType.endpoint, id, operations, 'E-079', 'update the user');
  }

  /** Whether the service itself gave the attribute its value: a provider's own defaults are not its to clear. */
  #wasSent(attribute: MappedAttribute, id: string): boolean {
    for (const [index, linked] of this.#memory.users) {
      const synced = this.#memory.syncedUsers.get(index);
      if (linked === id && synced !== undefined)
        return valueAt(synced.user, attribute, this.#case.session.userType) !== undefined;
    }
    return false;
  }

  async #deleteUser(index: number, id: string): Promise<void> {
    const synced = this.#memory.syncedUsers.get(index);
    if (synced !== undefined) this.#memory.deletedNames.add(nameOf(synced));
    await this.#delete(this.#case.session.userType.endpoint, id, 'E-111', 'delete the purged user');
    this.#memory.users.delete(index);
  }

  async #managerOf(index: number, wanted: ExpectedUser): Promise<void> {
    const { manager } = this.#options;
    const id = this.#memory.users.get(index);
    const before = this.#memory.syncedUsers.get(index)?.manager ?? null;
    if (manager === null || id === undefined || !wanted.exists || before === wanted.manager) return;
    const boss = wanted.manager === null ? undefined : this.#memory.users.get(wanted.manager);
    const path = formatPath(manager.path);
    const operation: WireOperation =
      boss === undefined ? { op: 'remove', path } : { op: 'replace', path, value: { value: boss } };
    await this.#patch(
      this.#case.session.userType.endpoint,
      id,
      [operation],
      'E-096',
      boss === undefined ? 'clear the manager' : 'set the manager',
    );
  }

  async #group(index: number, wanted: ExpectedGroup): Promise<void> {
    if (this.#memory.syncedGroups.get(index) === wanted && this.#options.everything !== true) return;
    const { groupType } = this.#case.session;
    const id = this.#memory.groups.get(index);
    if (!wanted.exists) {
      if (id !== undefined) await this.#delete(groupType.endpoint, id, 'E-135', 'delete the group');
      this.#memory.groups.delete(index);
      return;
    }
    const known = this.#memory.syncedGroups.get(index);
    if (id !== undefined && known?.displayName !== wanted.displayName) {
      await this.#patch(
        groupType.endpoint,
        id,
        [this.#options.dialect.rename(wanted.displayName)],
        'E-126',
        'rename the group',
      );
    }
    if (id === undefined) await this.#linkGroup(index, wanted);
  }

  /** Looks the group up by its displayName, without members (E-124), and creates it on a miss. */
  async #linkGroup(index: number, wanted: ExpectedGroup): Promise<void> {
    const { groupType } = this.#case.session;
    const filter = eq('displayName', wanted.displayName);
    const list = await this.#sent(
      query(
        this.#case,
        groupType.endpoint,
        { excludedAttributes: 'members', filter },
        'E-124',
        'match the group',
      ),
    );
    const [hit] = list.resources;
    const known = stringMember(hit, 'id');
    if (known !== undefined) {
      this.#memory.groups.set(index, known);
      return;
    }
    const body = {
      schemas: [groupType.schema.id],
      displayName: wanted.displayName,
      meta: { resourceType: 'Group' },
      ...this.#groupExtras(wanted),
    };
    this.writes++;
    const { response, created } = await this.#sent(
      this.#case.post(groupType.endpoint, body, 'create the group'),
    );
    this.#case.judge('E-122', created !== null, () => ({
      message: `creating a group whom no filter finds is answered with ${describe(response)}`,
      expected: '201 with the group',
      actual: describe(response),
    }));
    if (created !== null) this.#memory.groups.set(index, created.id);
  }

  /** What the group table requires besides the displayName: an externalId at most. */
  #groupExtras(wanted: ExpectedGroup): JsonObject {
    const required =
      this.#case.session.groups?.some((a) => a.path.attribute === 'externalId' && a.required) ?? false;
    return required ? { externalId: wanted.displayName } : {};
  }

  async #members(index: number, wanted: ExpectedGroup): Promise<void> {
    const id = this.#memory.groups.get(index);
    if (id === undefined || !wanted.exists) return;
    const before = this.#memory.syncedGroups.get(index)?.members ?? new Set<number>();
    const idsOf = (persons: Iterable<number>): string[] =>
      [...persons].flatMap((person) => this.#memory.users.get(person) ?? []);
    const added = idsOf([...wanted.members].filter((person) => !before.has(person)));
    const removed = idsOf([...before].filter((person) => !wanted.members.has(person)));
    const { endpoint } = this.#case.session.groupType;
    // Adding somebody again SHOULD succeed (RFC 7644 §3.5.2.1), so a target that refuses is only warned about.
    const again = this.#memory.uncertain ? 'E-131' : null;
    if (added.length > 0)
      await this.#patch(
        endpoint,
        id,
        [this.#options.dialect.addMembers(added)],
        again ?? 'E-127',
        'add members',
      );
    if (removed.length > 0)
      await this.#patch(
        endpoint,
        id,
        this.#options.dialect.removeMembers(removed),
        again ?? 'E-129',
        'remove members',
      );
  }

  async #patch(
    endpoint: string,
    id: string,
    operations: readonly WireOperation[],
    requirement: RequirementId,
    purpose: string,
  ): Promise<void> {
    this.writes++;
    const response = await this.#sent(
      patch(this.#case, { path: resourcePath(endpoint, id) }, operations, purpose),
    );
    this.#case.judge(requirement, response.status === 200 || response.status === 204, () => ({
      message: `a PATCH to ${purpose} is answered with ${describe(response)}`,
      expected: '200 or 204',
      actual: describe(response),
    }));
  }

  async #delete(endpoint: string, id: string, requirement: RequirementId, purpose: string): Promise<void> {
    this.writes++;
    const path = resourcePath(endpoint, id);
    const sending = this.#case.send({ method: 'DELETE', path, purpose });
    const response: Answer = await sending;
    // A DELETE that was carried out although its answer was lost is answered with 404 the next time (E-116).
    const gone = response.status === 204 || response.status === 404;
    if (response.status < 300) this.#case.session.ledger.deleted(path);
    await this.#sent(sending);
    this.#case.judge(requirement, gone, () => ({
      message: `a DELETE to ${purpose} is answered with ${describe(response)}`,
      expected: '204',
      actual: describe(response),
    }));
  }

  /** Counts a request; the one at which the cycle is interrupted was carried out, but its answer is lost. */
  async #sent<T>(request: Promise<T>): Promise<T> {
    const answer = await request;
    this.#requests++;
    if (this.#requests === this.#options.interruptAfter) {
      this.#memory.uncertain = true;
      throw new Interrupted('the cycle was interrupted');
    }
    return answer;
  }
}
