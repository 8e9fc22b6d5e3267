import type {
  Case,
  CheckContext,
  CheckEntry,
  Json,
  JsonObject,
  RequirementId,
  Subject,
  Tried,
} from '../../kit/index.ts';
import {
  answered,
  type Deviation,
  deviations,
  differenceComplaint,
  eachSubject,
  GroundPlay,
  isObject,
  judgeAnswered,
  judgeNotCarriedOut,
  judgePut,
  malformed,
  member,
  overUses,
  put,
  putIfOffered,
  undeclared,
  valueUses,
  withValue,
} from '../../kit/index.ts';
import { createsNothing, UNKNOWN } from './nobody.ts';
import { READ_ONLY, readOnlyIgnored } from './read-only.ts';

const PUT: RequirementId = 'RFC7644-3.5.1-put';
const SUPPORTED: RequirementId = 'RFC7644-3.5-put';
const ALL: RequirementId = 'RFC7644-3.5.1-all-attributes';

/** PUT of other values, of what GET answered, and of what clients may not set. */
export const replacing: readonly CheckEntry[] = [
  {
    name: 'replaces-what-is-given',
    title: 'A PUT replaces the values of all attributes that it gives',
    requirements: [PUT, SUPPORTED],
    run: async (t) => t.forEach(await valueUses(t), (uses, own) => overUses(own, uses, PUT, replacesGiven)),
  },
  {
    name: 'put-back',
    title: 'What GET answered can be PUT back, and changes nothing',
    requirements: [PUT, ALL],
    run: (t) => eachSubject(t, putBack),
  },
  {
    name: 'read-only-ignored',
    title: 'A PUT with other values for readOnly attributes is accepted and does not change them',
    requirements: [READ_ONLY],
    run: (t) => eachSubject(t, readOnlyIgnored),
  },
  {
    name: 'creates-nothing',
    title: 'A PUT to the id of no resource is answered with 404 and creates nothing',
    requirements: [UNKNOWN],
    run: (t) => eachSubject(t, createsNothing),
  },
];

/** Values that the PUT gave are there, and those that they took the place of are not; what it left out is open. */
async function replacesGiven({ play, others }: Tried): Promise<void> {
  const { c, sent, created, shown: before, subject } = play;
  const change = (resource: JsonObject): JsonObject =>
    others.reduce((all, { unit, value }) => withValue(all, unit, value), resource);
  const body = change(sent);
  const what = `a PUT of a ${subject.noun} with other values`;
  const answer = await put(c, created, body, 'replace it');
  c.judge(SUPPORTED, ![404, 405, 501].includes(answer.status), () =>
    answered(`a PUT of a ${subject.noun}`, answer, 200, { success: false }),
  );
  await judgeNotCarriedOut(play, answer, what, PUT);
  judgePut(c, answer, PUT, what);
  const when = `after ${what}`;
  const after = await play.read(when);
  const stages = {
    sent: onlyGiven(sent, body),
    before: onlyGiven(before, body),
    wanted: change(onlyGiven(before, body)),
    after,
  };
  judgeNone(c, PUT, deviations(stages, subject.type), when);
  const shown = answer.resource;
  c.judge(PUT, shown !== null, () =>
    malformed('the answer to a PUT', 'the resource as it is now', answer.whole.body, { answer }),
  );
  // "the entire resource within the response body": it says the same as GET about what the client gave.
  const told = { sent: body, before: after, wanted: after, after: shown ?? {} };
  judgeNone(c, PUT, deviations(told, subject.type), 'in the answer to PUT', { answer });
}

/** The members of an object that another one has, too, and of complex attributes those parts that it has. */
function onlyGiven(resource: JsonObject, given: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]): [string, Json][] => {
      const had = member(resource, name);
      if (had === undefined) return [];
      return [[name, isObject(had) && isObject(value) ? onlyGiven(had, value) : had]];
    }),
  );
}

/** All that a PUT gives is meant. */
function judgeNone(
  c: Case,
  rule: RequirementId,
  found: readonly Deviation[],
  when: string,
  more: Parameters<typeof differenceComplaint>[2] = {},
): void {
  const meant = found.map((one) => ({ ...one, meant: true }));
  c.judge(rule, found.length === 0, () => differenceComplaint(meant, when, more));
}

function putBack(subject: Subject, t: CheckContext): Promise<void> {
  return t.forAll(
    subject.arbitrary({ omit: undeclared(t.session, subject) }),
    async (resource, c) => {
      const sent = subject.stamp(c, resource);
      const play = await GroundPlay.settle(c, { subject, defaults: {} }, PUT, sent);
      const what = `a PUT of what GET answered for a ${subject.noun}`;
      const answer = await putIfOffered(c, play.created, play.shown, 'PUT what GET answered');
      // There is no plainer form that it could be compared with.
      judgeAnswered(c, ALL, answer, 200, what, { wanted: '200 with the resource', success: false });
      if (answer.ok) await play.judgeSame(`after ${what}`);
      else await judgeNotCarriedOut(play, answer, what, PUT);
    },
    { runs: t.session.effort.costlyRuns },
  );
}
