import fc from 'fast-check';
import type { PatchUnit } from '../../generators/patch-unit.ts';
import { HARD_CLASSES, type HardClass } from '../../generators/values/hard-classes.ts';
import type { CheckContext, CheckEntry, JsonObject, PatchGround, RequirementId } from '../../kit/index.ts';
import {
  composed,
  Failure,
  GroundPlay,
  isObject,
  judgeNotCarriedOut,
  judgePatched,
  member,
  NotOffered,
  notDenied,
  patch,
  patchGrounds,
  SetupFailure,
  seedOf,
  stateOf,
  stringMember,
  togetherOrApart,
  troubleOf,
  withValue,
} from '../../kit/index.ts';

const FILTERED: RequirementId = 'RFC7644-3.5.2.2-remove-filter';
const UNTOUCHED: RequirementId = 'RFC7644-3.5.2-only-target';

/** The classes that a path may be cut or parsed wrongly for. */
const CLASSES = HARD_CLASSES.filter(({ name }) =>
  [
    'double-quote',
    'backslash',
    'apostrophe',
    'percent',
    'url-delimiters',
    'brackets',
    'filter-text',
    'filter-words',
    'inner-blanks',
  ].includes(name),
);

/** Value filters whose literals have to be read as the grammar of filters says, in a path too (RFC 7644 §3.5.2, Figure 7). */
export const hardValues: readonly CheckEntry[] = [
  {
    name: 'hard-values',
    title:
      'A value filter in a path finds the element whose value holds quotes, brackets, blanks or keywords',
    requirements: [FILTERED, 'RFC7644-3.4.2.2-string-literal', UNTOUCHED],
    needs: [notDenied('patch')],
    run: removesHardValues,
  },
];

/** An attribute with several values that are any text. */
function isFreeText({ kind, may, named, constraint, attribute, main }: PatchUnit): boolean {
  const type = attribute.subAttributes?.find(({ name }) => name === main);
  const free = type?.type === 'string' && (type.canonicalValues ?? []).length === 0;
  return kind === 'plural' && may === 'change' && !named && constraint === undefined && free;
}

/** A text of each class, and its words. */
type Hard = readonly [words: string, value: string];

/** A text with everything that is drawn of a class; a keyword is one only where it stands alone. */
function textOf({ name, arbitrary }: HardClass, seed: number): string {
  const [first = '', ...more] = fc.sample(arbitrary, { seed, numRuns: 8 });
  return name === 'filter-words' ? first : [first, ...more].join('');
}

async function removesHardValues(t: CheckContext): Promise<void> {
  const uses = (await patchGrounds(t.session)).flatMap((ground) =>
    ground.units.filter(isFreeText).map((unit) => ({ ground, unit })),
  );
  const [use] = uses;
  if (use === undefined)
    throw new NotOffered('the target has no attribute with several values that are any text');
  // How a path is parsed does not depend on the attribute.
  const seed = seedOf(t.session.plan.seed, 'hard values in paths', use.unit.text);
  const all = CLASSES.map((kind): Hard => [kind.words, textOf(kind, seed)]);
  const trouble = await troubleOf(async () => {
    await togetherOrApart(
      t,
      all,
      () => removesEach(t, use, all),
      (one, own) => removesEach(own, use, [one]),
    );
    // A resource with one value that the target does not take says nothing of the others.
    if (t.tally.judged === 0) await t.forEach(all, (one, own) => removesEach(own, use, [one]));
  });
  if (trouble instanceof Failure) await requirePlain(t, use);
  if (trouble !== null) throw trouble;
  if (t.tally.judged === 0) throw new NotOffered(`the target keeps no such values of ${use.unit.text}`);
}

/** Hard values are to blame only where an element with a plain one is removed. @throws SetupFailure where it is not */
async function requirePlain(t: CheckContext, use: Use): Promise<void> {
  const trouble = await troubleOf(() => removesEach(t, use, [['plain letters', 'Kirkgate']]));
  if (trouble !== null) throw new SetupFailure(`cannot judge: ${trouble.message}, whatever its value holds`);
}

/** An attribute, and the kind of resource that has it. */
interface Use {
  readonly ground: PatchGround;
  readonly unit: PatchUnit;
}

/** Removes one element after the other of a resource that has one of each class. */
function removesEach(t: CheckContext, { ground, unit }: Use, some: readonly Hard[]): Promise<void> {
  return t.forAll(
    ground.subject.arbitrary({ required: 'only' }),
    async (base, c) => {
      const elements = some.map(([, value]) => ({ [unit.main]: value }));
      const sent = withValue(composed(c, ground, base, []), unit, elements);
      const { created } = await c.post(ground.subject.type.endpoint, sent, 'create one with hard values');
      // A target may refuse or change such values; then there is nothing to remove.
      if (created === null) return;
      const play = new GroundPlay(c, ground, FILTERED, created, await c.read(created), sent);
      for (const [words, value] of some) {
        if (holdersOf(play.shown, unit, value) !== 1) continue;
        await removeOne(play, unit, [words, value]);
      }
    },
    { runs: 1 },
  );
}

const holdersOf = (shown: JsonObject, unit: PatchUnit, value: string): number =>
  elementsOf(shown, unit).filter((item) => stringMember(item, unit.main) === value).length;

function elementsOf(shown: JsonObject, unit: PatchUnit): readonly JsonObject[] {
  const state = stateOf(shown, unit);
  return Array.isArray(state) ? state.filter(isObject) : [];
}

async function removeOne(play: GroundPlay, unit: PatchUnit, [words, value]: Hard): Promise<void> {
  const { c, created, shown } = play;
  const path = `${unit.text}[${unit.main} eq ${JSON.stringify(value)}]`;
  const what = `removing the element of ${unit.text} whose ${unit.main} holds ${words}`;
  const answer = await patch(c, created, [{ op: 'remove', path }], 'remove one of them');
  await judgeNotCarriedOut(play, answer, what, UNTOUCHED);
  judgePatched(c, answer, FILTERED, what);
  const left = elementsOf(shown, unit).filter((item) => member(item, unit.main) !== value);
  await play.judgeLeft(`after ${what}`, withValue(shown, unit, [...left]), UNTOUCHED);
}
