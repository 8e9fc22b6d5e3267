import type { Answer, Case, Json, JsonObject, MappedAttribute, RequirementId } from '../../kit/index.ts';
import {
  counted,
  differences,
  eq,
  holds,
  isObject,
  isUnassigned,
  judgeAnswered,
  member,
  memberIds,
  membersComplaint,
  query,
  resourcePath,
  statedActive,
  together,
  unfound,
  valueAt,
  wrongValue,
} from '../../kit/index.ts';
import { Cycle } from './cycle.ts';
import type { Directory } from './directory.ts';
import {
  type Expected,
  type ExpectedGroup,
  type ExpectedUser,
  expectAfter,
  type Naming,
  nothingExpected,
} from './expected.ts';
import { type CycleOptions, freshMemory, type Memory } from './memory.ts';

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

  /** Runs one cycle for the directory as it is now; gives its writes. @throws Violation, TransportError, Interrupted */
  async cycle(directory: Directory, options: Partial<CycleOptions> = {}): Promise<readonly Answer[]> {
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
  async judge(when: string, all: boolean): Promise<void> {
    const { users, groups } = this.expected;
    for (const [index, user] of users.entries())
      if (all || this.#touched.has(user)) await this.#judgeUser(index, user, when);
    for (const [index, group] of groups.entries()) {
      const members = [...group.members].flatMap((person) => users[person] ?? []);
      if (all || [group, ...members].some((each) => this.#touched.has(each)))
        await this.#judgeGroup(index, group, when);
    }
    this.#touched.clear();
  }

  async #judgeUser(index: number, wanted: ExpectedUser, when: string): Promise<void> {
    const c = this.#case;
    const { userType } = c.session;
    const noun = `user ${index + 1}`;
    const id = this.memory.users.get(index);
    if (!wanted.exists || id === undefined) return this.#judgeAbsent(index, wanted, when);
    const got = await this.#read(resourcePath(userType.endpoint, id), 'E-053', noun, when);
    const active = member(got, 'active');
    c.judge('E-106', statedActive(got) === wanted.active, () =>
      wrongValue('active', wanted.active, active, { when, what: `active of ${noun}` }),
    );
    const wrong = differences(wanted.user, got, this.#options.attributes, userType)
      .filter(({ kind }) => kind !== 'canonical')
      .map(({ attribute: { text }, sent, got: shown }) =>
        wrongValue(text, sent, shown, { when, what: `${text} of ${noun}` }),
      );
    c.judge('RFC7644-3.5.2.3-replace', wrong.length === 0, () => together(wrong));
    this.#judgeManager(noun, wanted, got, when);
    const what = `the filter on the userName of ${noun}`;
    const list = await this.#find(userType.endpoint, 'userName', wanted.user.userName, 'E-044');
    const more = { when, attribute: 'userName', answer: list.response };
    c.judge('E-048', holds(list, id), () => unfound(what, 'the user', more));
    const { length } = list.resources;
    c.judge('E-048', length === 1, () =>
      counted(what, 'the user alone', length, { ...more, says: `finds ${length} users` }),
    );
  }

  async #read(path: string, rule: RequirementId, noun: string, when: string): Promise<JsonObject> {
    const c = this.#case;
    const answer = await c.send({ method: 'GET', path, purpose: `compare ${noun} with the directory` });
    judgeAnswered(c, rule, answer, 200, `GET of ${noun}`, { when });
    if (c.session.shownOnRequest(path).length > 0) return c.read({ path });
    return answer.resource ?? {};
  }

  #find(
    endpoint: string,
    attribute: string,
    value: Json | undefined,
    rule: RequirementId,
    more: Readonly<Record<string, string>> = {},
  ): ReturnType<typeof query> {
    const parameters = { ...more, filter: eq(attribute, String(value)) };
    return query(this.#case, endpoint, parameters, rule, `find it by its ${attribute}`);
  }

  #judgeManager(noun: string, wanted: ExpectedUser, got: JsonObject, when: string): void {
    const { manager } = this.#options;
    if (manager === null) return;
    const shown = valueAt(got, manager, this.#case.session.userType);
    const actual = isObject(shown) ? member(shown, 'value') : shown;
    const id = wanted.manager === null ? undefined : this.memory.users.get(wanted.manager);
    const right = id === undefined ? isUnassigned(actual) || actual === '' : actual === id;
    const expected = id === undefined ? undefined : { value: id };
    this.#case.judge('E-096', right, () =>
      wrongValue(manager.text, expected, shown, { when, what: `the manager of ${noun}` }),
    );
  }

  async #judgeAbsent(index: number, wanted: ExpectedUser, when: string): Promise<void> {
    const id = this.#deleted.get(index);
    if (wanted.exists || id === undefined) return;
    const c = this.#case;
    const what = `GET of user ${index + 1}, who was deleted,`;
    const path = resourcePath(c.session.userType.endpoint, id);
    const answer = await c.send({ method: 'GET', path, purpose: 'see whether the deleted user is gone' });
    judgeAnswered(c, 'E-111', answer, 404, what, { when });
  }

  async #judgeGroup(index: number, wanted: ExpectedGroup, when: string): Promise<void> {
    const id = this.memory.groups.get(index);
    if (!wanted.exists || id === undefined) return;
    const c = this.#case;
    const { endpoint } = c.session.groupType;
    const noun = `group ${index + 1}`;
    const { displayName } = wanted;
    const got = await this.#read(resourcePath(endpoint, id), 'E-126', noun, when);
    const shown = member(got, 'displayName');
    c.judge('E-126', shown === displayName, () =>
      wrongValue('displayName', displayName, shown, { when, what: `displayName of ${noun}` }),
    );
    const list = await this.#find(endpoint, 'displayName', displayName, 'E-124', {
      excludedAttributes: 'members',
    });
    c.judge('E-126', holds(list, id), () =>
      unfound(`the filter on the displayName of ${noun}`, 'the group', {
        when,
        attribute: 'displayName',
        answer: list.response,
      }),
    );
    // That who is deleted leaves his groups is no duty (RFC 7643 §2.3.7).
    const gone = new Set(this.#deleted.values());
    const actual = [...new Set(memberIds(got))].filter((one) => !gone.has(one)).sort();
    const expected = [...wanted.members].flatMap((person) => this.memory.users.get(person) ?? []).sort();
    c.judge('RFC7643-4.2-members', actual.join() === expected.join(), () =>
      membersComplaint(actual, expected, { when, what: noun }),
    );
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
