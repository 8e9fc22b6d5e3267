import { otherCase } from '../../generators/letter-case.ts';
import { wrongHeaders } from '../../http/credentials.ts';
import type { Answer, Case, CheckContext, CheckEntry } from '../../kit/index.ts';
import {
  describe,
  ERROR,
  eq,
  GROUPS,
  holds,
  judgeList,
  member,
  query,
  shown,
  stringMember,
  TOKEN,
  userSubject,
  valueAt,
} from '../../kit/index.ts';

/** Milliseconds in which Okta's specification test wants the groups (rule O-015). */
const GROUPS_WITHIN = 600;
/** Users per page of an import, and the most pages read: other checks add and delete users meanwhile. */
const PAGE = 100;
const PAGES = 3;

/** What Okta returns in every user, as far as the application's table has it (rule O-003). */
const EXPECTED: readonly string[] = ['userName', 'name', 'emails', 'active'];

/** Okta's connection test, lookups and import (rules O-001 to O-008 and O-015). */
export const reading: readonly CheckEntry[] = [
  {
    name: 'connection',
    title: 'The connection test, a short list of users and of groups, is answered with lists',
    requirements: ['O-004'],
    run: (t) =>
      t.once(async (c) => {
        const { userType, groupType } = t.session;
        const groups = t.session.groups !== null && t.session.facts.groupsListed !== false;
        for (const [type, count] of groups
          ? ([
              [userType, 2],
              [groupType, 100],
            ] as const)
          : ([[userType, 2]] as const)) {
          const parameters = { startIndex: 1, count };
          const list = await query(c, type.endpoint, parameters, 'O-004', 'test the connection');
          c.judge('O-004', list.resources.length <= count && Number.isInteger(list.totalResults), () => ({
            message: `the connection test is answered with ${list.resources.length} resources and totalResults ${shown(list.body.totalResults)}`,
            expected: `at most ${count} resources, and an integer`,
            actual: `${list.resources.length} resources, ${shown(list.body.totalResults)}`,
          }));
        }
      }),
  },
  {
    name: 'wrong-token',
    title: 'A wrong token is answered with 401 and an Error message that explains itself',
    requirements: ['O-001'],
    needs: [TOKEN],
    run: (t) =>
      t.once(async (c) => {
        const headers = wrongHeaders(t.session.plan.target.credentials, c.marker());
        const path = t.session.userType.endpoint;
        const response = await c.send({
          method: 'GET',
          path,
          query: { count: 1 },
          authorize: false,
          headers,
          purpose: 'try a wrong token',
        });
        judgeError(c, response, 401);
      }),
  },
  {
    name: 'existence',
    title: 'A lookup by userName finds the user in any letter case, and nobody where there is none',
    requirements: ['O-005', 'O-006'],
    run: existence,
  },
  {
    name: 'required-attributes',
    title: 'Every user comes with his id, userName, name, emails and active, as far as the table has them',
    requirements: ['O-003'],
    run: requiredAttributes,
  },
  {
    name: 'import',
    title: 'An import page by page gets pages of the size it asks for, with integers as numbers',
    requirements: ['O-008'],
    run: (t) => t.once((c) => importPages(t, c)),
  },
  {
    name: 'groups-in-time',
    title: `GET /Groups is answered within ${GROUPS_WITHIN} ms, the way to the target aside`,
    requirements: ['O-015'],
    needs: [GROUPS],
    run: (t) => t.once((c) => groupsInTime(t, c)),
  },
];

/** A request that costs the target next to nothing tells what the network takes. */
async function groupsInTime(t: CheckContext, c: Case): Promise<void> {
  const path = t.session.groupType.endpoint;
  const least = await c.send({
    method: 'GET',
    path: `${path}/${c.marker()}`,
    purpose: 'see what the way takes',
  });
  const list = await c.send({
    method: 'GET',
    path,
    query: { startIndex: 1, count: 100 },
    purpose: 'list groups',
  });
  const durationMs = list.exchange.durationMs - least.exchange.durationMs;
  c.judge('O-015', durationMs < GROUPS_WITHIN, () => ({
    message: `GET /Groups takes ${Math.round(durationMs)} ms longer than an answer that there is no such group`,
    expected: `less than ${GROUPS_WITHIN} ms`,
    actual: `${Math.round(durationMs)} ms`,
  }));
}

function judgeError(c: Case, response: Answer, status: number): void {
  const schemas = member(response.body, 'schemas');
  const right =
    response.status === status &&
    Array.isArray(schemas) &&
    schemas.includes(ERROR) &&
    member(response.body, 'status') === String(status) &&
    (stringMember(response.body, 'detail') ?? '') !== '';
  c.judge('O-001', right, () => ({
    message: `a wrong token is answered with ${describe(response)}`,
    expected: `${status} with a SCIM Error message: detail, and "status": "${status}"`,
    actual:
      response.text === ''
        ? describe(response)
        : `${response.status} ${shown(response.body ?? response.text)}`,
  }));
}

async function existence(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  await t.forAll(
    subject.arbitrary({ required: 'only' }),
    async (user, c) => {
      const created = await subject.create(c, user);
      const name = String(created.sent.userName);
      for (const [value, rule] of [
        [name, 'O-005'],
        [otherCase(name) ?? name, 'O-006'],
      ] as const) {
        const parameters = { filter: eq('userName', value), startIndex: 1, count: PAGE };
        const list = await query(c, subject.type.endpoint, parameters, rule, 'see whether the user exists');
        c.judge(rule, list.resources.length === 1 && holds(list, created.id), () => ({
          message: `the lookup of ${shown(value)} finds ${list.resources.length} users`,
          expected: `the user ${created.id}`,
          actual: `${list.resources.length} users`,
        }));
      }
      const nobody = { filter: eq('userName', `${c.marker()}@example.com`), startIndex: 1, count: PAGE };
      const miss = await c.send({
        method: 'GET',
        path: subject.type.endpoint,
        query: nobody,
        purpose: 'look for nobody',
      });
      // Okta copes with 404 as well; that Entra does not is judged by rule E-032.
      if (miss.status === 404) return;
      const list = judgeList(c, miss, 'O-005', 'the lookup of a user who does not exist');
      c.judge('O-005', list.resources.length === 0, () => ({
        message: `the lookup of a user who does not exist finds ${list.resources.length}`,
        expected: 'nobody',
        actual: `${list.resources.length} users`,
      }));
    },
    { runs: t.session.effort.costlyRuns },
  );
}

async function requiredAttributes(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  const wanted = subject.attributes.filter(({ parent }) => EXPECTED.includes(parent.name));
  await t.forAll(
    subject.arbitrary({ required: 'with-optional' }),
    async (user, c) => {
      const got = await c.read(await subject.create(c, user));
      c.judge('O-003', typeof member(got, 'id') === 'string', () => ({
        message: 'a user comes without his id',
        expected: 'a string',
        actual: shown(member(got, 'id')),
      }));
      const missing = wanted.find(
        (a) => valueAt(user, a, subject.type) !== undefined && valueAt(got, a, subject.type) === undefined,
      );
      c.judge('O-003', missing === undefined, () => ({
        message: `a user comes without ${missing?.text}, which Okta needs`,
        expected: `${missing?.text}`,
        actual: 'no value',
      }));
    },
    { runs: t.session.effort.costlyRuns },
  );
}

async function importPages(t: CheckContext, c: Case): Promise<void> {
  for (let page = 0, startIndex = 1; page < PAGES; page++) {
    const parameters = { startIndex, count: PAGE };
    const list = await query(c, t.session.userType.endpoint, parameters, 'O-008', 'import a page of users');
    const total = list.totalResults;
    const numbers = ['totalResults', 'itemsPerPage', 'startIndex'].map((name) => member(list.body, name));
    const complaint = `a page of an import has the numbers ${shown(numbers.map((number) => number ?? null))} and ${list.resources.length} users`;
    // A list that is whole may do without them (RFC 7644 §3.4.2).
    const given =
      total === list.resources.length ? numbers.filter((number) => number !== undefined) : numbers;
    c.judge('O-008', given.every(Number.isInteger) && list.resources.length <= PAGE, () => ({
      message: complaint,
      expected: `integers, and at most ${PAGE} users`,
      actual: shown(numbers.map((number) => number ?? null)),
    }));
    c.advise('O-008', given.length === numbers.length, () => ({
      message: complaint,
      expected: 'integers',
      actual: shown(numbers.map((number) => number ?? null)),
    }));
    if (total === undefined || list.resources.length === 0 || startIndex + list.resources.length > total)
      return;
    startIndex += list.resources.length;
  }
}
