import type {
  CheckContext,
  CheckEntry,
  Complaint,
  Creation,
  Json,
  JsonObject,
  MappedAttribute,
  RequirementId,
  Subject,
} from '../../kit/index.ts';
import {
  answered,
  create,
  demandedBy,
  describe,
  documentedSubjects,
  existing,
  Failure,
  isObject,
  judgeAccepted,
  judgeAnswered,
  managerIds,
  member,
  overCreations,
  plain,
  requireAccepted,
  SetupFailure,
  stringMember,
  subjects,
  tableSubjects,
  valueAt,
  wrongValue,
} from '../../kit/index.ts';
import { judgeCommonAttributes } from './common.ts';
import { judgeLocation } from './location.ts';

const IGNORED: RequirementId = 'RFC7644-3.3-read-only-ignored';

/** Creation: any resource the table allows comes into being, and the answer says so properly. */
export const creation: readonly CheckEntry[] = [
  {
    name: 'creates-any-valid-resource',
    title: 'Any resource that matches the attribute table is created and answered with 201',
    requirements: ['RFC7644-3.3-created', 'APP-attribute'],
    run: (t) => t.forEach(documentedSubjects(t.session), createsAny),
  },
  {
    name: 'creates-with-required-only',
    title: 'A resource with nothing but the required attributes is created',
    requirements: ['APP-optional'],
    run: (t) => t.forEach(tableSubjects(t.session), createsBare),
  },
  {
    name: 'location',
    title: 'A creation tells the URI of the new resource in the Location header and in meta.location',
    requirements: ['RFC7644-3.3-location'],
    run: (t) => t.forEach(subjects(t.session), (subject, own) => overCreations(own, subject, judgeLocation)),
  },
  {
    name: 'representation',
    title: 'A creation answers with the resource: its id, schemas and meta.resourceType',
    requirements: [
      'RFC7643-3.1-id',
      'RFC7643-3-schemas',
      'RFC7644-3.3.1-resource-type',
      'RFC7644-3.3-representation',
      'RFC7643-3.1-date-time',
      'E-064',
    ],
    run: (t) =>
      t.forEach(subjects(t.session), (subject, own) => overCreations(own, subject, judgeRepresentation)),
  },
  {
    name: 'read-only-ignored',
    title: 'id and meta in a creation request are ignored',
    requirements: [IGNORED, 'RFC7643-3.1-meta-ignored'],
    run: (t) => t.forEach(subjects(t.session), ignoresReadOnly),
  },
];

async function createsAny(subject: Subject, t: CheckContext): Promise<void> {
  // Where there is nobody to be a manager, creations without one are judged all the same.
  const managers = await managerIds(t, subject).catch((error: unknown) => {
    if (error instanceof SetupFailure) return [];
    throw error;
  });
  const assigned = (resource: JsonObject): MappedAttribute[] =>
    subject.attributes.filter((attribute) => valueAt(resource, attribute, subject.type) !== undefined);
  try {
    await overCreations(
      t,
      subject,
      async (one) => {
        await judgeCreated(one);
        for (const attribute of assigned(one.sent)) t.session.measure(attribute, 'create', 'pass');
      },
      { managers, runs: t.session.effort.runs },
    );
    await takesUsualNames(subject, t);
  } catch (error) {
    const culprit = error instanceof Failure ? error.counterexample?.value : undefined;
    if (isObject(culprit)) {
      for (const attribute of assigned(culprit))
        if (!attribute.required) t.session.measure(attribute, 'create', 'fail');
    }
    throw error;
  }
}

/** That a target takes names of one form only is told here; what else is created respects it. */
async function takesUsualNames(subject: Subject, t: CheckContext): Promise<void> {
  const { format, pattern } = t.session.learnt?.constraints.userName ?? {};
  if (subject.noun !== 'user' || (format ?? pattern) === undefined) return;
  await t.once(async (c) => {
    const marker = c.marker();
    const userName = format === 'email' ? `ada.${marker}` : `ada.${marker}@example.com`;
    const { answer } = await create(c, subject, { ...subject.stamp(c, plain(t, subject), marker), userName });
    const judge = isDocumented(subject) ? c.judge : c.advise;
    judge.call(c, 'APP-attribute', answer.ok, () =>
      answered(`a creation of a user with the userName ${userName}`, answer, 201, {
        attribute: 'userName',
        hint: 'If the target may demand such names, tell it under "constraints" in the configuration.',
      }),
    );
  });
}

/** A table that is measured, not documented, promises nothing. */
const isDocumented = ({ attributes }: Subject): boolean =>
  attributes.some(({ source }) => source === 'documented');

async function judgeCreated(one: Creation): Promise<void> {
  const { c, subject, answer } = one;
  if (answer.status < 500)
    await judgeAccepted(
      one,
      'APP-attribute',
      `a creation of a ${subject.noun} that the attribute table allows`,
      {
        hint:
          answer.status === 400
            ? 'If the target demands more of a value than the table says (an e-mail address as userName, say), tell it under "constraints" in the configuration.'
            : undefined,
      },
    );
  judgeAnswered(c, 'RFC7644-3.3-created', answer, 201, `a creation of a ${subject.noun}`);
  judgeOwn(one);
}

/** What comes back has to be what was sent: a body that is accepted has been read (RFC 7644 §3.3). */
function judgeOwn({ c, subject, sent, answer, created }: Creation): void {
  const name = subject.noun === 'user' ? 'userName' : 'displayName';
  const shown = answer.resource ?? undefined;
  const got = member(shown, name);
  // A resource with an id that is not taken for the one sent has another name; one without an id is for others to tell.
  const isOther = created === null && stringMember(shown, 'id') !== undefined && got !== undefined;
  c.judge('APP-attribute', !isOther, () =>
    wrongValue(name, sent[name], got, { when: 'in the answer to POST', answer }),
  );
}

/** What a target demands beyond its table is told here; other checks respect it, as far as it could be learnt. */
function createsBare(subject: Subject, t: CheckContext): Promise<void> {
  const { learnt } = t.session;
  const known = learnt?.resources.find(({ resource }) => resource === subject.type.name)?.demanded ?? [];
  return overCreations(
    t,
    subject,
    async (one) => {
      const { c, answer } = one;
      const complaintOf = (attribute: string | undefined): Complaint =>
        answered(without(subject, attribute), answer, 201, {
          attribute,
          hint:
            attribute === undefined
              ? undefined
              : `The endpoint requires ${attribute}, which the attribute table does not mark as required.`,
        });
      const judge = isDocumented(subject) ? c.judge : c.advise;
      judge.call(c, 'APP-optional', answer.ok, () => {
        const [first, ...others] = known.map(({ path }) => complaintOf(path));
        return first === undefined ? complaintOf(demandedBy(one)) : { ...first, also: others };
      });
    },
    { required: 'only' },
  );
}

const without = ({ noun }: Subject, attribute: string | undefined): string =>
  attribute === undefined
    ? `a creation of a ${noun} with the documented required attributes alone`
    : `a creation of a ${noun} without ${attribute}, which is not documented as required,`;

async function judgeRepresentation(one: Creation): Promise<void> {
  const { c, subject, answer } = one;
  requireAccepted(one);
  // Said by the RFC as a recommendation; Entra takes the id from it.
  for (const rule of ['RFC7644-3.3-representation', 'E-064'] as const)
    c.judge(rule, answer.resource !== null, () => ({
      deviation: 'missing',
      what: `the ${subject.noun}`,
      when: 'in the answer to POST',
      wanted: `201 with the ${subject.noun} and its id`,
      got: describe(answer),
      answer,
    }));
  if (answer.resource !== null)
    judgeCommonAttributes(c, answer.resource, subject, { when: 'in the answer to POST', answer });
}

const FOREIGN_META = {
  resourceType: 'Other',
  created: '2001-01-01T00:00:00Z',
  location: 'https://other.example.com/1',
};

function ignoresReadOnly(subject: Subject, t: CheckContext): Promise<void> {
  const { noun, type } = subject;
  return t.forAll(
    subject.arbitrary({ required: 'only' }),
    async (resource, c) => {
      const id = `${c.marker()}-chosen-by-client`;
      const sent = { ...subject.stamp(c, resource), id, meta: FOREIGN_META };
      const one = await create(c, subject, sent, `create the ${noun} with id and meta`);
      const what = `a creation of a ${noun} that brings an id and meta`;
      c.judge(IGNORED, one.answer.ok, () =>
        answered(what, one.answer, 201, { wanted: '201: both are readOnly, so they are ignored' }),
      );
      const created = existing(one);
      const taken = (attribute: string, got: Json, expected: string): Complaint => ({
        deviation: 'differs',
        what: attribute,
        when: `after ${what}`,
        says: 'is what the client chose',
        attribute,
        got,
        expected,
      });
      c.judge(IGNORED, created.id !== id, () => ({
        ...taken('id', id, 'an id issued by the service provider'),
        answer: one.answer,
      }));
      const meta = member(await c.read(created), 'meta');
      for (const [name, foreign] of Object.entries(FOREIGN_META)) {
        const expected = name === 'resourceType' ? type.name : 'a value of the service provider’s own';
        c.judge('RFC7643-3.1-meta-ignored', member(meta, name) !== foreign, () =>
          taken(`meta.${name}`, foreign, expected),
        );
      }
    },
    { runs: t.session.effort.costlyRuns },
  );
}
