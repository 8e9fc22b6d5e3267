import fc from 'fast-check';
import type {
  Answer,
  Case,
  CheckContext,
  CheckEntry,
  Created,
  JsonObject,
  Need,
  RequirementId,
  Subject,
} from '../../kit/index.ts';
import {
  findAttribute,
  malformed,
  NotOffered,
  notDenied,
  PATCH,
  patch,
  postBare,
  putIfOffered,
  seedOf,
  stringMember,
  userSubject,
} from '../../kit/index.ts';

/** One request that is wrong in one way, and the keywords of RFC 7644 §3.12, Table 9, that say so. */
interface Provocation {
  /** Ends the sentence "the error that answers …". */
  readonly what: string;
  readonly expected: readonly string[];
  readonly send: (c: Case, ground: Ground) => Promise<Answer>;
}

/** What provocations work on: a user who exists, and the name of another one. */
interface Ground {
  readonly subject: Subject;
  readonly user: Created;
  /** What the user was created with. */
  readonly body: JsonObject;
  readonly taken: string;
}

interface Keyword {
  readonly name: string;
  readonly title: string;
  readonly requirement: RequirementId;
  readonly needs?: readonly Need[];
  readonly provocations: readonly Provocation[];
}

const query = (filter: string): Provocation => ({
  what: `the filter ${filter}`,
  expected: ['invalidFilter'],
  send: (c, { subject }) =>
    c.send({
      method: 'GET',
      path: subject.type.endpoint,
      query: { filter },
      purpose: 'query with a bad filter',
      wellFormed: false,
    }),
});

const raw = (rawBody: string, what: string): Provocation => ({
  what,
  expected: ['invalidSyntax'],
  send: (c, { subject }) =>
    c.send({ method: 'POST', path: subject.type.endpoint, rawBody, purpose: `send ${what}` }),
});

const change = (what: string, expected: readonly string[], operation: JsonObject): Provocation => ({
  what,
  expected,
  send: (c, { user }) => patch(c, user, [{ op: 'replace', ...operation }], `send ${what}`),
});

const creation = (what: string, build: (user: JsonObject) => JsonObject): Provocation => ({
  what,
  // "A required value was missing" and "did not conform to the request schema" both say so (Table 9).
  expected: ['invalidValue', 'invalidSyntax'],
  send: (c, { subject, body }) =>
    postBare(c, subject.type.endpoint, build(subject.stamp(c, body)), `send ${what}`),
});

const KEYWORDS: readonly Keyword[] = [
  {
    name: 'invalid-filter',
    title: 'A bad filter is called invalidFilter',
    requirement: 'RFC7644-3.12-invalid-filter',
    needs: [notDenied('filter')],
    provocations: [query('userName eq'), query('userName eq "a" or'), query('(userName eq "a"')],
  },
  {
    name: 'invalid-syntax',
    title: 'A body that is no JSON object is called invalidSyntax',
    requirement: 'RFC7644-3.12-invalid-syntax',
    provocations: [raw('{"schemas": [', 'a body that ends too early'), raw('[]', 'an array as the body')],
  },
  {
    name: 'invalid-value',
    title: 'A missing or mistyped value is called invalidValue',
    requirement: 'RFC7644-3.12-invalid-value',
    provocations: [
      creation('a user without userName', ({ userName: _, ...rest }) => rest),
      creation('a user whose userName is an object', (user) => ({ ...user, userName: { value: 'a' } })),
    ],
  },
  {
    name: 'uniqueness',
    title: 'A userName that is taken is called uniqueness, in PUT and PATCH as well',
    requirement: 'RFC7644-3.12-uniqueness',
    provocations: [
      {
        what: 'a creation with a userName that is taken',
        expected: ['uniqueness'],
        send: async (c, { subject, body, taken }) => {
          const same = { ...body, userName: taken };
          return (await c.post(subject.type.endpoint, same, 'create a user with a taken userName')).response;
        },
      },
      {
        what: 'a PUT with a userName that is taken',
        expected: ['uniqueness'],
        // With its id, as in the example of RFC 7644 §3.5.1: some want it there, and refuse all else before they look.
        send: (c, { user, body, taken }) =>
          putIfOffered(c, user, { ...body, id: user.id, userName: taken }, 'take the name of another'),
      },
    ],
  },
  {
    name: 'uniqueness-in-patch',
    title: 'A PATCH to a userName that is taken is called uniqueness',
    requirement: 'RFC7644-3.12-uniqueness',
    needs: [PATCH],
    provocations: [
      {
        what: 'a PATCH to a userName that is taken',
        expected: ['uniqueness'],
        send: (c, { user, taken }) =>
          patch(c, user, [{ op: 'replace', path: 'userName', value: taken }], 'take the name of another'),
      },
    ],
  },
  {
    name: 'mutability',
    title: 'A change of what is readOnly is called mutability',
    requirement: 'RFC7644-3.12-mutability',
    needs: [PATCH],
    provocations: [
      change('a PATCH of id', ['mutability'], { path: 'id', value: 'another' }),
      change('a PATCH of meta.resourceType', ['mutability'], { path: 'meta.resourceType', value: 'Other' }),
    ],
  },
  {
    name: 'invalid-path',
    title: 'A malformed path is called invalidPath',
    requirement: 'RFC7644-3.12-invalid-path',
    needs: [PATCH],
    // A malformed path leads to no attribute either, and what is wrong with a value filter may be told of the filter.
    provocations: ['name..givenName', 'emails[type eq', 'emails]'].map((path) =>
      change(`a PATCH with the path ${path}`, ['invalidPath', 'noTarget', 'invalidFilter'], {
        path,
        value: 'a',
      }),
    ),
  },
  {
    name: 'no-target',
    title: 'A path that leads to nothing is called noTarget',
    requirement: 'RFC7644-3.12-no-target',
    needs: [PATCH],
    provocations: [change('a PATCH that removes without a path', ['noTarget'], { op: 'remove' })],
  },
];

/** The keyword of an error, where it is given, is the one for what is wrong. That it may be left out is RFC 7644 §3.12, too. */
export const scimTypes: readonly CheckEntry[] = KEYWORDS.map(
  ({ name, title, requirement, needs, provocations }) => ({
    name,
    title,
    requirements: [requirement],
    ...(needs === undefined ? {} : { needs }),
    run: (t) => provoke(t, requirement, provocations),
  }),
);

async function provoke(
  t: CheckContext,
  requirement: RequirementId,
  provocations: readonly Provocation[],
): Promise<void> {
  const fixed = hasFixedNames(t);
  await t.once(async (c) => {
    const ground = await groundOf(t, c, provocations[0]?.what ?? '');
    for (const { what, expected, send } of provocations) {
      const answer = await send(c, ground);
      // Whether it has to be refused is for other checks to judge.
      if (answer.status !== 400 && answer.status !== 409) continue;
      const scimType = stringMember(answer.error ?? undefined, 'scimType');
      // Where names cannot be changed, that is just as wrong about the request (RFC 7644 §3.5.1).
      if (fixed && expected.includes('uniqueness') && scimType === 'mutability') continue;
      // The keyword is OPTIONAL (RFC 7644 §3.12): one that says something else misleads clients, and breaks nothing.
      c.advise(requirement, scimType === undefined || expected.includes(scimType), () =>
        malformed(`the error that answers ${what}`, expected.join(' or '), scimType, {
          attribute: 'scimType',
          says: `has the scimType ${scimType}`,
          answer,
        }),
      );
    }
    if (c.judged > 0) return;
    throw new NotOffered(
      fixed
        ? 'the target declares that userName cannot be changed'
        : 'the target does not refuse what would have this keyword',
    );
  });
}

/** @param topic tells the users of one check from those of another, which may run at the same time */
async function groundOf(t: CheckContext, c: Case, topic: string): Promise<Ground> {
  const subject = userSubject(t.session);
  const [user = {}, other = {}] = fc.sample(subject.arbitrary({ required: 'only' }), {
    seed: seedOf(t.session.plan.seed, 'errors', topic),
    numRuns: 2,
  });
  const [body, neighbour] = [subject.stamp(c, user), subject.stamp(c, other)];
  const created = await c.create(subject.type.endpoint, body, 'create a user');
  await c.create(subject.type.endpoint, neighbour, 'create another user');
  return { subject, user: created, body, taken: stringMember(neighbour, 'userName') ?? '' };
}

/** Whether the target declares that userName cannot be changed. */
function hasFixedNames({ session }: CheckContext): boolean {
  const declared = findAttribute(session.plan.target.facts.user?.schema.attributes ?? [], 'userName');
  return declared !== undefined && declared.mutability !== 'readWrite';
}
