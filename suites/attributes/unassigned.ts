import fc from 'fast-check';
import { removePath } from '../../generators/build.ts';
import type {
  Case,
  CheckContext,
  CheckEntry,
  Json,
  JsonObject,
  MappedAttribute,
  Subject,
} from '../../kit/index.ts';
import {
  describe,
  eachSubject,
  InputRefused,
  isObject,
  member,
  NotOffered,
  putIfOffered,
  removeNow,
  repertoireOf,
  shown,
  valueAt,
} from '../../kit/index.ts';

const REQUIREMENT = 'RFC7643-2.5-unassigned';

/** The unassigned state: left out, null and [] are one (RFC 7643 §2.5). */
export const unassigned: readonly CheckEntry[] = [
  {
    name: 'null-is-unassigned-on-create',
    title: 'null and [] in a creation leave an attribute unassigned, like leaving it out',
    requirements: [REQUIREMENT],
    run: (t) => overOptional(t, createsWithNothing),
  },
  {
    name: 'null-clears-on-replace',
    title: 'null and [] in a PUT clear an attribute',
    requirements: [REQUIREMENT],
    run: (t) => overOptional(t, clearsWithNothing),
  },
  {
    name: 'no-empty-texts',
    title: 'An attribute that nobody gave a value is left out, null or []; an empty text is a value',
    requirements: [REQUIREMENT],
    run: (t) => eachSubject(t, showsNoEmptyTexts),
  },
];

/** A default may be any value (RFC 7644 §3.3), an empty text among them: that is worth a warning. */
function showsNoEmptyTexts(subject: Subject, t: CheckContext): Promise<void> {
  return t.forAll(
    subject.arbitrary({ required: 'only' }),
    async (resource, c) => {
      const created = await subject.create(c, resource);
      const got = await c.read(created);
      const empty = Object.keys(got).find((name) => got[name] === '' && member(created.sent, name) !== '');
      c.advise(REQUIREMENT, empty === undefined, () => ({
        message: `${empty} of a ${subject.noun}, which was given no value, is an empty text`,
        expected: `no ${empty}, or null`,
        actual: `"${empty}": ""`,
        hint: 'Filters with pr find it, and clients cannot tell it from a value that somebody wrote.',
      }));
    },
    { runs: 1 },
  );
}

/** One experiment: a whole resource, the same without its optional attributes, and with null or [] in their place. */
interface Forms {
  readonly whole: JsonObject;
  readonly bare: JsonObject;
  readonly nothing: JsonObject;
  /** The optional attributes of the whole resource. */
  readonly optional: readonly MappedAttribute[];
}

/** @throws NotOffered when no kind of resource has an attribute that may be left out */
async function overOptional(
  parent: CheckContext,
  judge: (c: Case, subject: Subject, forms: Forms) => Promise<void>,
): Promise<void> {
  const subjects = (await repertoireOf(parent.session).all()).filter(hasOptional);
  if (subjects.length === 0) throw new NotOffered('the target has no attribute that may be left out');
  await parent.forEach(subjects, (subject, t) =>
    t.forAll(
      fc.record({ resource: subject.arbitrary({ required: 'with-optional' }), empty: fc.boolean() }),
      ({ resource, empty }, c) => judge(c, subject, formsOf(subject, subject.stamp(c, resource), empty)),
      { runs: t.session.effort.costlyRuns },
    ),
  );
}

/** Whether some resource of the kind has an attribute that may be left out: readOnly ones and references are never there. */
function hasOptional(subject: Subject): boolean {
  const resources = fc.sample(subject.arbitrary({ required: 'with-optional' }), { seed: 1, numRuns: 20 });
  return resources.some((resource) => formsOf(subject, resource, false).optional.length > 0);
}

/** @param empty whether multi-valued attributes are cleared by [] instead of null */
function formsOf(subject: Subject, whole: JsonObject, empty: boolean): Forms {
  const required = new Set(
    subject.attributes
      .filter((attribute) => attribute.required)
      .map(({ parent }) => parent.name.toLowerCase()),
  );
  const optional = subject.attributes.filter(
    ({ parent, path }) =>
      !required.has(parent.name.toLowerCase()) &&
      member(holderOf(whole, path.urn), parent.name) !== undefined,
  );
  const bare = optional.reduce((left, attribute) => removePath(left, wholePath(attribute), attribute), whole);
  const nothing = optional.reduce(
    (filled, { parent, path }) =>
      withMember(filled, whole, path.urn, parent.name, parent.multiValued && empty ? [] : null),
    bare,
  );
  return { whole, bare, nothing: { ...nothing, schemas: whole.schemas ?? [] }, optional };
}

/** Where the attribute as a whole is: without filter and sub-attribute. */
function wholePath({ path }: MappedAttribute): MappedAttribute['path'] {
  return { ...path, filter: null, subAttribute: null };
}

function holderOf(resource: JsonObject, urn: string | null): Json | undefined {
  return urn !== null && isObject(member(resource, urn)) ? member(resource, urn) : resource;
}

/** A copy with a member set where `like` has it: at the top, or in the object of the extension. */
function withMember(
  resource: JsonObject,
  like: JsonObject,
  urn: string | null,
  name: string,
  value: Json,
): JsonObject {
  if (urn === null || !isObject(member(like, urn))) return { ...resource, [name]: value };
  const data = member(resource, urn);
  return { ...resource, [urn]: { ...(isObject(data) ? data : {}), [name]: value } };
}

async function createsWithNothing(c: Case, subject: Subject, forms: Forms): Promise<void> {
  const { whole, bare, nothing, optional } = forms;
  fc.pre(optional.length > 0);
  const { type, noun } = subject;
  await removeNow(c, await c.create(type.endpoint, whole, `create the ${noun} with values`));
  // A new marker: a target may keep the names of deleted resources from being used again.
  const body = subject.stamp(c, nothing);
  const { response, created } = await c.post(type.endpoint, body, `create the ${noun} with null and []`);
  c.judge(REQUIREMENT, created !== null, () => ({
    message: `a ${noun} whose optional attributes are null or [] is answered with ${describe(response)}`,
    expected: '201: null and [] are the same as leaving the attribute out',
    actual: describe(response),
  }));
  if (created === null) return;
  const got = await c.read(created);
  await removeNow(c, created);
  const plain = await c.read(await subject.create(c, bare, `create the ${noun} without these attributes`));
  // A default may be overridden by null (RFC 7644 §3.3), so only a value that leaving out does not bring is wrong.
  const odd = optional.find(
    (attribute) =>
      valueAt(got, attribute, type) !== undefined && valueAt(plain, attribute, type) === undefined,
  );
  c.judge(REQUIREMENT, odd === undefined, () => ({
    message: `${odd?.text}, created as null or [], has a value`,
    expected: 'no value, as without the attribute',
    actual: odd === undefined ? '' : shown(valueAt(got, odd, type)),
  }));
}

async function clearsWithNothing(c: Case, subject: Subject, forms: Forms): Promise<void> {
  const { bare, whole, nothing, optional } = forms;
  fc.pre(optional.length > 0);
  const { type, noun } = subject;
  const created = await c.create(type.endpoint, bare, `create the ${noun} without optional attributes`);
  const before = await c.read(created);
  const given = await putIfOffered(c, created, whole, 'give it the optional attributes');
  if (given.status >= 300)
    throw new InputRefused(`a PUT with the attributes is answered with ${describe(given)}`);
  const filled = await c.read(created);
  const response = await putIfOffered(c, created, nothing, 'replace it with null and [] in their place');
  c.judge(REQUIREMENT, response.status < 300, () => ({
    message: `a PUT with null and [] is answered with ${describe(response)}`,
    expected: '200: null and [] are the same as leaving the attribute out',
    actual: describe(response),
  }));
  const after = await c.read(created);
  const kept = optional.find(
    (attribute) =>
      valueAt(before, attribute, type) === undefined &&
      valueAt(filled, attribute, type) !== undefined &&
      valueAt(after, attribute, type) !== undefined,
  );
  c.judge(REQUIREMENT, kept === undefined, () => ({
    message: `${kept?.text} keeps a value although a PUT sets it to null or []`,
    expected: 'no value',
    actual: kept === undefined ? '' : shown(valueAt(after, kept, type)),
    hint: 'null is read as "not mentioned" and the old value is kept.',
  }));
}
