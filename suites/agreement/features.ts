import fc from 'fast-check';
import type { Case, CheckContext, CheckEntry, Created, Feature } from '../../kit/index.ts';
import {
  announced,
  BULK_REQUEST,
  describe,
  eq,
  member,
  NotOffered,
  patch,
  populationOf,
  shown,
  stringMember,
  userSubject,
} from '../../kit/index.ts';

/** Statuses that say that there is no such thing. */
const ABSENT: readonly number[] = [404, 405, 501];
/** The most resources that a check creates to exceed a limit. */
const MOST = 40;

/** What the configuration promises, tried once each; whole suites of their own judge how well it works: RFC 7643 §5. */
export const features: readonly CheckEntry[] = [
  {
    name: 'features',
    title: 'Every feature that the configuration announces is there',
    requirements: ['RFC7644-4-truthful'],
    run: featuresWork,
  },
  {
    name: 'change-password',
    title: 'Where the change of passwords is announced, a new password is accepted',
    requirements: ['RFC7643-5-change-password-works'],
    needs: [announced('changePassword')],
    run: changePassword,
  },
  {
    name: 'max-results',
    title: 'No answer to a query holds more resources than filter.maxResults says',
    requirements: ['RFC7643-5-filter-max-results-kept'],
    run: maxResults,
  },
];

/** What an answer to the probe of a feature shows, or null when the feature works. */
type Probe = (c: Case, user: Created) => Promise<string | null>;

const absent = (what: string, response: Parameters<typeof describe>[0]): string | null =>
  ABSENT.includes(response.status) ? `${what} is answered with ${describe(response)}` : null;

const PROBES: Partial<Record<Feature, Probe>> = {
  patch: async (c, user) => {
    const value = stringMember(user.sent, 'userName') ?? '';
    const operation = { op: 'replace', path: 'userName', value };
    return absent('PATCH', await patch(c, user, [operation], 'see whether PATCH is there'));
  },
  filter: async (c, user) => {
    const response = await list(c, { filter: nameFilter(user) });
    return response.status === 200 ? null : `a filter is answered with ${describe(response)}`;
  },
  sort: async (c, user) => {
    const response = await list(c, { filter: nameFilter(user), sortBy: 'userName' });
    return response.status === 200 ? null : `sortBy is answered with ${describe(response)}`;
  },
  etag: async (c, user) => {
    const { headers, body } = await c.send({ method: 'GET', path: user.path, purpose: 'look for a version' });
    const version = headers.etag ?? stringMember(member(body, 'meta'), 'version');
    return version === undefined ? 'a resource comes without ETag and without meta.version' : null;
  },
  bulk: async (c, user) => {
    const { endpoint } = c.session.userType;
    const operation = { method: 'DELETE', path: `${endpoint}/none-${user.id.length}-${c.marker()}` };
    const body = { schemas: [BULK_REQUEST], Operations: [operation] };
    const response = await c.send({
      method: 'POST',
      path: '/Bulk',
      body,
      purpose: 'see whether bulk is there',
    });
    return absent('POST /Bulk', response);
  },
};

const nameFilter = ({ sent }: Created): string => eq('userName', stringMember(sent, 'userName') ?? '');

function list(c: Case, query: Readonly<Record<string, string | number>>) {
  const { endpoint } = c.session.userType;
  return c.send({ method: 'GET', path: endpoint, query, purpose: 'see whether it is there' });
}

async function featuresWork(t: CheckContext): Promise<void> {
  const stated = t.session.plan.target.facts.features;
  const probes = Object.entries(PROBES).filter(([name]) =>
    Object.entries(stated).some(([n, is]) => n === name && is === true),
  );
  if (probes.length === 0) throw new NotOffered('the target announces no feature');
  await t.forEach(probes, ([name, probe], own) =>
    own.forAll(
      userSubject(own.session).arbitrary({ required: 'only' }),
      async (user, c) => {
        const lacks = await probe(c, await c.createUser(user));
        c.judge('RFC7644-4-truthful', lacks === null, () => ({
          message: `the target announces ${name}, and ${lacks}`,
          expected: `${name} that works, or supported: false`,
          actual: lacks ?? '',
        }));
      },
      { runs: 1 },
    ),
  );
}

async function changePassword(t: CheckContext): Promise<void> {
  const password = fc
    .tuple(
      fc.stringMatching(/^[a-z]{6,10}$/),
      fc.stringMatching(/^[A-Z]{4}$/),
      fc.integer({ min: 1000, max: 9999 }),
    )
    .map(([lower, upper, number]) => `${lower}-${upper}!${number}`);
  await t.forAll(
    fc.record({ user: userSubject(t.session).arbitrary({ required: 'only' }), password }),
    async ({ user, password: value }, c) => {
      const created = await c.createUser(user);
      const response = await patch(
        c,
        created,
        [{ op: 'replace', path: 'password', value }],
        'set a password',
      );
      // Which passwords are good enough is the target's own choice (RFC 7643 §4.1.1).
      if (response.status === 400 && stringMember(response.body, 'scimType') === 'invalidValue')
        throw new NotOffered('the target refuses the password as not good enough');
      c.judge('RFC7643-5-change-password-works', response.status === 200 || response.status === 204, () => ({
        message: `the target announces changePassword, and a new password is answered with ${describe(response)}`,
        expected: '200 or 204',
        actual: describe(response),
      }));
    },
    { runs: 1 },
  );
}

async function maxResults(t: CheckContext): Promise<void> {
  const { maxResults: most } = t.session.plan.target.facts.limits;
  if (most === null) throw new NotOffered('the configuration states no filter.maxResults');
  if (most < MOST) await populationOf(t.session).users(most + 1);
  await t.once(async (c) => {
    for (const query of most < MOST ? [{}, { count: most + 1 }] : [{}]) {
      const response = await list(c, query);
      const found = member(response.body, 'Resources');
      const count = Array.isArray(found) ? found.length : 0;
      c.judge('RFC7643-5-filter-max-results-kept', count <= most, () => ({
        message: `the target announces filter.maxResults ${most}, and a query is answered with ${count} resources`,
        expected: `${most} resources at most`,
        actual: shown(count),
      }));
    }
  });
}
