import fc from 'fast-check';
import type {
  Answer,
  Case,
  CheckContext,
  CheckEntry,
  Feature,
  Play,
  RequirementId,
} from '../../kit/index.ts';
import {
  announced,
  BULK_REQUEST,
  counted,
  describe,
  eq,
  isUnassigned,
  judgePatched,
  member,
  NotOffered,
  overPlays,
  patch,
  populationOf,
  stringMember,
  userSubject,
} from '../../kit/index.ts';

const TRUTHFUL: RequirementId = 'RFC7644-4-truthful';
const PASSWORD: RequirementId = 'RFC7643-5-change-password-works';
const MOST_KEPT: RequirementId = 'RFC7643-5-filter-max-results-kept';

/** Statuses that say that there is no such thing. */
const ABSENT: readonly number[] = [404, 405, 501];
/** The most resources that a check creates to exceed a limit. */
const MOST = 40;

/** What the configuration promises, tried once each; whole suites of their own judge how well it works: RFC 7643 §5. */
export const features: readonly CheckEntry[] = [
  {
    name: 'features',
    title: 'Every feature that the configuration announces is there',
    requirements: [TRUTHFUL],
    run: featuresWork,
  },
  {
    name: 'change-password',
    title: 'Where the change of passwords is announced, a new password is accepted',
    requirements: [PASSWORD],
    needs: [announced('changePassword')],
    run: changePassword,
  },
  {
    name: 'max-results',
    title: 'No answer to a query holds more resources than filter.maxResults says',
    requirements: [MOST_KEPT],
    run: maxResults,
  },
];

/** What the last answer shows, or null when the feature is there. */
type Probe = (play: Play) => Promise<string | null>;

const PURPOSE = 'see whether it is there';

const lack = (is: boolean, words: string, answer: Answer): string | null =>
  is ? `${words} is answered with ${describe(answer)}` : null;

const PROBES: Partial<Record<Feature, Probe>> = {
  patch: async ({ c, created, shown }) => {
    const operation = { op: 'replace', path: 'userName', value: stringMember(shown, 'userName') ?? '' };
    const answer = await patch(c, created, [operation], PURPOSE);
    return lack(ABSENT.includes(answer.status), 'PATCH', answer);
  },
  filter: async ({ c, shown }) => {
    const answer = await list(c, { filter: eq('userName', stringMember(shown, 'userName') ?? '') });
    return lack(answer.status !== 200, 'a filter', answer);
  },
  sort: async ({ c }) => {
    const answer = await list(c, { sortBy: 'userName', count: 1 });
    return lack(answer.status !== 200, 'sortBy', answer);
  },
  etag: async ({ c, created }) => {
    const answer = await c.send({ method: 'GET', path: created.path, purpose: 'look for a version' });
    const { ok, headers, resource } = answer;
    const version = headers.etag ?? member(member(resource ?? undefined, 'meta'), 'version');
    return ok && isUnassigned(version) ? 'a resource comes without ETag and without meta.version' : null;
  },
  bulk: async ({ c, id }) => {
    const { endpoint } = c.session.userType;
    const operation = { method: 'DELETE', path: `${endpoint}/none-${id.length}-${c.marker()}` };
    const body = { schemas: [BULK_REQUEST], Operations: [operation] };
    const answer = await c.send({ method: 'POST', path: '/Bulk', body, purpose: PURPOSE });
    return lack(ABSENT.includes(answer.status), 'POST /Bulk', answer);
  },
};

function list(c: Case, query: Readonly<Record<string, string | number>>): Promise<Answer> {
  return c.send({ method: 'GET', path: c.session.userType.endpoint, query, purpose: PURPOSE });
}

async function featuresWork(t: CheckContext): Promise<void> {
  const stated: Readonly<Record<string, boolean | null>> = t.session.plan.target.facts.features;
  const probes = Object.entries(PROBES).filter(([name]) => stated[name] === true);
  if (probes.length === 0) throw new NotOffered('the target announces no feature');
  await t.forEach(probes, ([name, probe], own) =>
    overPlays(
      own,
      userSubject(own.session),
      TRUTHFUL,
      async (play) => {
        const lacks = await probe(play);
        // The refusal itself shows that the announcement is not true, so it is compared with no plain form.
        play.c.judge(TRUTHFUL, lacks === null, () => ({
          deviation: 'untrue',
          what: `the announcement that ${name} is supported`,
          says: `is not true: ${lacks}`,
          wanted: `${name} that works, or supported: false`,
          ...(name === 'etag' && { attribute: 'ETag' }),
          got: lacks,
        }));
      },
      { runs: 1 },
    ),
  );
}

const newPassword = fc
  .tuple(
    fc.stringMatching(/^[a-z]{6,10}$/),
    fc.stringMatching(/^[A-Z]{4}$/),
    fc.integer({ min: 1000, max: 9999 }),
  )
  .map(([lower, upper, number]) => `${lower}-${upper}!${number}`);

async function changePassword(t: CheckContext): Promise<void> {
  const user = userSubject(t.session).arbitrary({ required: 'only' });
  await t.forAll(
    fc.record({ user, password: newPassword }),
    async ({ user: resource, password: value }, c) => {
      const created = await c.createUser(resource);
      const what = 'a PATCH with a new password, where changePassword is announced,';
      const answer = await patch(c, created, [{ op: 'replace', path: 'password', value }], what);
      // Which passwords are good enough is the target's own choice (RFC 7643 §4.1.1).
      if (stringMember(answer.error ?? undefined, 'scimType') === 'invalidValue')
        throw new NotOffered('the target refuses the password as not good enough');
      judgePatched(c, answer, PASSWORD, what);
    },
    { runs: 1 },
  );
}

/** Where filters are announced as unsupported, what the configuration says of them means nothing (RFC 7643 §5). */
async function maxResults(t: CheckContext): Promise<void> {
  const { features: known, limits } = t.session.plan.target.facts;
  const { maxResults: most } = limits;
  if (most === null) throw new NotOffered('the configuration states no filter.maxResults');
  if (known.filter === false) throw new NotOffered('the target announces filter.supported: false');
  if (most < MOST) await populationOf(t.session).users(most + 1);
  await t.once(async (c) => {
    for (const query of most < MOST ? [{}, { count: most + 1 }] : [{}]) {
      const answer = await list(c, query);
      const found = member(answer.list ?? undefined, 'Resources');
      const count = Array.isArray(found) ? found.length : 0;
      c.judge(MOST_KEPT, count <= most, () =>
        counted('the number of resources in the answer to a query', `at most ${most}`, count, {
          says: `is ${count}, although filter.maxResults is ${most}`,
          answer,
        }),
      );
    }
  });
}
