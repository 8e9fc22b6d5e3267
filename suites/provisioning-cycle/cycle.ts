import type {
  Answer,
  AttributeChange,
  Case,
  JsonObject,
  ListAnswer,
  MappedAttribute,
  RequirementId,
  WireOperation,
} from '../../kit/index.ts';
import {
  answered,
  counted,
  differences,
  eq,
  formatPath,
  found,
  InputRefused,
  judgeAnswered,
  judgePatched,
  patch,
  query,
  resourcePath,
  SetupFailure,
  statedActive,
  stringMember,
  valueAt,
} from '../../kit/index.ts';
import type { Expected, ExpectedGroup, ExpectedUser } from './expected.ts';
import type { CycleOptions, Memory } from './memory.ts';

/** A cycle was stopped on purpose after a number of requests; the next one has to complete it. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
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
  /** Answers to the writes. */
  readonly writes: Answer[] = [];
  readonly #case: Case;
  readonly #memory: Memory;
  readonly #options: CycleOptions;
  readonly #users: string;
  readonly #groups: string;
  #requests = 0;

  constructor(c: Case, memory: Memory, options: CycleOptions) {
    this.#case = c;
    this.#memory = memory;
    this.#options = options;
    this.#users = c.session.userType.endpoint;
    this.#groups = c.session.groupType.endpoint;
  }

  /** @throws Violation, TransportError, Interrupted */
  async run({ users, groups }: Expected): Promise<void> {
    const { syncedUsers, syncedGroups } = this.#memory;
    for (const [index, user] of users.entries()) await this.#user(index, user);
    for (const [index, group] of groups.entries()) await this.#group(index, group);
    for (const [index, user] of users.entries()) await this.#managerOf(index, user);
    for (const [index, group] of groups.entries()) await this.#members(index, group);
    for (const [index, user] of users.entries()) syncedUsers.set(index, user);
    for (const [index, group] of groups.entries()) syncedGroups.set(index, group);
    this.#memory.uncertain = false;
  }

  async #user(index: number, wanted: ExpectedUser): Promise<void> {
    const { users, syncedUsers, deletedNames } = this.#memory;
    const synced = syncedUsers.get(index);
    if (synced === wanted && this.#options.everything !== true) return;
    const id = users.get(index);
    if (wanted.exists) {
      const current = id === undefined ? await this.#match(index, wanted) : await this.#read(id);
      if (current === null) await this.#createUser(index, wanted);
      else await this.#updateUser(users.get(index) ?? '', current, wanted);
    } else if (id !== undefined) {
      if (synced !== undefined) deletedNames.add(nameOf(synced));
      await this.#delete(this.#users, id, 'E-111', 'a user');
      users.delete(index);
    }
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
    const c = this.#case;
    for (const attribute of this.#matchingOf(wanted)) {
      const value = valueAt(wanted.user, attribute, c.session.userType);
      if (typeof value !== 'string') continue;
      const filter = eq(formatPath(attribute.path), value);
      const list = await this.#find(this.#users, { filter }, 'E-044');
      const [what, more] = [`the filter ${filter}`, { attribute: attribute.text, answer: list.response }];
      const others = list.resources.filter((hit) => isOther(wanted.user, hit, attribute, c));
      c.judge('E-044', others.length === 0, () => found(what, 'a user with another value', more));
      const count = list.resources.length;
      const says = `finds ${count} users, so that the provisioning service skips the user`;
      c.judge('E-048', count <= 1, () => counted(what, 'at most one user', count, { ...more, says }));
      const [hit] = list.resources;
      const id = stringMember(hit, 'id');
      if (hit === undefined || id === undefined) continue;
      this.#memory.users.set(index, id);
      return hit;
    }
    return null;
  }

  async #read(id: string): Promise<JsonObject> {
    const path = resourcePath(this.#users, id);
    const reading = this.#case.send({ method: 'GET', path, purpose: 'read the linked user' });
    const answer = await this.#sent(reading);
    const says = `is answered with ${answer.status}, so that the provisioning service loses him`;
    judgeAnswered(this.#case, 'E-053', answer, 200, 'GET of a linked user', { says });
    return answer.resource ?? {};
  }

  async #createUser(index: number, wanted: ExpectedUser): Promise<void> {
    const body = { ...wanted.user, active: wanted.active, meta: { resourceType: 'User' } };
    const id = await this.#create(this.#users, body, 'E-064', 'a user', (answer) => {
      // That the name of a deleted user is free SHOULD be so (RFC 7644 §3.6), and a check of its own looks at it.
      if (answer.status === 409 && this.#memory.deletedNames.has(nameOf(wanted)))
        throw new InputRefused('the userName of a deleted user is not free again', answer);
    });
    this.#memory.users.set(index, id);
  }

  async #updateUser(id: string, current: JsonObject, wanted: ExpectedUser): Promise<void> {
    const { userType } = this.#case.session;
    const { attributes, dialect } = this.#options;
    const differing = differences(wanted.user, current, attributes, userType).filter(
      ({ kind }) => kind !== 'canonical',
    );
    const changes = attributes.flatMap((attribute): AttributeChange[] => {
      const shown = valueAt(current, attribute, userType);
      const sent = valueAt(wanted.user, attribute, userType);
      const isCleared = sent === undefined && shown !== undefined && this.#wasSent(attribute, id);
      const isChanged = differing.some((difference) => difference.attribute === attribute);
      return isCleared || isChanged ? [{ attribute, current: shown, wanted: sent }] : [];
    });
    const operations = [
      ...dialect.changes(changes),
      ...(statedActive(current) === wanted.active ? [] : [dialect.active(wanted.active)]),
    ];
    if (operations.length > 0)
      await this.#patch(this.#users, id, operations, 'E-079', 'updates a user in a cycle');
  }

  /** Whether the service itself gave the attribute its value: a provider's own defaults are not its to clear. */
  #wasSent(attribute: MappedAttribute, id: string): boolean {
    const { users, syncedUsers } = this.#memory;
    const { userType } = this.#case.session;
    return [...users].some(([index, linked]) => {
      const synced = linked === id ? syncedUsers.get(index) : undefined;
      return synced !== undefined && valueAt(synced.user, attribute, userType) !== undefined;
    });
  }

  async #managerOf(index: number, wanted: ExpectedUser): Promise<void> {
    const { manager } = this.#options;
    const { users, syncedUsers } = this.#memory;
    const id = users.get(index);
    const before = syncedUsers.get(index)?.manager ?? null;
    if (manager === null || id === undefined || !wanted.exists || before === wanted.manager) return;
    const boss = wanted.manager === null ? undefined : users.get(wanted.manager);
    const operation = managerOperation(manager, boss);
    const does = boss === undefined ? 'clears the manager' : 'sets the manager';
    await this.#patch(this.#users, id, [operation], 'E-096', does);
  }

  async #group(index: number, wanted: ExpectedGroup): Promise<void> {
    const { groups, syncedGroups } = this.#memory;
    const synced = syncedGroups.get(index);
    if (synced === wanted && this.#options.everything !== true) return;
    const id = groups.get(index);
    if (!wanted.exists) {
      if (id !== undefined) await this.#delete(this.#groups, id, 'E-135', 'a group');
      groups.delete(index);
    } else if (id === undefined) await this.#linkGroup(index, wanted);
    else if (synced?.displayName !== wanted.displayName) {
      const operation = this.#options.dialect.rename(wanted.displayName);
      await this.#patch(this.#groups, id, [operation], 'E-126', 'renames a group');
    }
  }

  /** Looks the group up by its displayName, without members (E-124), and creates it on a miss. */
  async #linkGroup(index: number, { displayName }: ExpectedGroup): Promise<void> {
    const { groups, groupType } = this.#case.session;
    const filter = eq('displayName', displayName);
    const list = await this.#find(this.#groups, { excludedAttributes: 'members', filter }, 'E-124');
    const hit = list.resources.find((one) => stringMember(one, 'displayName') === displayName);
    const isNeeded = groups?.some(({ path, required }) => path.attribute === 'externalId' && required);
    const body = {
      schemas: [groupType.schema.id],
      displayName,
      meta: { resourceType: 'Group' },
      ...(isNeeded ? { externalId: displayName } : {}),
    };
    const known = stringMember(hit, 'id');
    this.#memory.groups.set(index, known ?? (await this.#create(this.#groups, body, 'E-122', 'a group')));
  }

  async #members(index: number, wanted: ExpectedGroup): Promise<void> {
    const { groups, syncedGroups, users, uncertain } = this.#memory;
    const { dialect } = this.#options;
    const id = groups.get(index);
    if (id === undefined || !wanted.exists) return;
    const before = syncedGroups.get(index)?.members ?? new Set<number>();
    const idsOf = (persons: Iterable<number>): string[] =>
      [...persons].flatMap((person) => users.get(person) ?? []);
    const added = idsOf([...wanted.members].filter((person) => !before.has(person)));
    const removed = idsOf([...before].filter((person) => !wanted.members.has(person)));
    // Adding somebody again SHOULD succeed (RFC 7644 §3.5.2.1), so a target that refuses is only warned about.
    const [adding, removing] = uncertain ? (['E-131', 'E-131'] as const) : (['E-127', 'E-129'] as const);
    if (added.length > 0)
      await this.#patch(this.#groups, id, [dialect.addMembers(added)], adding, 'adds members');
    if (removed.length > 0)
      await this.#patch(this.#groups, id, dialect.removeMembers(removed), removing, 'removes members');
  }

  #find(endpoint: string, parameters: Record<string, string>, rule: RequirementId): Promise<ListAnswer> {
    const what = endpoint === this.#users ? 'match the user' : 'match the group';
    return this.#sent(query(this.#case, endpoint, parameters, rule, what));
  }

  /** @returns the id of what was created */
  async #create(
    endpoint: string,
    body: JsonObject,
    rule: RequirementId,
    noun: string,
    refused: (answer: Answer) => void = () => {},
  ): Promise<string> {
    const what = `a POST of ${noun} that no filter finds`;
    const creating = this.#case.post(endpoint, body, what);
    const { response, created } = await this.#written(creating, (made) => made.response);
    refused(response);
    this.#case.judge(rule, response.ok, () =>
      answered(what, response, 201, {
        // Both were found to work by themselves: rule E-152.
        ...(response.status === 409 ? { hint: 'The filter and the rule of uniqueness disagree.' } : {}),
      }),
    );
    if (created === null) throw new SetupFailure('cannot judge: a creation shows no id', response);
    return created.id;
  }

  async #patch(
    endpoint: string,
    id: string,
    operations: readonly WireOperation[],
    rule: RequirementId,
    does: string,
  ): Promise<void> {
    const what = `a PATCH that ${does}`;
    const patching = patch(this.#case, { path: resourcePath(endpoint, id) }, operations, what);
    judgePatched(this.#case, await this.#written(patching, (answer) => answer), rule, what);
  }

  async #delete(endpoint: string, id: string, rule: RequirementId, noun: string): Promise<void> {
    const path = resourcePath(endpoint, id);
    const what = `a DELETE of ${noun}`;
    const deleting = this.#case.send({ method: 'DELETE', path, purpose: what });
    if ((await deleting).ok) this.#case.session.ledger.deleted(path);
    // A DELETE that was carried out although its answer was lost is answered with 404 the next time (E-116).
    const answer = await this.#written(deleting, (one) => one);
    judgeAnswered(this.#case, rule, answer, [204, 404], what, { wanted: '204' });
  }

  async #written<T>(request: Promise<T>, answerIn: (result: T) => Answer): Promise<T> {
    this.writes.push(answerIn(await request));
    return this.#sent(request);
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

/** The manager as the client sends him, whichever dialect it writes; undefined clears (rule E-096). */
export function managerOperation({ path }: MappedAttribute, id: string | undefined): WireOperation {
  const text = formatPath(path);
  return id === undefined
    ? { op: 'remove', path: text }
    : { op: 'replace', path: text, value: { value: id } };
}

/** Whether a hit has another value than the one looked for. */
function isOther(user: JsonObject, hit: JsonObject, attribute: MappedAttribute, { session }: Case): boolean {
  return differences(user, hit, [attribute], session.userType).some(({ kind }) => kind !== 'canonical');
}
