import fc from 'fast-check';
import { type Draft, draftArbitrary } from '../../generators/patch.ts';
import { PATCH_FORMS } from '../../generators/patch-forms.ts';
import type {
  Case,
  CheckContext,
  CheckEntry,
  Json,
  JsonObject,
  PatchGround,
  ResourceType,
  Subject,
} from '../../kit/index.ts';
import {
  COMMON_ATTRIBUTES,
  composed,
  describe,
  deviationComplaint,
  deviations,
  eachSubject,
  findAttribute,
  isObject,
  isUnassigned,
  judgePut,
  member,
  NotOffered,
  owned,
  patchGrounds,
  put,
  settle,
  shown,
  undeclared,
  withValue,
} from '../../kit/index.ts';

const PUT = 'RFC7644-3.5.1-put';
const READ_ONLY = 'RFC7644-3.5.1-read-only';
const UNKNOWN = 'RFC7644-3.5.1-creates-nothing';

/** PUT of other values, of what GET answered, and of what clients may not set. */
export const replacing: readonly CheckEntry[] = [
  {
    name: 'replaces-what-is-given',
    title: 'A PUT replaces the values of all attributes that it gives',
    requirements: [PUT, 'RFC7644-3.5-put'],
    run: replacesGiven,
  },
  {
    name: 'put-back',
    title: 'What GET answered can be PUT back, and changes nothing',
    requirements: [PUT, 'RFC7644-3.5.1-all-attributes'],
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

async function replacesGiven(parent: CheckContext): Promise<void> {
  const grounds = await patchGrounds(parent.session);
  if (grounds.length === 0) throw new NotOffered('the target takes no attribute to replace');
  await parent.forEach(grounds, (ground, t) =>
    t.forAll(twoStates(ground), async ({ base, drafts }, c) => {
      const { subject } = ground;
      const marker = c.marker();
      const first = composed(c, ground, base, drafts, marker);
      const { created, before } = await settle(c, subject.type, first);
      const body = replaced(ground, first, drafts, marker);
      const response = await put(c, created, body, 'replace it');
      c.judge('RFC7644-3.5-put', ![404, 405, 501].includes(response.status), () => ({
        message: `PUT on a ${subject.noun} is answered with ${describe(response)}`,
        expected: 'PUT is supported',
        actual: describe(response),
      }));
      judgePut(c, response, PUT, `a PUT of a ${subject.noun} with other values`);
      const after = await c.read(created, 'read it after the PUT');
      judgeReplaced(c, { first, before, body, after }, subject.type);
      judgeAnswer(c, response.body, after, body, subject.type);
    }),
  );
}

/** A resource with two or more attributes that a PUT gives other values. */
function twoStates(
  ground: PatchGround,
): fc.Arbitrary<{ readonly base: JsonObject; readonly drafts: readonly Draft[] }> {
  const plays = ground.units.flatMap((unit) => {
    const form = PATCH_FORMS.find(
      ({ kind, name }) =>
        kind === unit.kind && ['replace a value', 'replace parts', 'replace all elements'].includes(name),
    );
    return form === undefined ? [] : [draftArbitrary(form, unit)];
  });
  return fc.record({
    base: ground.subject.arbitrary({ required: 'only' }),
    drafts: fc.uniqueArray(fc.oneof(...plays), {
      minLength: 1,
      maxLength: 5,
      size: 'max',
      selector: (d) => d.unit,
    }),
  });
}

/** The resource with what the drafts bring in place of what was before. */
function replaced(
  { units }: PatchGround,
  first: JsonObject,
  drafts: readonly Draft[],
  marker: string,
): JsonObject {
  return drafts.reduce((resource, draft) => {
    const unit = units.find(({ text }) => text === draft.unit);
    return unit === undefined ? resource : withValue(resource, unit, owned(unit, draft.value, marker));
  }, first);
}

/** Values that the PUT gave are there, and those that they took the place of are not; what it left out is open. */
function judgeReplaced(
  c: Case,
  { first, before, body, after }: Readonly<Record<'first' | 'before' | 'body' | 'after', JsonObject>>,
  type: ResourceType,
): void {
  const stages = {
    sent: onlyGiven(first, body),
    before: onlyGiven(before, body),
    wanted: body,
    after,
  };
  const [worst] = deviations(stages, type);
  c.judge(PUT, worst === undefined, () =>
    worst === undefined ? { message: '' } : deviationComplaint(worst, 'a PUT that gives it a value'),
  );
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

/** "the entire resource within the response body": it says the same as GET about what the client gave. */
function judgeAnswer(
  c: Case,
  answered: Json | undefined,
  after: JsonObject,
  body: JsonObject,
  type: ResourceType,
): void {
  c.judge(PUT, isObject(answered), () => ({
    message: 'a PUT is answered without the resource',
    expected: 'the resource as it is now',
    actual: shown(answered),
  }));
  if (!isObject(answered)) return;
  const [worst] = deviations({ sent: body, before: after, wanted: after, after: answered }, type);
  c.judge(PUT, worst === undefined, () =>
    worst === undefined
      ? { message: '' }
      : {
          message: `the answer to a PUT does not show ${worst.path} as GET shows it`,
          expected: `${worst.path} = ${shown(worst.expected)}`,
          actual: `${worst.path} = ${shown(worst.actual)}`,
        },
  );
}

function putBack(subject: Subject, t: CheckContext): Promise<void> {
  return t.forAll(
    subject.arbitrary({ omit: undeclared(t.session, subject) }),
    async (resource, c) => {
      const sent = subject.stamp(c, resource);
      const { created, before } = await settle(c, subject.type, sent);
      const response = await put(c, created, before, 'PUT what GET answered');
      c.judge('RFC7644-3.5.1-all-attributes', response.status === 200, () => ({
        message: `a PUT of what GET answered for a ${subject.noun} is answered with ${describe(response)}`,
        expected: '200 with the resource',
        actual: describe(response),
      }));
      const after = await c.read(created, 'read it after the PUT');
      const [worst] = deviations({ sent, before, wanted: before, after }, subject.type);
      c.judge(PUT, worst === undefined, () =>
        worst === undefined ? { message: '' } : deviationComplaint(worst, 'a PUT of what GET answered'),
      );
    },
    { runs: t.session.effort.costlyRuns },
  );
}

/** Values that no service provider would set itself, for attributes that only it may set (RFC 7643 §3.1, §4.1.2). */
const FORGED: JsonObject = { created: '2001-01-01T00:00:00Z', resourceType: 'Forged', version: 'W/"forged"' };

function readOnlyIgnored(subject: Subject, t: CheckContext): Promise<void> {
  return t.forAll(
    subject.arbitrary({ required: 'only' }),
    async (resource, c) => {
      const { created, before } = await settle(c, subject.type, subject.stamp(c, resource));
      const meta = member(before, 'meta');
      const own = isObject(meta) ? meta : {};
      const body = {
        ...withoutMeta(before),
        meta: { ...own, ...FORGED },
        ...(declaresGroups(t, subject) ? { groups: [{ value: 'forged', display: 'Forged' }] } : {}),
      };
      const response = await put(c, created, body, 'PUT other values for readOnly attributes');
      judgePut(c, response, READ_ONLY, 'a PUT with values for readOnly attributes');
      const after = await c.read(created, 'read it after the PUT');
      const [worst] = forgeries(before, after);
      c.judge(READ_ONLY, worst === undefined, () => ({
        message: `a PUT changed the readOnly ${worst?.path}`,
        expected: `${worst?.path} = ${shown(worst?.was)}`,
        actual: `${worst?.path} = ${shown(worst?.is)}`,
        hint: 'The body is stored as it comes, with the attributes that are the service provider’s.',
      }));
      const lost = readOnlyNames(t, subject).find(
        (name) => !isUnassigned(member(before, name)) && isUnassigned(member(after, name)),
      );
      c.advise(READ_ONLY, lost === undefined, () => ({
        message: `a PUT takes the value of the readOnly ${lost} away`,
        expected: `${lost} = ${shown(member(before, lost ?? ''))}`,
        actual: 'no value',
        hint: 'What only the service provider sets is carried over from the resource that was there.',
      }));
    },
    { runs: t.session.effort.costlyRuns },
  );
}

/** The resource without `meta`, in whatever letter case the target writes it. */
function withoutMeta(resource: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(resource).filter(([name]) => name.toLowerCase() !== 'meta'));
}

/** Attributes that the target declares as its own, beside those of every resource; groups come and go with members. */
function readOnlyNames({ session }: CheckContext, { type }: Subject): readonly string[] {
  const { user, group, others } = session.plan.target.facts;
  const declared = [user, group, ...others].find((known) => known?.endpoint === type.endpoint);
  return (declared?.schema.attributes ?? [])
    .filter(({ name, mutability }) => mutability === 'readOnly' && name.toLowerCase() !== 'groups')
    .filter(({ name }) => findAttribute(COMMON_ATTRIBUTES, name) === undefined)
    .map(({ name }) => name);
}

/** A strict target refuses attributes that it does not know. */
function declaresGroups({ session }: CheckContext, { type }: Subject): boolean {
  const { user } = session.plan.target.facts;
  return type.name === 'User' && findAttribute(user?.schema.attributes, 'groups') !== undefined;
}

/** The readOnly attributes that took on what the client forged. */
function forgeries(
  before: JsonObject,
  after: JsonObject,
): readonly { readonly path: string; readonly was: Json | undefined; readonly is: Json | undefined }[] {
  const meta = Object.entries(FORGED).flatMap(([name, forged]) => {
    const is = member(member(after, 'meta'), name);
    return is === forged ? [{ path: `meta.${name}`, was: member(member(before, 'meta'), name), is }] : [];
  });
  const groups = member(after, 'groups');
  const joined = Array.isArray(groups) && groups.some((item) => member(item, 'value') === 'forged');
  return [...meta, ...(joined ? [{ path: 'groups', was: member(before, 'groups'), is: groups }] : [])];
}

function createsNothing(subject: Subject, t: CheckContext): Promise<void> {
  return t.forAll(
    subject.arbitrary({ required: 'only' }),
    async (resource, c) => {
      // The id of a deleted resource has the form of an id, and names nothing (RFC 7644 §3.6).
      const created = await subject.create(c, resource);
      const removed = await c.send({ method: 'DELETE', path: created.path, purpose: 'delete it' });
      fc.pre(removed.status < 300);
      c.session.ledger.deleted(created.path);
      const body = { ...subject.stamp(c, resource), id: created.id };
      const response = await put(c, created, body, 'PUT where there is nothing');
      if (response.status < 300) c.track(created);
      c.judge(UNKNOWN, response.status >= 400 && response.status < 500, () => ({
        message: `a PUT to an id of no ${subject.noun} is answered with ${describe(response)}`,
        expected: '404',
        actual: describe(response),
        hint: 'PUT must not create resources: ids are the service provider’s.',
      }));
      c.advise(UNKNOWN, response.status === 404, () => ({
        message: `a PUT to an id of no ${subject.noun} is answered with ${describe(response)}`,
        expected: '404',
        actual: describe(response),
      }));
      const after = await c.send({ method: 'GET', path: created.path, purpose: 'see if it is there now' });
      c.judge(UNKNOWN, !sameValueId(after.body, created.id) || after.status !== 200, () => ({
        message: `a PUT to an id of no ${subject.noun} created one`,
        expected: '404',
        actual: describe(after),
      }));
    },
    { runs: t.session.effort.costlyRuns },
  );
}

function sameValueId(body: Json | undefined, id: string): boolean {
  return member(body, 'id') === id;
}
