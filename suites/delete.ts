import type {
  Case,
  CheckContext,
  CheckEntry,
  Created,
  JsonObject,
  Subject,
  SubjectOptions,
} from '../kit/index.ts';
import {
  defineSuite,
  describe,
  eachSubject,
  eq,
  holds,
  isObject,
  judgeList,
  judgeRefused,
  member,
  patch,
  put,
  shown,
  undeclared,
  valueAt,
} from '../kit/index.ts';
import { removed, simplest } from './delete/removed.ts';
import { isNotCounted } from './delete/totals.ts';

const GONE = 'RFC7644-3.6-not-found';
const OMITTED = 'RFC7644-3.6-omitted';
const FREE = 'RFC7644-3.6-recreated';

const checks: readonly CheckEntry[] = [
  {
    name: 'no-content',
    title: 'DELETE of any kind of resource answers 204 without a body',
    requirements: ['RFC7644-3.6-no-content'],
    run: (t) =>
      overResources(t, async (c, created) => {
        const response = await c.send({ method: 'DELETE', path: created.path, purpose: 'delete it' });
        if (response.status < 300) c.session.ledger.deleted(created.path);
        c.judge('RFC7644-3.6-no-content', response.status === 204 && response.text === '', () => ({
          message: `DELETE is answered with ${describe(response)}`,
          expected: '204 without a body',
          actual: describe(response),
        }));
      }),
  },
  {
    name: 'gone',
    title: 'Every operation on a deleted resource of any kind is answered with 404, and no other resource is',
    requirements: [GONE],
    run: (t) => overResources(t, isGone),
  },
  {
    name: 'not-found',
    title: 'A deleted resource of any kind appears in no query result',
    requirements: [OMITTED],
    run: (t) => overResources(t, isOmitted),
  },
  {
    name: 'not-counted',
    title: 'A deleted user is not counted in the total of a list',
    requirements: [OMITTED],
    run: isNotCounted,
  },
  {
    name: 'recreated',
    title: 'A resource can be created again just as it was after it was deleted',
    requirements: [FREE, 'RFC7643-3.1-id'],
    run: (t) => overResources(t, canBeRecreated, { required: 'all' }),
  },
];

/** DELETE, of every kind of resource (RFC 7644 §3.6). */
export const remove = defineSuite({ name: 'delete', groups: ['rfc'], title: 'Deleting resources' }, checks);

type Experiment = (c: Case, created: Created, subject: Subject) => Promise<void>;

function overResources(parent: CheckContext, body: Experiment, options: SubjectOptions = {}): Promise<void> {
  return eachSubject(parent, (subject, t) =>
    t.forAll(
      subject.arbitrary({ ...options, omit: undeclared(t.session, subject) }),
      async (resource, c) => body(c, await subject.create(c, resource), subject),
      { runs: t.session.effort.costlyRuns },
    ),
  );
}

async function isGone(c: Case, created: Created, subject: Subject): Promise<void> {
  const bystander = await subject.create(c, simplest(c, subject), 'create another one that stays');
  await removed(c, created);
  const get = await c.send({ method: 'GET', path: created.path, purpose: 'read what was deleted' });
  judgeRefused(c, get, GONE, { status: 404, what: `GET on a deleted ${subject.noun}` });
  const replaced = await put(c, created, created.sent, 'PUT what was deleted');
  if (replaced.status < 300) c.track(created);
  judgeRefused(c, replaced, GONE, { status: 404, what: `PUT on a deleted ${subject.noun}` });
  if (c.session.facts.features.patch !== false) {
    const operations = [{ op: 'add', path: 'externalId', value: `gone-${c.marker()}` }];
    const patched = await patch(c, created, operations, 'PATCH what was deleted');
    judgeRefused(c, patched, GONE, { status: 404, what: `PATCH on a deleted ${subject.noun}` });
  }
  const again = await c.send({ method: 'DELETE', path: created.path, purpose: 'delete it again' });
  judgeRefused(c, again, GONE, { status: 404, what: `a second DELETE of a ${subject.noun}` });
  const stays = await c.send({ method: 'GET', path: bystander.path, purpose: 'read the one that stays' });
  c.judge(GONE, stays.status === 200 && isObject(stays.body), () => ({
    message: `after a ${subject.noun} was deleted, another one that was not is answered with ${describe(stays)}`,
    expected: '200 with the resource',
    actual: describe(stays),
  }));
}

async function isOmitted(c: Case, created: Created, { type, noun }: Subject): Promise<void> {
  await removed(c, created);
  for (const name of ['userName', 'displayName', 'id']) {
    const value = name === 'id' ? created.id : created.sent[name];
    if (typeof value !== 'string') continue;
    const filter = eq(name, value);
    const response = await c.send({
      method: 'GET',
      path: type.endpoint,
      query: { filter },
      purpose: 'look for it',
    });
    // Whether it can be filtered by this attribute is no matter of deletion.
    if (response.status !== 200) continue;
    const list = judgeList(c, response, OMITTED, filter);
    c.judge(OMITTED, !holds(list, created.id), () => ({
      message: `a deleted ${noun} is still found by ${name}`,
      expected: 'no match',
      actual: `the deleted ${noun}`,
    }));
  }
}

async function canBeRecreated(c: Case, created: Created, subject: Subject): Promise<void> {
  const { type, noun } = subject;
  await removed(c, created);
  const { response, created: again } = await c.post(type.endpoint, created.sent, 'create it again');
  c.judge(FREE, again !== null, () => ({
    message: `a ${noun} cannot be created again after it was deleted: ${describe(response)}`,
    expected: '201',
    actual: describe(response),
    hint: 'The deleted resource still takes part in the uniqueness rules.',
  }));
  if (again === null) return;
  c.judge('RFC7643-3.1-id', again.id !== created.id, () => ({
    message: `a ${noun} that is created after another was deleted has the id of that one`,
    expected: 'a new id',
    actual: again.id,
  }));
  await removed(c, again);
  await judgeFresh(c, created.sent, subject);
}

/** A resource with the name of a deleted one, and no more than it needs, has nothing else of it. */
async function judgeFresh(c: Case, deleted: JsonObject, subject: Subject): Promise<void> {
  const { type, noun, attributes } = subject;
  const kept = Object.fromEntries(
    ['userName', 'displayName'].flatMap((name) =>
      member(deleted, name) === undefined ? [] : [[name, member(deleted, name) ?? null]],
    ),
  );
  const bare = simplest(c, subject);
  // What everybody gets is no remnant.
  const usual = await c.read(await subject.create(c, bare, 'create one with little, to see the defaults'));
  const body = { ...subject.stamp(c, bare), ...kept };
  const { created } = await c.post(type.endpoint, body, 'create one of the same name, with little else');
  if (created === null) return;
  const got = await c.read(created);
  const left = attributes.find((attribute) => {
    const was = valueAt(deleted, attribute, type);
    return (
      typeof was === 'string' &&
      valueAt(body, attribute, type) === undefined &&
      valueAt(got, attribute, type) === was &&
      valueAt(usual, attribute, type) !== was &&
      !JSON.stringify(body).includes(JSON.stringify(was))
    );
  });
  c.advise(FREE, left === undefined, () => ({
    message: `a new ${noun} has the ${left?.text} of a deleted one that had the same name`,
    expected: `no ${left?.text}`,
    actual: left === undefined ? '' : shown(valueAt(got, left, type)),
    hint: 'The deleted resource is brought back in place of a new one.',
  }));
}
