import type { Case, CheckContext, CheckEntry, JsonObject, RequirementId, Subject } from '../../kit/index.ts';
import {
  isUnassigned,
  judgeCreated,
  member,
  NotOffered,
  repertoireOf,
  stringMember,
  wrongValue,
} from '../../kit/index.ts';

const KEPT: RequirementId = 'RFC7643-3.1-external-id';
const CLIENTS: RequirementId = 'RFC7643-3.1-external-id-client';
const ABSENT: RequirementId = 'RFC7643-3.1-external-id-absent';

/** externalId, which is the client's alone (RFC 7643 §3.1). */
export const externalIds: readonly CheckEntry[] = [
  {
    name: 'no-external-id-of-its-own',
    title: 'A resource that the client gave no externalId has none',
    requirements: [CLIENTS, ABSENT],
    run: (t) => overOptional(t, withoutOne),
  },
  {
    name: 'external-id-as-given',
    title: 'An externalId is kept as it was given, letter case included',
    requirements: [KEPT],
    run: (t) => overOptional(t, withOne),
  },
];

const isExternalId = ({ path }: Subject['attributes'][number]): boolean =>
  path.attribute.toLowerCase() === 'externalid';

async function overOptional(
  parent: CheckContext,
  judge: (c: Case, subject: Subject, resource: JsonObject) => Promise<void>,
): Promise<void> {
  const subjects = (await repertoireOf(parent.session).all()).filter(
    ({ attributes }) => !attributes.some((attribute) => isExternalId(attribute) && attribute.required),
  );
  if (subjects.length === 0)
    throw new NotOffered('the attribute table requires an externalId of every resource');
  await parent.forEach(subjects, (subject, t) =>
    t.forAll(
      subject.arbitrary({ required: 'only', omit: isExternalId }),
      (resource, c) => judge(c, subject, resource),
      { runs: t.session.effort.costlyRuns },
    ),
  );
}

async function withoutOne(c: Case, subject: Subject, resource: JsonObject): Promise<void> {
  const what = `a ${subject.noun} without externalId`;
  const created = await judgeCreated(c, ABSENT, subject.type.endpoint, subject.stamp(c, resource), what);
  if (created === null) return;
  const shown = await c.read(created);
  const got = member(shown, 'externalId');
  const source = ['id', 'userName'].find((name) => member(shown, name) === got);
  c.judge(CLIENTS, isUnassigned(got) || got === '', () =>
    wrongValue('externalId', undefined, got, {
      what: `the externalId of a ${subject.noun}`,
      says: 'has a value, although no client gave it one',
      hint: source === undefined ? undefined : `The ${source} is shown as externalId as well.`,
    }),
  );
}

/** A target that keeps no externalId at all is told so by a warning: the attribute is optional. */
async function withOne(c: Case, subject: Subject, resource: JsonObject): Promise<void> {
  const { noun, type } = subject;
  const stamped = subject.stamp(c, { ...resource, externalId: 'MixedCase' });
  const sent = stringMember(stamped, 'externalId');
  const created = await c.create(type.endpoint, stamped, `create the ${noun} with an externalId`);
  const got = member(await c.read(created), 'externalId');
  const complaint = () => wrongValue('externalId', sent, got, { what: `the externalId of a ${noun}` });
  c.advise(KEPT, !isUnassigned(got), complaint);
  c.judge(KEPT, isUnassigned(got) || got === sent, complaint);
}
