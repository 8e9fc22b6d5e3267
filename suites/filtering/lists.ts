import fc from 'fast-check';
import type {
  Case,
  CheckContext,
  CheckEntry,
  Created,
  Json,
  ListAnswer,
  RequirementId,
  Subject,
} from '../../kit/index.ts';
import {
  differences,
  eq,
  holds,
  judgeList,
  LIST_RESPONSE,
  member,
  query,
  shown,
  subjects,
  userSubject,
} from '../../kit/index.ts';
import { forEachFilterable } from './filterable.ts';

/** List answers: their form, their numbers, and what a hit shows. */
export const lists: readonly CheckEntry[] = [
  {
    name: 'no-match',
    title: 'A filter without a match answers 200 with an empty list',
    requirements: ['RFC7644-3.4.2-no-match', 'E-042', 'RFC7644-3.4.2-list-response'],
    run: (t) => forEachFilterable(t, (subject, attribute, own) => noMatch(own, subject, attribute.text)),
  },
  {
    name: 'list-response',
    title: 'A query answers with a ListResponse whose numbers are right',
    requirements: [
      'RFC7644-3.4.2-list-response',
      'RFC7644-3.4.2-total-results',
      'RFC7644-3.4.2.4-page-numbers',
    ],
    run: (t) => oneHit(t),
  },
  {
    name: 'pages',
    title: 'A page holds no more than count resources and describes itself',
    requirements: [
      'RFC7644-3.4.2.4-count',
      'RFC7644-3.4.2.4-page-numbers',
      'RFC7644-3.4.2-total-results',
      'E-058',
    ],
    run: (t) => pages(t),
  },
  {
    name: 'hits-show-the-resource',
    title: 'A hit shows the same attributes as GET by id',
    requirements: ['E-055', 'RFC7643-3.1-id'],
    run: (t) => hitsShowResource(t),
  },
];

async function noMatch(t: CheckContext, subject: Subject, attribute: string): Promise<void> {
  await t.forAll(
    fc.uuid(),
    async (unknown, c) => {
      const filter = eq(attribute, unknown);
      const list = await query(
        c,
        subject.type.endpoint,
        { filter },
        'RFC7644-3.4.2-no-match',
        `look for a ${subject.noun} that does not exist`,
      );
      c.judge('RFC7644-3.4.2-no-match', list.totalResults === 0 && list.resources.length === 0, () => ({
        message: `a filter on ${attribute} that matches nothing is answered with ${list.resources.length} resources and totalResults ${shown(list.body.totalResults)}`,
        expected: '"totalResults": 0 and no resources',
        actual: `"totalResults": ${shown(list.body.totalResults)}, ${list.resources.length} resources`,
      }));
      judgeListSchema(c, list);
      const found = member(list.body, 'Resources');
      c.judge('E-042', found === undefined || Array.isArray(found), () => ({
        message: `Resources of an empty list is ${shown(found)}`,
        expected: '"Resources": []',
        actual: `"Resources": ${shown(found)}`,
      }));
    },
    { runs: t.session.effort.costlyRuns },
  );
}

function judgeListSchema(c: Case, list: ListAnswer): void {
  const schemas = member(list.body, 'schemas');
  c.judge('RFC7644-3.4.2-list-response', Array.isArray(schemas) && schemas.includes(LIST_RESPONSE), () => ({
    message: 'the list is not marked as a ListResponse',
    expected: `"schemas": ["${LIST_RESPONSE}"]`,
    actual: `"schemas": ${shown(schemas)}`,
  }));
}

async function oneHit(parent: CheckContext): Promise<void> {
  const requirement = 'RFC7644-3.4.2-list-response';
  await parent.forEach(subjects(parent.session), (subject, t) =>
    t.forAll(
      subject.arbitrary({ required: 'only' }),
      async (resource, c) => {
        const created = await subject.create(c, resource);
        const list = await query(
          c,
          subject.type.endpoint,
          { filter: identityFilter(subject, created) },
          requirement,
          'find it',
        );
        judgeListSchema(c, list);
        c.judge(
          requirement,
          Array.isArray(member(list.body, 'Resources')) && holds(list, created.id),
          () => ({
            message: `the list that should hold one ${subject.noun} does not hold it`,
            expected: 'Resources with one resource',
            actual: `"Resources": ${shown(member(list.body, 'Resources'))}`,
          }),
        );
        judgeNumber(c, list, 'totalResults', 1, 'RFC7644-3.4.2-total-results');
        adviseItemsPerPage(c, list);
        judgeNumber(c, list, 'startIndex', 1, 'RFC7644-3.4.2.4-page-numbers');
      },
      { runs: t.session.effort.costlyRuns },
    ),
  );
}

/** A filter that finds exactly this resource: the userName of a user, the displayName of a group. */
function identityFilter(subject: Subject, created: Created): string {
  const name = subject.noun === 'user' ? 'userName' : 'displayName';
  return eq(name, created.sent[name] ?? '');
}

/** Judges one number of a list. Only totalResults is required of a list that is no page of a longer one. */
function judgeNumber(
  c: Case,
  list: ListAnswer,
  name: string,
  expected: number,
  requirement: RequirementId,
): void {
  const value = member(list.body, name);
  const optional = name !== 'totalResults' && (value === undefined || value === null);
  c.judge(requirement, optional || value === expected, () => ({
    message: `${name} is ${shown(value)} in a list with ${list.resources.length} of ${shown(list.body.totalResults)} resources`,
    expected: `"${name}": ${expected} (a JSON number)`,
    actual: `"${name}": ${shown(value)}`,
  }));
}

/** Of a list that is whole, itemsPerPage is not required, and Microsoft's own samples print 20 beside one resource (E-041). */
function adviseItemsPerPage(c: Case, list: ListAnswer): void {
  const value = member(list.body, 'itemsPerPage');
  const right = value === undefined || value === null || value === list.resources.length;
  c.advise('RFC7644-3.4.2.4-page-numbers', right, () => ({
    message: `itemsPerPage is ${shown(value)} in a list of ${list.resources.length}`,
    expected: `"itemsPerPage": ${list.resources.length}`,
    actual: `"itemsPerPage": ${shown(value)}`,
  }));
}

async function pages(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  await t.forAll(
    subject.arbitrary({ required: 'only' }),
    async (user, c) => {
      const known = [
        await subject.create(c, user),
        await subject.create(c, user),
        await subject.create(c, user),
      ];
      for (const [startIndex, count] of [
        [1, 2],
        [2, 1],
        [1, 0],
      ] as const) {
        const parameters = { startIndex, count };
        const response = await c.send({
          method: 'GET',
          path: subject.type.endpoint,
          query: parameters,
          purpose: `ask for ${count} users from ${startIndex}`,
        });
        // A service provider that finds all its users too many to list says so (RFC 7644 §3.4.2.1).
        if (response.status === 400 && member(response.body, 'scimType') === 'tooMany') {
          t.session.observe('list.unfiltered', 'tooMany');
          c.judge('E-058', true, () => ({ message: '' }));
          return;
        }
        const list = judgeList(
          c,
          response,
          'E-058',
          `a list of users with startIndex=${startIndex}&count=${count}`,
        );
        judgePage(c, list, startIndex, count, known.length);
      }
    },
    { runs: 1 },
  );
}

function judgePage(c: Case, list: ListAnswer, startIndex: number, count: number, known: number): void {
  const asked = `startIndex=${startIndex}&count=${count}`;
  c.judge('RFC7644-3.4.2.4-count', list.resources.length <= count, () => ({
    message: `a page of ${asked} holds ${list.resources.length} resources`,
    expected: `at most ${count}`,
    actual: String(list.resources.length),
  }));
  const total: Json | undefined = member(list.body, 'totalResults');
  c.judge(
    'RFC7644-3.4.2-total-results',
    typeof total === 'number' && Number.isInteger(total) && total >= known,
    () => ({
      message: `totalResults of a page of ${asked} is ${shown(total)}, although at least ${known} users exist`,
      expected: `a JSON integer of at least ${known}`,
      actual: `"totalResults": ${shown(total)}`,
    }),
  );
  if (count === 0) return;
  for (const [name, expected] of [
    ['itemsPerPage', list.resources.length],
    ['startIndex', startIndex],
  ] as const) {
    const value = member(list.body, name);
    c.judge('RFC7644-3.4.2.4-page-numbers', value === expected, () => ({
      message: `${name} of a page of ${asked} is ${shown(value)}`,
      expected: `"${name}": ${expected} (a JSON number)`,
      actual: `"${name}": ${shown(value)}`,
    }));
  }
}

async function hitsShowResource(parent: CheckContext): Promise<void> {
  await parent.forEach(subjects(parent.session), (subject, t) =>
    t.forAll(
      subject.arbitrary(),
      async (resource, c) => {
        const created = await subject.create(c, resource);
        const single = await c.read(created);
        const list = await query(
          c,
          subject.type.endpoint,
          { filter: identityFilter(subject, created) },
          'E-055',
          'find it',
        );
        const hit = list.resources.find((found) => member(found, 'id') === created.id);
        c.judge('E-055', hit !== undefined, () => ({
          message: `no hit for the ${subject.noun} shows its id`,
          expected: `"id": "${created.id}"`,
          actual: shown(list.resources.map((found) => found.id ?? null)),
        }));
        if (hit === undefined) return;
        const different = differences(single, hit, subject.attributes, subject.type)[0];
        c.judge('E-055', different === undefined, () => ({
          message: `${different?.attribute.text} of the ${subject.noun} differs between the list and GET by id`,
          expected: `${different?.attribute.text} = ${shown(different?.sent)}`,
          actual: different?.got === undefined ? 'no value' : shown(different.got),
        }));
        for (const name of ['schemas', 'meta']) {
          c.judge('E-055', member(hit, name) !== undefined || member(single, name) === undefined, () => ({
            message: `a hit in a list comes without ${name}`,
            expected: `"${name}": ${shown(member(single, name))}`,
            actual: `no ${name}`,
          }));
        }
      },
      { runs: t.session.effort.costlyRuns },
    ),
  );
}
