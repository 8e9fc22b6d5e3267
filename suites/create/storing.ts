import fc from 'fast-check';
import { draftArbitrary } from '../../generators/patch.ts';
import type {
  CheckContext,
  CheckEntry,
  JsonObject,
  PatchGround,
  RequirementId,
  Subject,
  SubjectOptions,
} from '../../kit/index.ts';
import {
  type Case,
  composed,
  declaredGrounds,
  describe,
  deviations,
  differenceComplaint,
  Failure,
  InputRefused,
  judgeAnswered,
  NotOffered,
  patchForm,
  repertoireOf,
  settle,
  troubleOf,
  undeclared,
} from '../../kit/index.ts';

const STORED: RequirementId = 'RFC7644-3.3-mutability-rules';
const CREATED: RequirementId = 'RFC7644-3.3-created';

/** Creation of every kind of resource with everything the target says it takes. */
export const storing: readonly CheckEntry[] = [
  {
    name: 'stores-what-is-given',
    title: 'A creation stores the values of all attributes that the target declares writable',
    requirements: [STORED, CREATED],
    run: async (t) => t.forEach(await repertoireOf(t.session).taken(), storesGiven),
  },
  {
    name: 'stores-elements',
    title: 'A creation stores every element of multi-valued attributes with all its parts',
    requirements: [STORED],
    run: storesElements,
  },
];

/** Everything at once, and then some of it: a target may refuse what no other one does. */
async function storesGiven(subject: Subject, t: CheckContext): Promise<void> {
  const omit = undeclared(t.session, subject);
  const all = await troubleOf(() => givenIsStored(subject, t, { required: 'all', omit }, 1));
  if (all instanceof Failure) throw all;
  await givenIsStored(subject, t, { omit }, t.session.effort.runs - (all === null ? 2 : 0));
}

function givenIsStored(
  subject: Subject,
  t: CheckContext,
  options: SubjectOptions,
  runs: number,
): Promise<void> {
  return t.forAll(
    subject.arbitrary(options),
    async (resource, c) => {
      const { endpoint } = subject.type;
      const sent = subject.stamp(c, resource);
      const { response, created } = await c.post(endpoint, sent, `create the ${subject.noun}`);
      // A value may be one that the target's own rules exclude, which no schema tells (RFC 7644 §3.12, invalidValue).
      if (response.status >= 400 && response.status < 500)
        throw new InputRefused(
          `cannot judge: POST ${endpoint} is answered with ${describe(response)}`,
          response,
        );
      judgeAnswered(c, CREATED, response, 201, `creating a ${subject.noun}`);
      if (created !== null) judgeStored(c, sent, await c.read(created), subject);
    },
    { runs },
  );
}

/**
 * A service provider is "free to alter and/or ignore POSTed content" (RFC 7644 §3.3), so that a value it declares
 * writable and drops all the same is a warning; see docs/readings.md.
 */
function judgeStored(c: Case, sent: JsonObject, after: JsonObject, { type, noun }: Subject): void {
  const found = deviations({ sent, before: sent, wanted: sent, after }, type);
  const meant = found.map((one) => ({ ...one, meant: true }));
  c.advise(STORED, found.length === 0, () =>
    differenceComplaint(meant, `after a ${noun} was created with it`),
  );
}

/** As many elements as e-mail addresses have types. */
const FULL = { ...patchForm('replace an element'), before: { count: 3, full: true } };

async function storesElements(parent: CheckContext): Promise<void> {
  const grounds = (await declaredGrounds(parent.session)).map((ground) => ({
    ...ground,
    units: ground.declared.filter(({ kind }) => kind === 'plural'),
  }));
  const having = grounds.filter(({ units }) => units.length > 0);
  if (having.length === 0)
    throw new NotOffered('the target declares no multi-valued attribute to try this on');
  await parent.forEach(having, elementsStored);
}

function elementsStored(ground: PatchGround, t: CheckContext): Promise<void> {
  const { subject, units } = ground;
  return t.forAll(
    fc.record({
      base: subject.arbitrary({ required: 'only' }),
      drafts: fc.tuple(...units.map((unit) => draftArbitrary(FULL, unit))),
    }),
    async ({ base, drafts }, c) => {
      const sent = composed(c, ground, base, drafts);
      const { before: after } = await settle(c, subject.type, sent);
      judgeStored(c, sent, after, subject);
    },
    { runs: t.session.effort.costlyRuns },
  );
}
