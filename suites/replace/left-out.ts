import type { PatchUnit } from '../../generators/patch-unit.ts';
import type { CheckContext, CheckEntry, Json, JsonObject, RequirementId, Tried } from '../../kit/index.ts';
import {
  describe,
  isUnassigned,
  judgePut,
  overUses,
  put,
  sameValue,
  stateOf,
  together,
  valueUses,
  withValue,
  wrongValue,
} from '../../kit/index.ts';
import { cleared } from '../create/clearing.ts';

const OMITTED: RequirementId = 'RFC7644-3.5.1-omitted-either';
const CLEARED: RequirementId = 'RFC7644-3.5.1-cleared';

/** What a PUT leaves out, and what it clears. */
export const leftOut: readonly CheckEntry[] = [
  {
    name: 'omitted',
    title: 'An attribute that a PUT leaves out is unassigned, or has its old value or a default',
    requirements: [OMITTED],
    run: (t) => overOptional(t, OMITTED, omits),
  },
  {
    name: 'null-and-empty',
    title: 'A PUT with null, or an empty array, for optional attributes clears them',
    requirements: [CLEARED],
    run: (t) => overOptional(t, CLEARED, clears),
  },
];

async function overOptional(
  t: CheckContext,
  rule: RequirementId,
  body: (tried: Tried) => Promise<void>,
): Promise<void> {
  const optional = await valueUses(t, ({ may }) => may === 'change');
  await t.forEach(optional, (uses, own) => overUses(own, uses, rule, body));
}

/** What was sent, without these attributes. */
function without({ play, others }: Tried): JsonObject {
  return others.reduce((resource, { unit }) => withValue(resource, unit, null), play.sent);
}

async function omits(tried: Tried): Promise<void> {
  const { play, others } = tried;
  const { c, created, ground, shown: before } = play;
  const what = 'a PUT without optional attributes';
  judgePut(c, await put(c, created, without(tried), 'PUT it without them'), OMITTED, what);
  const when = `after ${what}`;
  const after = await play.read(when);
  const odd = others.filter(({ unit }) => {
    const is = stateOf(after, unit);
    return (
      !isOfType(is, unit) && ![before, ground.defaults].some((other) => same(unit, is, stateOf(other, unit)))
    );
  });
  c.judge(OMITTED, odd.length === 0, () =>
    together(
      odd.map(({ unit }) => {
        const [was, is] = [before, after].map((resource) => stateOf(resource, unit));
        const expected = `no ${unit.text}, ${JSON.stringify(was)} as before, or a default`;
        return wrongValue(unit.text, was, is, { when, says: `is ${JSON.stringify(is)}`, expected });
      }),
    ),
  );
  const gone = others.every(({ unit }) => isUnassigned(stateOf(after, unit)));
  c.session.observe('put.omitted', gone ? 'cleared' : 'kept or defaulted');
}

async function clears(tried: Tried): Promise<void> {
  const { play, others } = tried;
  const { c, created, ground, shown: before } = play;
  const units = others.map(({ unit }) => unit).filter(({ path }) => path.urn === null);
  const what = 'a PUT with null and []';
  const answer = await put(c, created, cleared(without(tried), units), 'PUT it with null and []');
  judgePut(c, answer, CLEARED, what);
  if (!answer.ok) {
    c.session.observe('put.cleared', describe(answer));
    return;
  }
  const when = `after ${what}`;
  const after = await play.read(when);
  const left = units.filter((unit) => {
    const [was, is, usual] = [before, after, ground.defaults].map((resource) => stateOf(resource, unit));
    return !isUnassigned(is) && is !== '' && same(unit, is, was) && !same(unit, is, usual);
  });
  c.judge(CLEARED, left.length === 0, () =>
    together(left.map((unit) => wrongValue(unit.text, null, stateOf(after, unit), { when }))),
  );
}

function same({ attribute }: PatchUnit, a: Json | undefined, b: Json | undefined): boolean {
  return sameValue(a ?? null, b ?? null, attribute);
}

/** Whether a value can be a default of this attribute, as none can: of its type, and saying something. */
function isOfType(value: Json | undefined, { attribute }: PatchUnit): boolean {
  if (isUnassigned(value)) return true;
  if (attribute.multiValued) return Array.isArray(value);
  if (attribute.type === 'complex') return typeof value === 'object' && !Array.isArray(value);
  return typeof value === 'string'
    ? value !== '' && value !== 'null'
    : !Array.isArray(value) && typeof value !== 'object';
}
