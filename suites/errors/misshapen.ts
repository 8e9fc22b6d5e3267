import type {
  Answer,
  Case,
  CheckContext,
  CheckEntry,
  Json,
  JsonObject,
  RequirementId,
} from '../../kit/index.ts';
import {
  answered,
  describe,
  fewRuns,
  isObject,
  PATCH_OP,
  postBare,
  SEARCH_REQUEST,
  SetupFailure,
  stringMember,
  togetherOrApart,
  userSubject,
} from '../../kit/index.ts';

const STATUS: RequirementId = 'RFC7644-3.12-status-codes';

/** A user who exists, and what he was created with. */
interface Ground {
  readonly c: Case;
  readonly path: string;
  readonly body: JsonObject;
}

/** Where messages go, and one that is right. */
interface Way {
  readonly words: string;
  readonly plain: (ground: Ground) => JsonObject;
  readonly send: (ground: Ground, body: Json, purpose: string) => Promise<Answer>;
}

const to =
  (method: 'PUT' | 'PATCH' | 'POST', at: (ground: Ground) => string): Way['send'] =>
  (ground, body, purpose) =>
    ground.c.send({ method, path: at(ground), rawBody: JSON.stringify(body), purpose, wellFormed: false });

const users = ({ c }: Ground): string => c.session.userType.endpoint;

const POST: Way = {
  words: 'a POST',
  plain: ({ c, body }) => c.stampUser(body),
  send: (ground, body, purpose) =>
    isObject(body)
      ? postBare(ground.c, users(ground), body, purpose)
      : to('POST', users)(ground, body, purpose),
};
const PUT: Way = { words: 'a PUT', plain: ({ body }) => body, send: to('PUT', ({ path }) => path) };
const PATCH: Way = {
  words: 'a PATCH',
  plain: ({ body }) => ({
    schemas: [PATCH_OP],
    Operations: [{ op: 'replace', path: 'userName', value: stringMember(body, 'userName') ?? '' }],
  }),
  send: to('PATCH', ({ path }) => path),
};
const SEARCH: Way = {
  words: 'a search',
  plain: () => ({ schemas: [SEARCH_REQUEST], count: 1 }),
  send: to('POST', (ground) => `${users(ground)}/.search`),
};

/** What is wrong with a message, and where it is tried. */
interface Shape {
  readonly words: string;
  readonly change: (plain: JsonObject) => Json;
  readonly ways: readonly Way[];
}

const instead = (words: string, name: string, value: Json, ways: readonly Way[]): Shape => ({
  words: `${words} for ${name}`,
  change: (plain) => ({ ...plain, [name]: value }),
  ways,
});

/** Members of another type than the schema of the message has there, and bodies that are no object (PATCH has more of its own). */
const SHAPES: readonly Shape[] = [
  instead('null', 'schemas', null, [POST, PUT, SEARCH]),
  instead('a text', 'schemas', 'urn:ietf:params:scim:schemas:core:2.0:User', [POST, PUT]),
  instead('a number', 'schemas', 7, [POST]),
  instead('a list with null', 'schemas', [null], [POST, PUT]),
  instead('a number', 'filter', 7, [SEARCH]),
  instead('null', 'attributes', null, [SEARCH]),
  instead('an object', 'count', {}, [SEARCH]),
  ...(
    [
      ['an empty list', []],
      ['null', null],
      ['a text', 'user'],
    ] as const
  ).map(
    ([what, body]): Shape => ({ words: `${what} for a body`, change: () => body, ways: [POST, PUT, PATCH] }),
  ),
];

/** Messages of another shape than their schemas say; the program's failure is no answer to them (RFC 7644 §3.12, Table 8). */
export const misshapen: readonly CheckEntry[] = [
  {
    name: 'misshapen-messages',
    title:
      'A message with null or another type where a list or an object belongs is refused, and fails nothing',
    requirements: [STATUS],
    // Where right messages fail on one way, the others are judged all the same.
    run: (t) =>
      t.forEach([POST, PUT, PATCH, SEARCH], async (way, own) => {
        const shapes = SHAPES.filter(({ ways }) => ways.includes(way));
        await togetherOrApart(
          own,
          shapes,
          () => sendEach(own, way, shapes),
          (shape, single) => sendEach(single, way, [shape]),
        );
      }),
  },
];

function sendEach(t: CheckContext, way: Way, shapes: readonly Shape[]): Promise<void> {
  return t.forAll(
    userSubject(t.session).arbitrary({ required: 'only' }),
    async (user, c) => {
      const body = c.stampUser(user);
      const { path } = await c.createUser(body);
      for (const shape of shapes) await judge({ c, path, body }, way, shape);
    },
    { runs: fewRuns(t) },
  );
}

/** What is refused may be refused with any status of the client's mistakes, and what can be understood may be taken. */
async function judge(ground: Ground, way: Way, { words, change }: Shape): Promise<void> {
  const answer = await way.send(ground, change(way.plain(ground)), `send ${words}`);
  const failed = answer.status >= 500 && answer.status !== 501;
  if (failed) await requirePlain(ground, way);
  ground.c.judge(STATUS, !failed, () =>
    answered(`${way.words} with ${words}`, answer, 400, { wanted: '400 with scimType invalidSyntax' }),
  );
}

/** @throws SetupFailure where a right message fails, too */
async function requirePlain(ground: Ground, way: Way): Promise<void> {
  const answer = await way.send(ground, way.plain(ground), 'send one that is right');
  if (answer.status < 500) return;
  throw new SetupFailure(
    `cannot judge: ${way.words} that is right is answered with ${describe(answer)}`,
    answer,
  );
}
