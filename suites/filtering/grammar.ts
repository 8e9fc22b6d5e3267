import type { Case, CheckContext, CheckEntry, Created, RequirementId } from '../../kit/index.ts';
import { eq, holds, judgeList, judgeRefused, member, query, shown, userSubject } from '../../kit/index.ts';

/** How filters may be written, and how those that are not filters are declined. */
export const grammar: readonly CheckEntry[] = [
  {
    name: 'names-in-any-case',
    title: 'Attribute names and operators in a filter may be written in any letter case',
    requirements: ['RFC7644-3.4.2.2-names-caseless'],
    run: (t) =>
      respelled(t, 'RFC7644-3.4.2.2-names-caseless', [
        (name) => `USERNAME eq ${JSON.stringify(name)}`,
        (name) => `username EQ ${JSON.stringify(name)}`,
        (name) => `userName Eq ${JSON.stringify(name)}`,
      ]),
  },
  {
    name: 'urn-names',
    title: 'An attribute may be named with its schema URI in a filter',
    requirements: ['RFC7644-3.10-urn-names'],
    run: (t) =>
      respelled(t, 'RFC7644-3.10-urn-names', [
        (name) => `urn:ietf:params:scim:schemas:core:2.0:User:userName eq ${JSON.stringify(name)}`,
        (name) => `URN:IETF:PARAMS:SCIM:SCHEMAS:CORE:2.0:USER:userName eq ${JSON.stringify(name)}`,
      ]),
  },
  {
    name: 'url-encodings',
    title: 'Blanks and quotes of a filter may be encoded in the URL in every usual way',
    requirements: ['E-011'],
    run: (t) => encodings(t),
  },
  {
    name: 'unknown-operator',
    title: 'A filter with an unknown operator is declined with 400 invalidFilter',
    requirements: ['RFC7644-3.4.2.2-unknown-operator'],
    run: (t) =>
      t.once(async (c) => {
        const response = await sendFilter(t, c, 'userName regex "^a"');
        judgeRefused(c, response, 'RFC7644-3.4.2.2-unknown-operator', {
          status: 400,
          what: 'a filter with the unknown operator "regex"',
          hint: IGNORED,
        });
        const scimType = member(response.body, 'scimType');
        c.judge('RFC7644-3.4.2.2-unknown-operator', scimType === 'invalidFilter', () => ({
          message: `an unknown operator is declined with scimType ${shown(scimType)}`,
          expected: '"scimType": "invalidFilter"',
          actual: `"scimType": ${shown(scimType)}`,
        }));
      }),
  },
  {
    name: 'malformed',
    title: 'A filter that breaks the grammar is declined with 400',
    requirements: ['RFC7644-3.4.2.2-syntax'],
    run: (t) =>
      t.forEach(MALFORMED, (filter, own) =>
        own.once(async (c) => {
          const response = await sendFilter(t, c, filter);
          judgeRefused(c, response, 'RFC7644-3.4.2.2-syntax', {
            status: 400,
            what: `the malformed filter ${filter}`,
            hint: IGNORED,
          });
          const scimType = member(response.body, 'scimType');
          c.advise('RFC7644-3.4.2.2-syntax', scimType === 'invalidFilter', () => ({
            message: `a malformed filter is declined with scimType ${shown(scimType)}`,
            expected: '"scimType": "invalidFilter"',
            actual: `"scimType": ${shown(scimType)}`,
          }));
        }),
      ),
  },
];

const IGNORED =
  'A filter that cannot be understood must not be ignored: the client would take the whole list for its match.';

/** Filters that no reading of the grammar allows (RFC 7644 §3.4.2.2, Figure 1). */
const MALFORMED: readonly string[] = [
  'userName eq',
  'userName "ada"',
  '(userName eq "ada"',
  'userName eq "ada',
  'userName eq "ada" and',
];

function sendFilter(t: CheckContext, c: Case, filter: string): ReturnType<Case['send']> {
  return c.send({
    method: 'GET',
    path: t.session.userType.endpoint,
    query: { filter },
    purpose: 'send the filter',
  });
}

/** A property over users: each spelling of the filter finds the user. */
async function respelled(
  t: CheckContext,
  requirement: RequirementId,
  spellings: readonly ((name: string) => string)[],
): Promise<void> {
  await overUsers(t, async (c, created, name) => {
    for (const spell of spellings) {
      const list = await query(
        c,
        t.session.userType.endpoint,
        { filter: spell(name) },
        requirement,
        'find the user',
      );
      c.judge(requirement, holds(list, created.id), () => ({
        message: `the filter ${spell('…')} does not find the user`,
        expected: `the user ${created.id}`,
        actual: `${list.resources.length} resources`,
      }));
    }
  });
}

async function encodings(t: CheckContext): Promise<void> {
  await overUsers(t, async (c, created, name) => {
    const plain = eq('userName', name);
    const forms = {
      'blanks as +': encodeURIComponent(plain).replaceAll('%20', '+'),
      'blanks as %20': encodeURIComponent(plain),
      'every character encoded': [...Buffer.from(plain)]
        .map((byte) => `%${byte.toString(16).padStart(2, '0')}`)
        .join(''),
    };
    for (const [form, text] of Object.entries(forms)) {
      const response = await c.send({
        method: 'GET',
        path: t.session.userType.endpoint,
        rawQuery: `filter=${text}`,
        purpose: `filter with ${form}`,
      });
      const found =
        response.status === 200 &&
        holds(judgeList(c, response, 'E-011', `a filter with ${form}`), created.id);
      c.judge('E-011', found, () => ({
        message: `a filter with ${form} does not find the user`,
        expected: `the user ${created.id}`,
        actual: `${response.status}`,
      }));
    }
  });
}

async function overUsers(
  t: CheckContext,
  body: (c: Case, created: Created, userName: string) => Promise<void>,
): Promise<void> {
  const subject = userSubject(t.session);
  await t.forAll(
    subject.arbitrary({ required: 'only' }),
    async (user, c) => {
      const created = await subject.create(c, user);
      await body(c, created, String(created.sent.userName));
    },
    { runs: t.session.effort.costlyRuns },
  );
}
