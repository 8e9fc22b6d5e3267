import fc from 'fast-check';
import { draftArbitrary } from '../../generators/patch.ts';
import { PATCH_FORMS } from '../../generators/patch-forms.ts';
import type { PatchUnit } from '../../generators/patch-unit.ts';
import type { Case, CheckContext, CheckEntry, Json, JsonObject, PatchGround } from '../../kit/index.ts';
import {
  composed,
  describe,
  isUnassigned,
  judgePut,
  NotOffered,
  patchGrounds,
  put,
  sameValue,
  settle,
  shown,
  stateOf,
} from '../../kit/index.ts';
import { cleared } from '../create/clearing.ts';

const OMITTED = 'RFC7644-3.5.1-omitted-either';
const CLEARED = 'RFC7644-3.5.1-cleared';

/** What a PUT leaves out, and what it clears. */
export const leftOut: readonly CheckEntry[] = [
  {
    name: 'omitted',
    title: 'An attribute that a PUT leaves out is unassigned, or has its old value or a default',
    requirements: [OMITTED],
    run: (t) => overUnits(t, false),
  },
  {
    name: 'null-and-empty',
    title: 'A PUT with null, or an empty array, for optional attributes clears them',
    requirements: [CLEARED],
    run: (t) => overUnits(t, true),
  },
];

async function overUnits(parent: CheckContext, clear: boolean): Promise<void> {
  const grounds = await patchGrounds(parent.session);
  if (grounds.length === 0) throw new NotOffered('the target takes no optional attribute to try this on');
  await parent.forEach(grounds, async (ground, t) => {
    const forms = PATCH_FORMS.filter(({ name }) =>
      ['replace a value', 'replace parts', 'replace all elements'].includes(name),
    );
    const drafts = ground.units.flatMap((unit) => {
      const form = forms.find(({ kind }) => kind === unit.kind);
      return form === undefined ? [] : [draftArbitrary(form, unit)];
    });
    await t.forAll(
      fc.record({ base: ground.subject.arbitrary({ required: 'only' }), drafts: fc.tuple(...drafts) }),
      async ({ base, drafts }, c) => {
        const { subject } = ground;
        const plain = subject.stamp(c, base);
        const defaults = (await settle(c, subject.type, plain)).before;
        const marker = c.marker();
        const { created, before } = await settle(c, subject.type, composed(c, ground, base, drafts, marker));
        const own = subject.stamp(c, base, marker);
        const body = clear ? cleared(own, ground.units) : own;
        const response = await put(
          c,
          created,
          body,
          clear ? 'PUT it with null and []' : 'PUT it without them',
        );
        const rule = clear ? CLEARED : OMITTED;
        judgePut(c, response, rule, clear ? 'a PUT with null and []' : 'a PUT without optional attributes');
        if (response.status >= 300) {
          c.session.observe('put.cleared', describe(response));
          return;
        }
        const after = await c.read(created, 'read it after the PUT');
        judgeLeftOut(c, ground, { before, after, defaults }, clear);
      },
      { runs: t.session.effort.costlyRuns },
    );
  });
}

type States = Readonly<Record<'before' | 'after' | 'defaults', JsonObject>>;

function judgeLeftOut(
  c: Case,
  { subject, units }: PatchGround,
  { before, after, defaults }: States,
  clear: boolean,
): void {
  for (const unit of units) {
    const [was, is, usual] = [before, after, defaults].map((resource) => stateOf(resource, unit));
    const same = (other: Json | undefined): boolean => sameValue(is ?? null, other ?? null, unit.attribute);
    if (clear) {
      // An attribute of an extension is not in the body: cleared() is about the core schema.
      if (unit.path.urn !== null) continue;
      c.judge(CLEARED, isUnassigned(is) || is === '' || same(usual) || !same(was), () => ({
        message: `${unit.text} of a ${subject.noun} is still there after a PUT with ${unit.attribute.multiValued ? '[]' : 'null'}`,
        expected: 'no value',
        actual: `${unit.text} = ${shown(is)}`,
      }));
      continue;
    }
    c.judge(OMITTED, isUnassigned(is) || same(was) || same(usual) || isOfType(is, unit), () => ({
      message: `${unit.text} of a ${subject.noun}, which a PUT left out, is now ${shown(is)}`,
      expected: `no value, ${shown(was)} as before, or a default`,
      actual: `${unit.text} = ${shown(is)}`,
    }));
  }
  c.session.observe(
    'put.omitted',
    units.every((unit) => isUnassigned(stateOf(after, unit))) ? 'cleared' : 'kept or defaulted',
  );
}

/** Whether a value can be a default of this attribute: of its type, and saying something. */
function isOfType(value: Json | undefined, { attribute }: PatchUnit): boolean {
  if (attribute.multiValued) return Array.isArray(value);
  if (attribute.type === 'complex') return typeof value === 'object' && !Array.isArray(value);
  return typeof value === 'string'
    ? value !== '' && value !== 'null'
    : !Array.isArray(value) && typeof value !== 'object';
}
