import fc from 'fast-check';
import type {
  Answer,
  Case,
  CheckContext,
  CheckEntry,
  Complaint,
  Filterable,
  ListAnswer,
  RequirementId,
  Subject,
} from '../../kit/index.ts';
import {
  counted,
  differenceComplaint,
  differences,
  eq,
  InputRefused,
  judgeList,
  LIST_RESPONSE,
  listIn,
  malformed,
  member,
  NotOffered,
  overPlays,
  type Play,
  REFUSALS,
  requirePlainSearch,
  stringMember,
  subjects,
  userSubject,
} from '../../kit/index.ts';
import { FILTER, filterFor, forEachFilterable, searched, strayValue } from './filterable.ts';

const LIST = 'RFC7644-3.4.2-list-response';
const TOTAL = 'RFC7644-3.4.2-total-results';
const NUMBERS = 'RFC7644-3.4.2.4-page-numbers';

/** List answers: their form, their numbers, and what a hit shows. */
export const lists: readonly CheckEntry[] = [
  {
    name: 'no-match',
    title: 'A filter without a match answers 200 with an empty list',
    requirements: ['RFC7644-3.4.2-no-match', 'E-042', LIST],
    needs: [FILTER],
    run: (t) => forEachFilterable(t, noMatch),
  },
  {
    name: 'list-response',
    title: 'A query answers with a ListResponse whose numbers are right',
    requirements: [LIST, TOTAL, NUMBERS],
    needs: [FILTER],
    run: (t) => t.forEach(subjects(t.session), oneHit),
  },
  {
    // Lists and pages are not optional, as filters are.
    name: 'pages',
    title: 'A page holds no more than count resources and describes itself',
    requirements: ['RFC7644-3.4.2.4-count', NUMBERS, TOTAL, 'E-058'],
    run: pages,
  },
  {
    name: 'hits-show-the-resource',
    title: 'A hit shows the same attributes as GET by id',
    requirements: ['E-055', 'RFC7643-3.1-id'],
    needs: [FILTER],
    run: (t) => t.forEach(subjects(t.session), hitsShowResource),
  },
];

async function noMatch(of: Filterable, t: CheckContext): Promise<void> {
  const rule = 'RFC7644-3.4.2-no-match';
  await t.forAll(
    fc.uuid(),
    async (unknown, c) => {
      const purpose = `look for a ${of.subject.noun} that does not exist`;
      const filter = filterFor(of, unknown);
      const answer = await c.send({
        method: 'GET',
        path: of.subject.type.endpoint,
        query: { filter },
        purpose,
      });
      if (REFUSALS.has(answer.status)) await requirePlainSearch(c, of);
      const list = await searched(c, of, answer, rule, `the filter ${filter}`);
      if (strayValue(list, of, unknown) !== null)
        throw new InputRefused(`cannot judge: ${list.what} finds whoever does not match`, list.response);
      const when = `in the answer to ${list.what}, which matches nobody`;
      c.judge(rule, list.resources.length === 0, () =>
        counted('the number of resources', 0, list.resources.length, { ...list.about, when }),
      );
      judgeNumber(c, list, { rule, name: 'totalResults', wanted: 0, when });
      judgeListSchema(c, list, when);
      const resources = member(list.body, 'Resources');
      c.judge('E-042', resources === undefined || Array.isArray(resources), () =>
        malformed('Resources', '"Resources": []', resources, {
          when,
          attribute: 'Resources',
          answer: list.response,
        }),
      );
    },
    { runs: t.session.effort.costlyRuns },
  );
}

function judgeListSchema(c: Case, { body, response }: ListAnswer, when: string): void {
  const schemas = member(body, 'schemas');
  c.judge(LIST, Array.isArray(schemas) && schemas.includes(LIST_RESPONSE), () =>
    malformed('schemas', `"schemas": ["${LIST_RESPONSE}"]`, schemas, {
      when,
      attribute: 'schemas',
      says: 'does not mark it as a ListResponse',
      answer: response,
    }),
  );
}

/** A number that a list says of itself. */
interface ListNumber {
  readonly rule: RequirementId;
  readonly name: 'totalResults' | 'startIndex' | 'itemsPerPage';
  readonly wanted: number;
  readonly when: string;
}

function wrongNumber(
  { body, response }: ListAnswer,
  { name, wanted, when }: Omit<ListNumber, 'rule'>,
): Complaint {
  const got = member(body, name);
  const more = { when, attribute: name, answer: response };
  if (got === undefined)
    return {
      deviation: 'missing',
      what: name,
      wanted,
      expected: `"${name}": ${wanted}`,
      actual: `no ${name}`,
      ...more,
    };
  return typeof got === 'number'
    ? counted(name, wanted, got, more)
    : malformed(name, `${wanted} (a JSON number)`, got, more);
}

/** Judges a number of a list. */
function judgeNumber(c: Case, list: ListAnswer, number: ListNumber): void {
  c.judge(number.rule, member(list.body, number.name) === number.wanted, () => wrongNumber(list, number));
}

/** Whether a list says a number of itself; only totalResults is required of one that is no page of a longer one. */
const says = ({ body }: ListAnswer, name: ListNumber['name']): boolean => {
  const value = member(body, name);
  return value !== undefined && value !== null;
};

/** Asks for those that have the identity of a resource: the userName of a user, the displayName of a group. */
function askForIdentity({ c, subject, shown }: Play): Promise<Answer> {
  const name = subject.noun === 'user' ? 'userName' : 'displayName';
  const query = { filter: eq(name, stringMember(shown, name) ?? '') };
  return c.send({ method: 'GET', path: subject.type.endpoint, query, purpose: `find the ${subject.noun}` });
}

function oneHit(subject: Subject, t: CheckContext): Promise<void> {
  return overPlays(t, subject, LIST, async (play) => {
    const { c } = play;
    const list = judgeList(c, await askForIdentity(play), LIST, `a filter that one ${subject.noun} matches`);
    const when = `in a list of one ${subject.noun}`;
    judgeListSchema(c, list, when);
    const resources = member(list.body, 'Resources');
    c.judge(LIST, resources !== undefined || list.totalResults === 0, () => ({
      deviation: 'missing',
      what: 'Resources',
      when,
      attribute: 'Resources',
      wanted: 'Resources with one resource',
      got: 'no Resources',
      answer: list.response,
    }));
    requireHit(play, list);
    judgeNumber(c, list, { rule: TOTAL, name: 'totalResults', wanted: 1, when });
    const perPage = { name: 'itemsPerPage', wanted: 1, when } as const;
    // Microsoft's own samples print 20 beside one resource (E-041).
    c.advise(NUMBERS, !says(list, 'itemsPerPage') || member(list.body, 'itemsPerPage') === 1, () =>
      wrongNumber(list, perPage),
    );
    if (says(list, 'startIndex'))
      judgeNumber(c, list, { rule: NUMBERS, name: 'startIndex', wanted: 1, when });
  });
}

/** Requires of a search that it finds this resource alone. @throws InputRefused where filtering/eq-finds-exactly has to judge */
function requireHit(play: Play, list: ListAnswer): void {
  if (list.resources.length === 1 && play.hit(list) !== undefined) return;
  throw new InputRefused(
    `cannot judge: a filter on the name of the ${play.subject.noun} does not find it alone`,
    list.response,
  );
}

/** Pages of a list of users that has three at least. */
const PAGES = [
  { startIndex: 1, count: 2 },
  { startIndex: 2, count: 1 },
  { startIndex: 1, count: 0 },
];

function pages(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  return t.forAll(
    subject.arbitrary({ required: 'only' }),
    async (user, c) => {
      for (let known = 0; known < 3; known++) await subject.create(c, user);
      for (const page of PAGES) {
        const purpose = `ask for a page of users of at most ${page.count}, from ${page.startIndex} on`;
        const answer = await c.send({ method: 'GET', path: subject.type.endpoint, query: page, purpose });
        // A service provider that finds all its users too many to list says so (RFC 7644 §3.4.2.1).
        if (answer.status === 400 && stringMember(answer.error ?? undefined, 'scimType') === 'tooMany') {
          t.session.observe('list.unfiltered', 'tooMany');
          throw new NotOffered('the target lists users with a filter only');
        }
        const asked = `startIndex=${page.startIndex}&count=${page.count}`;
        judgePage(c, judgeList(c, answer, 'E-058', `a list of users with ${asked}`), page, asked);
      }
    },
    { runs: 1 },
  );
}

function judgePage(
  c: Case,
  list: ListAnswer,
  { startIndex, count }: (typeof PAGES)[number],
  asked: string,
): void {
  const when = `in a list of users with ${asked}`;
  const { length } = list.resources;
  c.judge('RFC7644-3.4.2.4-count', length <= count, () =>
    counted('the number of resources', `at most ${count}`, length, {
      when,
      attribute: 'Resources',
      answer: list.response,
    }),
  );
  const { totalResults: total = Number.NaN } = list;
  c.judge(TOTAL, Number.isInteger(total) && total >= 3, () => ({
    ...wrongNumber(list, { name: 'totalResults', wanted: 3, when }),
    expected: 'a JSON integer of at least 3, as many as were created just before',
  }));
  if (count === 0) return;
  judgeNumber(c, list, { rule: NUMBERS, name: 'itemsPerPage', wanted: length, when });
  judgeNumber(c, list, { rule: NUMBERS, name: 'startIndex', wanted: startIndex, when });
}

function hitsShowResource(subject: Subject, t: CheckContext): Promise<void> {
  return overPlays(
    t,
    subject,
    'E-055',
    async (play) => {
      const { c, created, shown: single } = play;
      const answer = await askForIdentity(play);
      if (!Array.isArray(member(listIn(answer) ?? undefined, 'Resources')))
        throw new InputRefused('cannot judge: a filter that one resource matches finds no list', answer);
      const list = judgeList(c, answer, 'E-055', `a filter that one ${subject.noun} matches`);
      const [only] = list.resources;
      const anonymous = list.resources.length === 1 && only !== undefined && member(only, 'id') === undefined;
      c.judge('RFC7643-3.1-id', !anonymous, () => ({
        deviation: 'missing',
        what: 'id',
        when: 'in a list',
        attribute: 'id',
        wanted: created.id,
        answer: list.response,
      }));
      requireHit(play, list);
      const hit = play.hit(list) ?? {};
      const hidden = c.session.shownOnRequest(created.path);
      const attributes = subject.attributes.filter(({ parent }) => !hidden.includes(parent.name));
      const different = differences(single, hit, attributes, subject.type).filter(
        ({ kind }) => kind !== 'canonical',
      );
      c.judge('E-055', different.length === 0, () => differenceComplaint(different, 'in a list'));
      for (const name of ['schemas', 'meta'])
        c.judge('E-055', member(hit, name) !== undefined || member(single, name) === undefined, () => ({
          deviation: 'missing',
          what: name,
          when: 'in a list',
          attribute: name,
          wanted: member(single, name),
        }));
    },
    { required: 'with-optional' },
  );
}
