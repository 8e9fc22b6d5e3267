import fc from 'fast-check';
import { realisticValue } from '../../generators/attribute.ts';
import { setPath } from '../../generators/build.ts';
import type {
  Case,
  CheckContext,
  CheckEntry,
  Created,
  Json,
  JsonObject,
  MappedAttribute,
  Need,
  Subject,
} from '../../kit/index.ts';
import {
  describe,
  differences,
  formatPath,
  isObject,
  member,
  ownValue,
  PATCH,
  patch,
  sameValue,
  shown,
  valueAt,
} from '../../kit/index.ts';
import { forEachSubject, managerIds } from './creation.ts';

/** The table has attributes that may be left without a value. */
const CLEARABLE: Need = {
  unmet: ({ applicationName, users, groups }) =>
    [...users, ...(groups ?? [])].some(mayBeCleared)
      ? null
      : `${applicationName} documents no attribute that may be cleared`,
};

/** Changing: each attribute of the table can be replaced and cleared by PATCH, alone. */
export const updates: readonly CheckEntry[] = [
  {
    name: 'replaces-each-attribute',
    title: 'A PATCH that replaces one attribute changes that attribute and nothing else',
    requirements: ['RFC7644-3.5.2.3-replace', 'RFC7644-3.5.2-only-target', 'RFC7643-3.1-id'],
    needs: [PATCH],
    run: (t) => forEachSubject(t, replacesEach),
  },
  {
    name: 'clears-each-attribute',
    title: 'A PATCH that removes an optional attribute leaves it unassigned and changes nothing else',
    requirements: ['RFC7644-3.5.2.2-remove', 'RFC7644-3.5.2-only-target'],
    needs: [PATCH, CLEARABLE],
    run: (t) => forEachSubject(t, clearsEach),
  },
];

/** Whether this check may change an attribute: `active` and `members` have suites of their own. */
function changeable({ definition, parent }: MappedAttribute): boolean {
  const writable =
    definition.mutability === 'readWrite' &&
    parent.mutability === 'readWrite' &&
    definition.returned !== 'never';
  return writable && !['active', 'members'].includes(parent.name);
}

function mayBeCleared(attribute: MappedAttribute): boolean {
  const { required, matching, definition, parent } = attribute;
  return changeable(attribute) && !required && matching === null && !definition.required && !parent.required;
}

async function replacesEach(subject: Subject, t: CheckContext): Promise<void> {
  const managers = await managerIds(t, subject);
  const attributes = subject.attributes
    .filter(changeable)
    .filter((a) => a.path.attribute !== 'manager' || managers.length > 1);
  const { constraints } = t.session.plan.target;
  const values = fc.record(
    Object.fromEntries(
      attributes.map((attribute) => [
        attribute.text,
        realisticValue(attribute, constraints, { User: managers.slice(1) }),
      ]),
    ),
  );
  const user = subject.arbitrary({ required: 'with-optional', managers: managers.slice(0, 1) });
  await t.forAll(
    fc.record({ [subject.noun]: user, values }) as fc.Arbitrary<
      { values: Record<string, Json> } & JsonObject
    >,
    async ({ values: news, [subject.noun]: resource }, c) => {
      const created = await subject.create(c, isObject(resource) ? resource : {});
      const before = await c.read(created, 'read it before the PATCHes');
      let expected = before;
      for (const attribute of attributes) {
        const assigned = valueAt(before, attribute, subject.type) !== undefined;
        // A value filter that selects no element yields noTarget (RFC 7644 §3.5.2.3), so such attributes need a value first.
        if (!assigned && attribute.path.filter !== null) continue;
        const value = stamped(c, subject, attribute, news[attribute.text] ?? null);
        expected = setPath(expected, attribute.path, value, attribute);
        await replaceOne(t, c, subject, created, attribute, value);
      }
      judgeReplaced(t, c, subject, {
        created,
        expected,
        got: await c.read(created, 'read it after the PATCHes'),
      });
    },
    { runs: t.session.effort.costlyRuns },
  );
}

/** A new value, with a marker where the attribute has to be unique. */
function stamped(c: Case, subject: Subject, attribute: MappedAttribute, value: Json): Json {
  if (attribute.path.subAttribute !== null)
    return subject.noun === 'user' ? ownValue(c, attribute, value) : value;
  const name = attribute.definition.name;
  const marked = subject.stamp(c, { [name]: value });
  return marked[name] ?? value;
}

async function replaceOne(
  t: CheckContext,
  c: Case,
  subject: Subject,
  created: Created,
  attribute: MappedAttribute,
  value: Json,
): Promise<void> {
  const response = await patch(
    c,
    created,
    [{ op: 'replace', path: formatPath(attribute.path), value }],
    `replace ${attribute.text}`,
  );
  const accepted = response.status === 200 || response.status === 204;
  if (!accepted) t.session.measure(attribute, 'update', 'fail');
  c.judge('RFC7644-3.5.2.3-replace', accepted, () => ({
    message: `a PATCH that replaces ${attribute.text} of a ${subject.noun} is answered with ${describe(response)}`,
    expected: '200 or 204',
    actual: describe(response),
  }));
}

function judgeReplaced(
  t: CheckContext,
  c: Case,
  subject: Subject,
  { created, expected, got }: { created: Created; expected: JsonObject; got: JsonObject },
): void {
  c.judge('RFC7643-3.1-id', member(got, 'id') === created.id, () => ({
    message: `the id of the ${subject.noun} changed with a PATCH`,
    expected: `"id": "${created.id}"`,
    actual: `"id": ${shown(got.id)}`,
  }));
  const found = differences(expected, got, subject.attributes, subject.type).filter(
    (d) => d.kind !== 'canonical',
  );
  for (const { attribute } of found) t.session.measure(attribute, 'update', 'fail');
  for (const attribute of subject.attributes.filter(changeable)) {
    if (valueAt(expected, attribute, subject.type) !== undefined)
      t.session.measure(attribute, 'update', 'pass');
  }
  const wrong = found[0];
  const untouched = wrong !== undefined && !changeable(wrong.attribute);
  c.judge(untouched ? 'RFC7644-3.5.2-only-target' : 'RFC7644-3.5.2.3-replace', wrong === undefined, () => ({
    message: untouched
      ? `${wrong.attribute.text} of the ${subject.noun} changed although no PATCH named it`
      : `${wrong?.attribute.text} does not hold its new value after a PATCH replaced it`,
    expected: `${wrong?.attribute.text} = ${shown(wrong?.sent)}`,
    actual: wrong?.got === undefined ? 'no value' : `${wrong.attribute.text} = ${shown(wrong.got)}`,
  }));
}

async function clearsEach(subject: Subject, t: CheckContext): Promise<void> {
  const managers = await managerIds(t, subject);
  const clearable = subject.attributes.filter(mayBeCleared);
  if (clearable.length === 0) return;
  const defaults = await defaultsOf(t, subject);
  await t.forAll(
    subject.arbitrary({ managers }),
    async (resource, c) => {
      const present = clearable.filter(
        (attribute) => valueAt(resource, attribute, subject.type) !== undefined,
      );
      fc.pre(present.length > 0);
      const created = await subject.create(c, resource);
      const before = await c.read(created, 'read it before the PATCHes');
      for (const attribute of present) {
        const response = await patch(
          c,
          created,
          [{ op: 'remove', path: formatPath(attribute.path) }],
          `remove ${attribute.text}`,
        );
        const accepted = response.status === 200 || response.status === 204;
        if (!accepted) t.session.measure(attribute, 'clear', 'fail');
        c.judge('RFC7644-3.5.2.2-remove', accepted, () => ({
          message: `a PATCH that removes ${attribute.text} of a ${subject.noun} is answered with ${describe(response)}`,
          expected: '200 or 204',
          actual: describe(response),
        }));
      }
      judgeCleared(t, c, subject, {
        before,
        got: await c.read(created, 'read it after the PATCHes'),
        cleared: present,
        defaults,
      });
    },
    { runs: t.session.effort.costlyRuns },
  );
}

/** What the service provider itself gives a resource that has the required attributes alone. */
async function defaultsOf(t: CheckContext, subject: Subject): Promise<JsonObject> {
  const sample = fc.sample(subject.arbitrary({ required: 'only' }), {
    seed: t.session.plan.seed,
    numRuns: 1,
  });
  let defaults: JsonObject = {};
  await t.once(async (c) => {
    defaults = await c.read(await subject.create(c, sample[0] ?? {}, `create a minimal ${subject.noun}`));
  });
  return defaults;
}

function judgeCleared(
  t: CheckContext,
  c: Case,
  subject: Subject,
  {
    before,
    got,
    cleared,
    defaults,
  }: Record<'before' | 'got' | 'defaults', JsonObject> & {
    readonly cleared: readonly MappedAttribute[];
  },
): void {
  for (const attribute of cleared) {
    const was = valueAt(before, attribute, subject.type) ?? null;
    const is = valueAt(got, attribute, subject.type);
    const preset = valueAt(defaults, attribute, subject.type) ?? null;
    // A default of the service provider's own may take the place of the old value, but the old value must be gone.
    const same = (other: Json): boolean => is !== undefined && sameValue(other, is, attribute.definition);
    const gone = is === undefined || is === '' || !same(was) || same(preset);
    t.session.measure(attribute, 'clear', gone ? 'pass' : 'fail');
    c.judge('RFC7644-3.5.2.2-remove', gone, () => ({
      message: `${attribute.text} of the ${subject.noun} is still there after a PATCH removed it`,
      expected: 'no value',
      actual: `${attribute.text} = ${shown(is)}`,
    }));
  }
  const others = subject.attributes.filter((attribute) => !cleared.includes(attribute));
  const harmed = differences(before, got, others, subject.type).find((d) => d.kind !== 'canonical');
  c.judge('RFC7644-3.5.2-only-target', harmed === undefined, () => ({
    message: `${harmed?.attribute.text} of the ${subject.noun} changed although no PATCH named it`,
    expected: `${harmed?.attribute.text} = ${shown(harmed?.sent)}`,
    actual: harmed?.got === undefined ? 'no value' : `${harmed.attribute.text} = ${shown(harmed.got)}`,
  }));
}
