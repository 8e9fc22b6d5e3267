import fc from 'fast-check';
import { removePath, setPath } from '../../generators/build.ts';
import type {
  Case,
  CheckContext,
  CheckEntry,
  Complaint,
  JsonObject,
  MappedAttribute,
  RequirementId,
  Subject,
} from '../../kit/index.ts';
import {
  adviseNone,
  answered,
  describe,
  eachSubject,
  InputRefused,
  judgeCreated,
  judgeNone,
  member,
  NotOffered,
  putIfOffered,
  readPath,
  removeNow,
  repertoireOf,
  sameJson,
  valueAt,
  wrongValue,
} from '../../kit/index.ts';

const REQUIREMENT: RequirementId = 'RFC7643-2.5-unassigned';

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
      const got = await c.read(await subject.create(c, resource));
      const empty = Object.keys(got).filter((name) => got[name] === '' && member(resource, name) !== '');
      const of = `of a ${subject.noun}, which was given no value,`;
      const says = 'is an empty text';
      adviseNone(
        c,
        REQUIREMENT,
        empty.map((name) => wrongValue(name, undefined, '', { what: `${name} ${of}`, says })),
      );
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
      async ({ resource, empty }, c) => {
        const forms = formsOf(subject, subject.stamp(c, resource), empty);
        fc.pre(forms.optional.length > 0);
        await judge(c, subject, forms);
      },
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
function formsOf({ attributes, type }: Subject, whole: JsonObject, empty: boolean): Forms {
  const nameOf = ({ parent }: MappedAttribute): string => parent.name.toLowerCase();
  const pathOf = ({ path }: MappedAttribute) => ({ ...path, filter: null, subAttribute: null });
  const required = new Set(attributes.filter((attribute) => attribute.required).map(nameOf));
  const optional = attributes.filter(
    (attribute) => !required.has(nameOf(attribute)) && readPath(whole, pathOf(attribute), type).length > 0,
  );
  const bare = optional.reduce((left, one) => removePath(left, pathOf(one), one), whole);
  const nothing = optional.reduce((filled, one) => {
    const { parent } = one;
    const value = parent.multiValued && empty ? [] : null;
    return setPath(filled, pathOf(one), value, { definition: parent, parent });
  }, bare);
  return { whole, bare, nothing, optional };
}

/** Leaving them out is the plain form. A default may be overridden by null (RFC 7644 §3.3): only what it does not bring is wrong. */
async function createsWithNothing(c: Case, subject: Subject, forms: Forms): Promise<void> {
  const { bare, nothing, optional } = forms;
  const { type, noun } = subject;
  const without = await c.create(type.endpoint, bare, `create the ${noun} without optional attributes`);
  const plain = await c.read(without);
  await removeNow(c, without);
  // A new marker: a target may keep the names of deleted resources from being used again.
  const body = subject.stamp(c, nothing);
  const what = `a ${noun} with null or [] in place of optional attributes`;
  const created = await judgeCreated(c, REQUIREMENT, type.endpoint, body, what);
  if (created === null) return;
  const got = await c.read(created);
  const odd = optional.filter(
    (attribute) =>
      valueAt(got, attribute, type) !== undefined && valueAt(plain, attribute, type) === undefined,
  );
  judgeNone(c, REQUIREMENT, present(odd, got, subject, `after the creation of ${what}`));
}

/**
 * An immutable attribute keeps its value when a PUT leaves it out, and so it does for null (RFC 7644 §3.5.1). The body has
 * its id, as in the example there: some want it.
 */
async function clearsWithNothing(c: Case, subject: Subject, forms: Forms): Promise<void> {
  const { bare, whole, nothing, optional } = forms;
  const { type, noun } = subject;
  const created = await c.create(type.endpoint, bare, `create the ${noun} without optional attributes`);
  const before = await c.read(created);
  const { id } = created;
  const given = await putIfOffered(c, created, { ...whole, id }, 'give it the optional attributes');
  if (!given.ok)
    throw new InputRefused(`a PUT with the attributes is answered with ${describe(given)}`, given);
  const filled = await c.read(created);
  const what = 'a PUT with null or [] in place of optional attributes';
  const answer = await putIfOffered(c, created, { ...nothing, id }, what);
  c.judge(REQUIREMENT, answer.ok, () => answered(what, answer, 200));
  const after = await c.read(created);
  const kept = optional.filter(
    (attribute) =>
      attribute.definition.mutability !== 'immutable' &&
      attribute.parent.mutability !== 'immutable' &&
      valueAt(before, attribute, type) === undefined &&
      valueAt(filled, attribute, type) !== undefined &&
      valueAt(after, attribute, type) !== undefined,
  );
  judgeNone(c, REQUIREMENT, present(kept, after, subject, `after ${what}`, filled));
}

/** Attributes that have a value and should have none. @param old as the resource was before, where it had values */
function present(
  wrong: readonly MappedAttribute[],
  got: JsonObject,
  { type }: Subject,
  when: string,
  old: JsonObject = {},
): readonly Complaint[] {
  return wrong.map((attribute) => {
    const [is, was = null] = [valueAt(got, attribute, type), valueAt(old, attribute, type)];
    const kept = sameJson(is ?? null, was);
    const hint = kept ? 'null is read as "not mentioned", and the old value is kept.' : undefined;
    return wrongValue(attribute.text, undefined, is, {
      when,
      says: kept ? 'keeps its value' : 'has a value',
      hint,
    });
  });
}
