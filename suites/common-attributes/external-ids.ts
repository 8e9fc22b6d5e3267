import type { Case, CheckContext, CheckEntry, Subject } from '../../kit/index.ts';
import {
  describe,
  isUnassigned,
  member,
  NotOffered,
  repertoireOf,
  shown,
  stringMember,
} from '../../kit/index.ts';

/** externalId, which is the client's alone (RFC 7643 §3.1). */
export const externalIds: readonly CheckEntry[] = [
  {
    name: 'no-external-id-of-its-own',
    title: 'A resource that the client gave no externalId has none',
    requirements: ['RFC7643-3.1-external-id-client', 'RFC7643-3.1-external-id-absent'],
    run: (t) => overOptional(t, withoutOne),
  },
  {
    name: 'external-id-as-given',
    title: 'An externalId is kept as it was given, letter case included',
    requirements: ['RFC7643-3.1-external-id'],
    run: (t) => overOptional(t, withOne),
  },
];

const isExternalId = ({ path }: Subject['attributes'][number]): boolean =>
  path.attribute.toLowerCase() === 'externalid';

async function overOptional(
  parent: CheckContext,
  judge: (c: Case, subject: Subject, resource: Parameters<Subject['create']>[1]) => Promise<void>,
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

async function withoutOne(
  c: Case,
  subject: Subject,
  resource: Parameters<Subject['create']>[1],
): Promise<void> {
  const { noun } = subject;
  const { response, created } = await c.post(
    subject.type.endpoint,
    subject.stamp(c, resource),
    `create the ${noun} without externalId`,
  );
  c.judge('RFC7643-3.1-external-id-absent', created !== null, () => ({
    message: `a ${noun} without externalId is answered with ${describe(response)}`,
    expected: '201: externalId is optional',
    actual: describe(response),
  }));
  if (created === null) return;
  const got = member(await c.read(created), 'externalId');
  c.judge('RFC7643-3.1-external-id-client', isUnassigned(got) || got === '', () => ({
    message: `a ${noun} gets an externalId that no client gave it`,
    expected: 'no externalId',
    actual: shown(got),
    hint: 'The id, or the userName, is shown as externalId as well.',
  }));
}

/** A target that keeps no externalId at all is told so by a warning: the attribute is optional. */
async function withOne(c: Case, subject: Subject, resource: Parameters<Subject['create']>[1]): Promise<void> {
  const { noun } = subject;
  const stamped = subject.stamp(c, { ...resource, externalId: 'MixedCase' });
  const sent = stringMember(stamped, 'externalId');
  const created = await c.create(subject.type.endpoint, stamped, `create the ${noun} with an externalId`);
  const got = member(await c.read(created), 'externalId');
  c.advise('RFC7643-3.1-external-id', !isUnassigned(got), () => ({
    message: `the externalId of a ${noun} is not kept`,
    expected: shown(sent),
    actual: 'no value',
  }));
  c.judge('RFC7643-3.1-external-id', isUnassigned(got) || got === sent, () => ({
    message: `the externalId of a ${noun} comes back changed`,
    expected: shown(sent),
    actual: shown(got),
  }));
}
