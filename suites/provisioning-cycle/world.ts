import type { Case, MappedAttribute } from '../../kit/index.ts';
import {
  describe,
  differences,
  eq,
  holds,
  isObject,
  member,
  memberIds,
  query,
  resourcePath,
  shown,
  valueAt,
} from '../../kit/index.ts';
import { Cycle, type CycleOptions, freshMemory, type Memory } from './cycle.ts';
import type { Directory } from './directory.ts';
import {
  type Expected,
  type ExpectedGroup,
  type ExpectedUser,
  expectAfter,
  type Naming,
  nothingExpected,
} from './expected.ts';

/** A directory, the provisioning service and the state the target should be in, going through cycles together. */
export class World {
  readonly memory: Memory = freshMemory();
  expected: Expected;
  readonly #case: Case;
  readonly #options: CycleOptions;
  readonly #naming: Naming;
  /** What the latest cycles have changed since it was judged. */
  readonly #touched = new Set<ExpectedUser | ExpectedGroup>();
  /** Ids of users who were deleted, by person. */
  readonly #deleted = new Map<number, string>();

  /** @param names the userName of each person before it is marked and changed */
  constructor(c: Case, directory: Directory, options: CycleOptions, names: readonly string[]) {
    this.#case = c;
    this.#options = options;
    this.#naming = namingOf(c, options.attributes, names);
    this.expected = nothingExpected(directory);
  }

  /** Runs one cycle for the directory as it is now; gives the number of writes. @throws Violation, TransportError, Interrupted */
  async cycle(directory: Directory, options: Partial<CycleOptions> = {}): Promise<number> {
    const before = new Map(this.memory.users);
    const known = new Set<unknown>([...this.expected.users, ...this.expected.groups]);
    this.expected = sameWhereEqual(this.expected, expectAfter(this.expected, directory, this.#naming));
    for (const each of [...this.expected.users, ...this.expected.groups])
      if (!known.has(each)) this.#touched.add(each);
    const cycle = new Cycle(this.#case, this.memory, { ...this.#options, ...options });
    try {
      await cycle.run(this.expected);
    } finally {
      for (const [index, id] of before) if (!this.memory.users.has(index)) this.#deleted.set(index, id);
    }
    return cycle.writes;
  }

  /** Judges that what the latest cycles changed is on the target as expected. @param all whether to look at the rest too */
  async judge(after: string, all: boolean): Promise<void> {
    for (const [index, user] of this.expected.users.entries()) {
      if (all || this.#touched.has(user)) await this.#judgeUser(index, user, after);
    }
    for (const [index, group] of this.expected.groups.entries()) {
      const members = [...group.members].flatMap((person) => this.expected.users[person] ?? []);
      const touched = [group, ...members].some((each) => this.#touched.has(each));
      if (all || touched) await this.#judgeGroup(index, group, after);
    }
    this.#touched.clear();
  }

  async #judgeUser(index: number, wanted: ExpectedUser, after: string): Promise<void> {
    const c = this.#case;
    const { userType } = c.session;
    const id = this.memory.users.get(index);
    if (!wanted.exists || id === undefined) return this.#judgeAbsent(index, wanted, after);
    const response = await c.send({
      method: 'GET',
      path: resourcePath(userType.endpoint, id),
      purpose: `compare user ${index + 1} with the directory`,
    });
    c.judge('E-053', response.status === 200 && isObject(response.body), () => ({
      message: `${after}, user ${index + 1} is answered with ${describe(response)}`,
      expected: '200 with the user',
      actual: describe(response),
    }));
    const got = isObject(response.body) ? response.body : {};
    c.judge('E-106', member(got, 'active') === wanted.active, () => ({
      message: `${after}, user ${index + 1} has active ${shown(member(got, 'active'))}`,
      expected: `"active": ${wanted.active}`,
      actual: `"active": ${shown(member(got, 'active'))}`,
    }));
    const wrong = differences(wanted.user, got, this.#options.attributes, userType).find(
      (d) => d.kind !== 'canonical',
    );
    c.judge('RFC7644-3.5.2.3-replace', wrong === undefined, () => ({
      message: `${after}, ${wrong?.attribute.text} of user ${index + 1} is not what the directory has`,
      expected: `${wrong?.attribute.text} = ${shown(wrong?.sent)}`,
      actual: wrong?.got === undefined ? 'no value' : `${wrong.attribute.text} = ${shown(wrong.got)}`,
    }));
    this.#judgeManager(index, wanted, got, after);
    await this.#judgeFound(index, id, wanted, after);
  }

  #judgeManager(index: number, wanted: ExpectedUser, got: Record<string, unknown>, after: string): void {
    const { manager } = this.#options;
    if (manager === null || !isObject(got)) return;
    const value = valueAt(got, manager, this.#case.session.userType);
    const actual = isObject(value) ? member(value, 'value') : value;
    const expected = wanted.manager === null ? undefined : this.memory.users.get(wanted.manager);
    const none = actual === undefined || actual === null || actual === '';
    this.#case.judge('E-096', expected === undefined ? none : actual === expected, () => ({
      message: `${after}, the manager of user ${index + 1} is ${shown(value)}`,
      expected: expected === undefined ? 'no manager' : `{"value": "${expected}"}`,
      actual: shown(value),
    }));
  }

  async #judgeFound(index: number, id: string, wanted: ExpectedUser, after: string): Promise<void> {
    const filter = eq('userName', String(wanted.user.userName));
    const list = await query(
      this.#case,
      this.#case.session.userType.endpoint,
      { filter },
      'E-044',
      `find user ${index + 1}`,
    );
    this.#case.judge('E-048', list.resources.length === 1 && holds(list, id), () => ({
      message: `${after}, the filter on the userName of user ${index + 1} finds ${list.resources.length} users`,
      expected: `exactly the user ${id}`,
      actual: shown(list.resources.map((found) => found.id ?? null)),
    }));
  }

  async #judgeAbsent(index: number, wanted: ExpectedUser, after: string): Promise<void> {
    const id = this.#deleted.get(index);
    if (wanted.exists || id === undefined) return;
    const { endpoint } = this.#case.session.userType;
    const response = await this.#case.send({
      method: 'GET',
      path: resourcePath(endpoint, id),
      purpose: `look for user ${index + 1}, who was deleted`,
    });
    this.#case.judge('E-111', response.status === 404, () => ({
      message: `${after}, user ${index + 1}, who was deleted, is answered with ${describe(response)}`,
      expected: '404',
      actual: describe(response),
    }));
  }

  async #judgeGroup(index: number, wanted: ExpectedGroup, after: string): Promise<void> {
    const id = this.memory.groups.get(index);
    if (!wanted.exists || id === undefined) return;
    const c = this.#case;
    const path = resourcePath(c.session.groupType.endpoint, id);
    const response = await c.send({
      method: 'GET',
      path,
      purpose: `compare group ${index + 1} with the directory`,
    });
    c.judge(
      'E-126',
      response.status === 200 && member(response.body, 'displayName') === wanted.displayName,
      () => ({
        message: `${after}, group ${index + 1} is answered with ${describe(response)} and displayName ${shown(member(response.body, 'displayName'))}`,
        expected: `200, "displayName": ${shown(wanted.displayName)}`,
        actual: describe(response),
      }),
    );
    const filter = eq('displayName', wanted.displayName);
    const list = await query(
      c,
      c.session.groupType.endpoint,
      { excludedAttributes: 'members', filter },
      'E-124',
      `find group ${index + 1}`,
    );
    c.judge('E-126', holds(list, id), () => ({
      message: `${after}, group ${index + 1} is not found by its displayName`,
      expected: `the group ${id}`,
      actual: `${list.resources.length} groups`,
    }));
    const gone = new Set(this.#deleted.values());
    const actual = [...new Set(memberIds(response.body))].filter((member) => !gone.has(member)).sort();
    const expected = [...wanted.members].flatMap((person) => this.memory.users.get(person) ?? []).sort();
    c.judge('RFC7643-4.2-members', actual.join() === expected.join(), () => ({
      message: `${after}, group ${index + 1} has ${actual.length} members instead of ${expected.length}`,
      expected: shown(expected),
      actual: shown(actual),
    }));
  }
}

/**
 * Names for everything this world creates, each with a marker of its own; asked again, they are the same. Who changes his
 * userName twice has the first one again.
 */
function namingOf(c: Case, attributes: readonly MappedAttribute[], names: readonly string[]): Naming {
  const markers = new Map<string, string>();
  const markerOf = (key: string): string => {
    const known = markers.get(key) ?? c.marker();
    markers.set(key, known);
    return known;
  };
  return {
    userName: (person, changes) =>
      String(
        c.stampUser({ userName: names[person] ?? '' }, markerOf(`user ${person} ${changes % 2}`)).userName,
      ),
    externalId: (person) => `user${person + 1}-${markerOf(`user ${person}`)}`,
    unique: (person, user) => c.stampAddresses(user, markerOf(`user ${person}`)),
    displayName: (group, changes) => `Group ${group + 1} ${markerOf(`group ${group} ${changes}`)}`,
    attributes: new Map(attributes.map((attribute) => [attribute.text, attribute])),
  };
}

/** Keeps the objects that have not changed, so that the cycle can tell them by identity. */
function sameWhereEqual(before: Expected, after: Expected): Expected {
  const keep = <T>(olds: readonly T[], news: readonly T[]): T[] =>
    news.map((item, index) => {
      const old = olds[index];
      return old !== undefined && fingerprint(old) === fingerprint(item) ? old : item;
    });
  return { users: keep(before.users, after.users), groups: keep(before.groups, after.groups) };
}

function fingerprint(value: unknown): string {
  return JSON.stringify(value, (_key, item) => (item instanceof Set ? [...item].sort() : item));
}
