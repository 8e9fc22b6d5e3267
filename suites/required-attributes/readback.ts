import fc from 'fast-check';
import { extensionOf } from '../../generators/build.ts';
import type {
  Case,
  CheckContext,
  CheckEntry,
  JsonObject,
  MappedAttribute,
  Subject,
} from '../../kit/index.ts';
import {
  complaint,
  describe,
  differences,
  InputRefused,
  isObject,
  member,
  shown,
  userSubject,
  valueAt,
} from '../../kit/index.ts';
import { forEachSubject, judgeCommonAttributes, managerIds } from './creation.ts';

/** Reading back: what was sent is what GET returns, under each attribute's own comparison rules. */
export const readback: readonly CheckEntry[] = [
  {
    name: 'reads-back-equal',
    title: 'Every attribute that was sent reads back equal',
    requirements: ['APP-attribute', 'E-056', 'RFC7644-3.4.1-retrieve', 'E-064', 'E-057'],
    run: (t) => forEachSubject(t, readsBack),
  },
  {
    name: 'common-attributes',
    title: 'A resource that is read shows its id, schemas, meta.resourceType and proper dates',
    requirements: [
      'RFC7643-3.1-id',
      'RFC7643-3-schemas',
      'RFC7644-3.3.1-resource-type',
      'RFC7643-3.1-date-time',
      'RFC7643-3.1-unmodified',
      'RFC7644-3.4.1-retrieve',
    ],
    run: (t) => forEachSubject(t, commonAttributes),
  },
  {
    name: 'schemas-name-extensions',
    title: 'The schemas of a user list every extension that carries one of his attributes',
    requirements: ['RFC7643-3-schemas'],
    needs: [
      {
        unmet: (facts) =>
          facts.users.some(isExtension)
            ? null
            : `the attribute table of ${facts.applicationName} has no extension attribute`,
      },
    ],
    run: (t) => namesExtensions(t),
  },
];

async function readsBack(subject: Subject, t: CheckContext): Promise<void> {
  const managers = await managerIds(t, subject);
  const options = { runs: t.session.effort.runs };
  await t.forAll(
    subject.arbitrary({ managers, hard: true }),
    async (resource, c) => {
      const { response, created } = await c.post(
        subject.type.endpoint,
        subject.stamp(c, resource),
        `create the ${subject.noun}`,
      );
      if (created === null)
        throw new InputRefused(`every generated ${subject.noun} is refused: ${describe(response)}`);
      const got = await retrieve(c, created.path, subject);
      measureReadback(t, subject, created.sent, got);
      judgeDifferences(c, subject, created.sent, got, 'GET');
      if (isObject(response.body)) judgeRepresentation(c, subject, created.sent, response.body);
    },
    options,
  );
}

/** GET of a resource that exists, judged. */
async function retrieve(c: Case, path: string, subject: Subject): Promise<JsonObject> {
  const response = await c.send({ method: 'GET', path, purpose: 'read it back' });
  c.judge('RFC7644-3.4.1-retrieve', response.status === 200 && isObject(response.body), () => ({
    message: `GET on the ${subject.noun} just created is answered with ${describe(response)}`,
    expected: `200 with the ${subject.noun}`,
    actual: describe(response),
  }));
  return isObject(response.body) ? response.body : {};
}

function measureReadback(t: CheckContext, subject: Subject, sent: JsonObject, got: JsonObject): void {
  const found = new Map(
    differences(sent, got, subject.attributes, subject.type).map((d) => [d.attribute, d.kind]),
  );
  for (const attribute of subject.attributes) {
    if (valueAt(sent, attribute, subject.type) === undefined) continue;
    const kind = found.get(attribute);
    t.session.measure(attribute, 'read', kind === undefined || kind === 'canonical' ? 'pass' : 'fail');
    if (kind === 'canonical') t.session.observe(`normalises.${attribute.resource}.${attribute.text}`, true);
  }
}

/** Judges the differences between what was sent and what came back; the gravest first. */
function judgeDifferences(c: Case, subject: Subject, sent: JsonObject, got: JsonObject, from: string): void {
  const found = differences(sent, got, subject.attributes, subject.type).filter(
    (d) => d.kind !== 'canonical',
  );
  const mistyped = found.find((d) => d.kind === 'type');
  c.judge('E-056', mistyped === undefined, () =>
    complaint(mistyped, from, 'comes back with another JSON type', found),
  );
  const wrong = found[0];
  const what = wrong?.kind === 'lost' ? 'does not come back' : 'comes back changed';
  c.judge('APP-attribute', wrong === undefined, () => complaint(wrong, from, what, found));
}

/** The answer to a creation must not contradict what was sent; leaving values out there is only unhelpful. */
function judgeRepresentation(c: Case, subject: Subject, sent: JsonObject, body: JsonObject): void {
  const found = differences(sent, body, subject.attributes, subject.type).filter(
    (d) => d.kind !== 'canonical',
  );
  const wrong = found.find((d) => d.kind !== 'lost');
  c.judge('E-064', wrong === undefined, () =>
    complaint(
      wrong,
      'the answer to POST',
      'differs from what was sent, although GET returns it right',
      found,
    ),
  );
  const lost = found[0];
  c.advise('E-064', lost === undefined, () => complaint(lost, 'the answer to POST', 'is missing', found));
}

async function commonAttributes(subject: Subject, t: CheckContext): Promise<void> {
  await t.forAll(
    subject.arbitrary(),
    async (resource, c) => {
      const created = await subject.create(c, resource);
      const got = await retrieve(c, created.path, subject);
      judgeCommonAttributes(c, got, subject);
      c.judge('RFC7643-3.1-id', member(got, 'id') === created.id, () => ({
        message: `the ${subject.noun} read under one id shows another`,
        expected: `"id": "${created.id}"`,
        actual: `"id": ${shown(member(got, 'id'))}`,
      }));
      const meta = member(got, 'meta');
      const [made, changed] = [member(meta, 'created'), member(meta, 'lastModified')];
      const both = typeof made === 'string' && typeof changed === 'string';
      c.advise(
        'RFC7643-3.1-unmodified',
        !both || Math.abs(Date.parse(made) - Date.parse(changed)) < 1000,
        () => ({
          message: `lastModified of a ${subject.noun} that was never modified differs from created`,
          expected: `"lastModified": ${shown(made)}`,
          actual: `"lastModified": ${shown(changed)}`,
        }),
      );
    },
    { runs: t.session.effort.costlyRuns },
  );
}

function isExtension(attribute: MappedAttribute): boolean {
  return extensionOf(attribute.path) !== null;
}

async function namesExtensions(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  const managers = await managerIds(t, subject);
  await t.forAll(
    subject.arbitrary({ managers }),
    async (user, c) => {
      const urns = subject.attributes
        .filter((a) => isExtension(a) && valueAt(user, a, subject.type) !== undefined)
        .map((a) => a.path.urn ?? '');
      fc.pre(urns.length > 0);
      const created = await subject.create(c, user);
      const got = await c.read(created);
      const schemas = member(got, 'schemas');
      const listed = Array.isArray(schemas) ? schemas.map((s) => String(s).toLowerCase()) : [];
      // Whether the values came back at all is another check's question: only what is there has to be listed.
      const missing = urns.find(
        (urn) => member(got, urn) !== undefined && !listed.includes(urn.toLowerCase()),
      );
      c.judge('RFC7643-3-schemas', missing === undefined, () => ({
        message: 'the schemas of a user do not list the extension whose attributes he carries',
        expected: `"schemas" with ${missing}`,
        actual: `"schemas": ${shown(schemas)}`,
      }));
    },
    { runs: t.session.effort.costlyRuns },
  );
}
