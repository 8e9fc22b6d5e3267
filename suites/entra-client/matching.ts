import fc from 'fast-check';
import { setPath } from '../../generators/build.ts';
import type {
  Case,
  CheckContext,
  CheckEntry,
  Created,
  Json,
  JsonObject,
  ListAnswer,
  MappedAttribute,
  RequirementId,
  Subject,
} from '../../kit/index.ts';
import {
  eq,
  GROUPS,
  holds,
  judgePatched,
  MEMBERS,
  memberValues,
  PATCH,
  patch,
  populationOf,
  query,
  subjects,
  userAttribute,
  userSubject,
  valueAt,
} from '../../kit/index.ts';

const isManager = ({ path }: MappedAttribute): boolean => path.attribute === 'manager';

/** How the client finds whom it has to change: by matching attributes, one after the other, and by reference probes. */
export const matching: readonly CheckEntry[] = [
  {
    name: 'matching-attributes',
    title: 'Each matching attribute finds the one resource that has the value',
    requirements: ['E-044', 'E-048'],
    run: (t) => t.forEach(subjects(t.session), matches),
  },
  {
    name: 'matching-precedence',
    title: 'Where the first matching attribute finds nobody, the next one finds the user',
    requirements: ['E-049'],
    needs: [
      {
        unmet: (facts) =>
          inPrecedence(facts.users).length > 1
            ? null
            : `the attribute table of ${facts.applicationName} has one matching attribute only`,
      },
    ],
    run: precedence,
  },
  {
    name: 'name-changes-hands',
    title: 'A userName that one user gave up and another took finds the other alone',
    requirements: ['E-048', 'E-104'],
    needs: [PATCH],
    run: nameChangesHands,
  },
  {
    name: 'rename-without-path',
    title: 'A userName in a PATCH without a path renames the user, as the validator does it',
    requirements: ['E-104'],
    needs: [PATCH],
    run: renameWithoutPath,
  },
  {
    name: 'manager-probe',
    title: 'The probe whether a user has a manager is answered with a list of him or of none',
    requirements: ['E-060'],
    needs: [userAttribute('manager', isManager)],
    run: managerProbe,
  },
  {
    name: 'member-probe',
    title: 'The probe whether a group has a member is answered with a list of it or of none',
    requirements: ['E-060'],
    needs: [GROUPS, MEMBERS],
    run: memberProbe,
  },
];

/** The filterable matching attributes in their order. */
function inPrecedence(attributes: readonly MappedAttribute[]): readonly MappedAttribute[] {
  return attributes
    .filter(
      ({ matching, filterable, definition }) =>
        matching !== null && filterable && definition.type === 'string',
    )
    .toSorted((a, b) => (a.matching ?? 0) - (b.matching ?? 0));
}

async function matches(subject: Subject, t: CheckContext): Promise<void> {
  const attributes = inPrecedence(subject.attributes);
  const identity = subject.noun === 'user' ? 'userName' : 'displayName';
  await t.forAll(
    fc.tuple(subject.arbitrary(), subject.arbitrary()),
    async ([resource, other], c) => {
      const stamped = subject.stamp(c, resource);
      const body = attributes.reduce(
        (filled, attribute) => withValue(c, subject, filled, attribute),
        stamped,
      );
      const created = await c.create(subject.type.endpoint, body, `create the ${subject.noun}`);
      await subject.create(c, other, `create another ${subject.noun}`);
      const values: readonly (readonly [string, Json | undefined])[] =
        attributes.length > 0
          ? attributes.map((attribute) => [attribute.text, valueAt(body, attribute, subject.type)])
          : [[identity, body[identity]]];
      for (const [name, value] of values) {
        const list = await find(c, subject, name, value ?? '', 'E-044');
        c.judge('E-044', holds(list, created.id), () => ({
          message: `the matching attribute ${name} does not find the ${subject.noun} with the value`,
          expected: `the ${subject.noun} ${created.id}`,
          actual: `${list.resources.length} ${subject.noun}s`,
        }));
        judgeSingle(c, list, name);
      }
    },
    { runs: t.session.effort.costlyRuns },
  );
}

/** The resource with a value of the attribute, if it has none yet. */
function withValue(c: Case, subject: Subject, resource: JsonObject, attribute: MappedAttribute): JsonObject {
  return valueAt(resource, attribute, subject.type) === undefined
    ? setPath(resource, attribute.path, c.marker(), attribute)
    : resource;
}

function find(
  c: Case,
  subject: Subject,
  name: string,
  value: Json,
  rule: RequirementId,
): Promise<ListAnswer> {
  return query(c, subject.type.endpoint, { filter: eq(name, value) }, rule, `match by ${name}`);
}

/** Judges that a match is unique: more than one gives DuplicateTargetEntries. */
function judgeSingle(c: Case, list: ListAnswer, name: string): void {
  c.judge('E-048', list.resources.length <= 1, () => ({
    message: `a match by ${name} finds ${list.resources.length} resources, so the provisioning service skips the user`,
    expected: 'at most one',
    actual: `${list.resources.length} resources`,
  }));
}

async function precedence(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  const attributes = inPrecedence(subject.attributes);
  const [last] = attributes.slice(-1);
  await t.forAll(
    subject.arbitrary({ required: 'with-optional', omit: (a) => !a.required && a.matching === null }),
    async (user, c) => {
      const created = await subject.create(c, user);
      const value = last && valueAt(created.sent, last, subject.type);
      if (last === undefined || typeof value !== 'string') return fc.pre(false);
      for (const attribute of attributes.slice(0, -1)) {
        const missed = await find(c, subject, attribute.text, `${c.marker()}-nobody`, 'E-049');
        c.judge('E-049', missed.resources.length === 0 && missed.totalResults === 0, () => ({
          message: `a miss by ${attribute.text} is answered with ${missed.resources.length} users and totalResults ${missed.totalResults}`,
          expected: 'an empty list',
          actual: `${missed.resources.length} users`,
        }));
      }
      const list = await find(c, subject, last.text, value, 'E-049');
      c.judge('E-049', holds(list, created.id) && list.resources.length === 1, () => ({
        message: `after the misses, ${last.text} does not find exactly the user with the value`,
        expected: `the user ${created.id}`,
        actual: `${list.resources.length} users`,
      }));
    },
    { runs: t.session.effort.costlyRuns },
  );
}

async function nameChangesHands(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  await t.forAll(
    subject.arbitrary({ required: 'only' }),
    async (user, c) => {
      const first = await subject.create(c, user);
      const name = String(first.sent.userName);
      const renamed = String(subject.stamp(c, user).userName);
      const operation = { op: 'Replace', path: 'userName', value: renamed };
      judgePatched(c, await patch(c, first, [operation], 'rename the user'), 'E-104', 'renaming a user');
      const body: JsonObject = { ...subject.stamp(c, user), userName: name };
      const second = await c.create(
        subject.type.endpoint,
        body,
        'create a user with the name that is free now',
      );
      await judgeOnly(c, subject, name, second, 'E-048');
      await judgeOnly(c, subject, renamed, first, 'E-048');
    },
    { runs: t.session.effort.costlyRuns },
  );
}

async function judgeOnly(
  c: Case,
  subject: Subject,
  name: string,
  holder: Created,
  rule: RequirementId,
): Promise<void> {
  const list = await find(c, subject, 'userName', name, rule);
  c.judge(rule, list.resources.length === 1 && holds(list, holder.id), () => ({
    message: `the filter on a userName that changed hands finds ${list.resources.length} users`,
    expected: `the user ${holder.id} alone`,
    actual: list.resources.map((found) => String(found.id)).join(', '),
  }));
}

async function renameWithoutPath(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  await t.forAll(
    subject.arbitrary({ required: 'only' }),
    async (user, c) => {
      const created = await subject.create(c, user);
      const userName = String(subject.stamp(c, user).userName);
      const answer = await patch(c, created, [{ op: 'replace', value: { userName } }], 'rename the user');
      judgePatched(c, answer, 'E-104', 'renaming a user without a path');
      await judgeOnly(c, subject, userName, created, 'E-104');
    },
    { runs: t.session.effort.costlyRuns },
  );
}

/** Sends the probe with its operands in either order, and judges that it finds the holder exactly when it should. */
async function probe(
  c: Case,
  endpoint: string,
  holder: string,
  [name, value]: readonly [string, string],
  expected: boolean,
): Promise<void> {
  const operands = [eq('id', holder), eq(name, value)];
  for (const filter of [operands.join(' and '), operands.toReversed().join(' and ')]) {
    const parameters = { filter, attributes: 'id' };
    const list = await query(c, endpoint, parameters, 'E-060', `probe whether it holds ${name}`);
    const right = expected ? holds(list, holder) && list.resources.length === 1 : list.resources.length === 0;
    c.judge('E-060', right, () => ({
      message: `the probe ${filter} finds ${list.resources.length} resources`,
      expected: expected ? 'the one resource' : 'none',
      actual: `${list.resources.length} resources`,
    }));
  }
}

async function managerProbe(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  const [boss, other] = (await populationOf(t.session).users(2)).map(({ id }) => id);
  const manager = subject.attributes.find(isManager);
  if (boss === undefined || other === undefined || manager === undefined) return;
  await t.forAll(
    subject.arbitrary({
      managers: [boss],
      required: 'with-optional',
      omit: (a) => !a.required && !isManager(a),
    }),
    async (user, c) => {
      const held = valueAt(user, manager, subject.type) !== undefined;
      const created = await subject.create(c, user);
      await probe(c, subject.type.endpoint, created.id, ['manager', boss], held);
      await probe(c, subject.type.endpoint, created.id, ['manager', other], false);
    },
    { runs: t.session.effort.costlyRuns },
  );
}

async function memberProbe(t: CheckContext): Promise<void> {
  const group = subjects(t.session).find(({ noun }) => noun === 'group');
  const [inside, outside] = (await populationOf(t.session).users(2)).map(({ id }) => id);
  if (group === undefined || inside === undefined || outside === undefined) return;
  await t.forAll(
    group.arbitrary({ required: 'only' }),
    async (body, c) => {
      const created = await group.create(c, { ...body, members: memberValues([inside]) });
      await probe(c, group.type.endpoint, created.id, ['members', inside], true);
      await probe(c, group.type.endpoint, created.id, ['members', outside], false);
    },
    { runs: t.session.effort.costlyRuns },
  );
}
