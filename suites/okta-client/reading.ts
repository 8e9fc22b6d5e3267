import { otherCase } from '../../generators/letter-case.ts';
import { wrongHeaders } from '../../http/credentials.ts';
import type { Case, CheckContext, CheckEntry, Json, Play, ResourceType } from '../../kit/index.ts';
import {
  counted,
  found,
  GROUPS,
  judgeAnswered,
  judgeErrorBody,
  judgeList,
  judgeNone,
  malformed,
  member,
  overPlays,
  query,
  stringMember,
  TOKEN,
  userSubject,
  valueAt,
  wrongValue,
} from '../../kit/index.ts';
import { find, isAlone, notAlone } from '../entra-client/look-up.ts';

/** Milliseconds in which Okta's specification test wants the groups (rule O-015). */
const GROUPS_WITHIN = 600;
/** Users per page of an import, and the most pages read: other checks add and delete users meanwhile. */
const PAGE = 100;
const PAGES = 3;
/** What every lookup says besides. */
const LOOKUP = { startIndex: 1, count: PAGE };

/** What Okta returns in every user, as far as the application's table has it (rule O-003). */
const EXPECTED: readonly string[] = ['userName', 'name', 'emails', 'active'];

/** Okta's connection test, lookups and import (rules O-001 to O-008 and O-015). */
export const reading: readonly CheckEntry[] = [
  {
    name: 'connection',
    title: 'The connection test, a short list of users and of groups, is answered with lists',
    requirements: ['O-004'],
    run: (t) => {
      const { userType, groupType, groups, facts } = t.session;
      const listed = groups !== null && facts.groupsListed !== false;
      return t.forEach(listed ? [userType, groupType] : [userType], (type, own) =>
        own.once((c) => connects(c, type, type === userType ? 2 : 100)),
      );
    },
  },
  {
    name: 'wrong-token',
    title: 'A wrong token is answered with 401 and an Error message that explains itself',
    requirements: ['O-001'],
    needs: [TOKEN],
    run: (t) => t.once((c) => wrongToken(t, c)),
  },
  {
    name: 'existence',
    title: 'A lookup by userName finds the user in any letter case, and nobody where there is none',
    requirements: ['O-005', 'O-006'],
    run: (t) => overPlays(t, userSubject(t.session), 'O-005', existence),
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

async function connects(c: Case, type: ResourceType, count: number): Promise<void> {
  const parameters = { startIndex: 1, count };
  const list = await query(c, type.endpoint, parameters, 'O-004', 'test the connection');
  c.judge('O-004', list.resources.length <= count, () =>
    counted(`the number of ${type.endpoint} in a list of at most ${count}`, count, list.resources.length),
  );
  c.judge('O-004', Number.isInteger(list.totalResults), () =>
    malformed(`totalResults of a list of ${type.endpoint}`, 'an integer', list.body.totalResults, {
      attribute: 'totalResults',
    }),
  );
}

async function wrongToken(t: CheckContext, c: Case): Promise<void> {
  const answer = await c.send({
    method: 'GET',
    path: t.session.userType.endpoint,
    query: { count: 1 },
    authorize: false,
    headers: wrongHeaders(t.session.plan.target.credentials, c.marker()),
    purpose: 'try a wrong token',
  });
  judgeAnswered(c, 'O-001', answer, 401, 'a request with a wrong token');
  judgeErrorBody(c, answer, 'O-001', 'a request with a wrong token');
  const detail = member(answer.error ?? {}, 'detail');
  c.judge('O-001', typeof detail === 'string' && detail !== '', () =>
    malformed('the detail in the Error message about a wrong token', 'a text', detail),
  );
}

/** How long a list of groups takes beyond a request that costs the target next to nothing, which tells what the network takes. */
async function groupsTake(c: Case): Promise<number> {
  const path = c.session.groupType.endpoint;
  const [least, list] = [
    await c.send({ method: 'GET', path: `${path}/${c.marker()}`, purpose: 'see what the way takes' }),
    await c.send({ method: 'GET', path, query: LOOKUP, purpose: 'list groups' }),
  ];
  return list.exchange.durationMs - least.exchange.durationMs;
}

/** What is gone with one request at a time was the run's own load. */
async function groupsInTime(t: CheckContext, c: Case): Promise<void> {
  const first = await groupsTake(c);
  const taken = first < GROUPS_WITHIN ? first : await t.session.alone(() => groupsTake(c));
  c.judge('O-015', taken < GROUPS_WITHIN, () => ({
    deviation: 'slow',
    what: 'GET /Groups',
    says: `takes ${Math.round(taken)} ms longer than an answer that there is no such group`,
    wanted: `less than ${GROUPS_WITHIN} ms`,
    got: `${Math.round(taken)} ms`,
  }));
}

async function existence({ c, subject, shown, id }: Play): Promise<void> {
  const name = stringMember(shown, 'userName') ?? '';
  for (const [value, rule] of [
    [name, 'O-005'],
    [otherCase(name) ?? name, 'O-006'],
  ] as const) {
    const list = await find(c, subject, 'userName', value, rule, LOOKUP);
    c.judge(rule, isAlone(list, id), () => notAlone(subject, list, id, { attribute: 'userName', value }));
  }
  const miss = await c.send({
    method: 'GET',
    path: subject.type.endpoint,
    query: { filter: `userName eq "${c.marker()}@example.com"`, ...LOOKUP },
    purpose: 'look for nobody',
  });
  // Okta copes with 404 as well; that Entra does not is judged by rule E-032.
  if (miss.status === 404) return;
  const what = 'the lookup of a user who does not exist';
  const list = judgeList(c, miss, 'O-005', what);
  c.judge('O-005', list.resources.length === 0, () =>
    found(what, `${list.resources.length} users`, { attribute: 'userName' }),
  );
}

async function requiredAttributes(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  const { type } = subject;
  const wanted = subject.attributes.filter(({ parent }) => EXPECTED.includes(parent.name));
  await t.forAll(
    subject.arbitrary({ required: 'with-optional' }),
    async (user, c) => {
      const sent = subject.stamp(c, user);
      const created = await c.create(type.endpoint, sent, 'create the user');
      const shown = await c.read(created);
      const when = 'where Okta reads a user';
      c.judge('O-003', member(shown, 'id') === created.id, () =>
        wrongValue('id', created.id, member(shown, 'id'), { when }),
      );
      const missing = wanted.flatMap((attribute) => {
        const given: Json | undefined = valueAt(sent, attribute, type);
        return given === undefined || valueAt(shown, attribute, type) !== undefined
          ? []
          : [wrongValue(attribute.text, given, undefined, { when })];
      });
      judgeNone(c, 'O-003', missing);
    },
    { runs: t.session.effort.costlyRuns },
  );
}

async function importPages(t: CheckContext, c: Case): Promise<void> {
  for (let page = 0, startIndex = 1; page < PAGES; page++) {
    const parameters = { startIndex, count: PAGE };
    const list = await query(c, t.session.userType.endpoint, parameters, 'O-008', 'import a page of users');
    const { totalResults: total, resources, body } = list;
    const names = ['totalResults', 'itemsPerPage', 'startIndex'];
    const odd = names.filter((name) => !Number.isInteger(member(body, name)));
    // A list that is whole may do without them (RFC 7644 §3.4.2), and how many users there are is not this check's doing.
    const wrong = odd.filter((name) => total !== resources.length || member(body, name) !== undefined);
    const complaints = wrong.map((name) => {
      const value = member(body, name);
      const says = value === undefined ? 'is missing' : undefined;
      return malformed(`${name} of a page of an import`, 'an integer', value, { attribute: name, says });
    });
    judgeNone(c, 'O-008', complaints);
    c.judge('O-008', resources.length <= PAGE, () =>
      counted(`the number of users on a page of at most ${PAGE}`, PAGE, resources.length),
    );
    if (total === undefined || resources.length === 0 || startIndex + resources.length > total) return;
    startIndex += resources.length;
  }
}
