import fc from 'fast-check';
import type { Case } from '../engine/case.ts';
import type { CheckContext } from '../engine/context.ts';
import { fewRuns } from '../engine/effort.ts';
import { seedOf } from '../engine/seed.ts';
import { NotOffered, SetupFailure } from '../engine/violation.ts';
import { type Draft, draftArbitrary, type PatchForm } from '../generators/patch.ts';
import { PATCH_FORMS } from '../generators/patch-forms.ts';
import type { PatchUnit } from '../generators/patch-unit.ts';
import type { RequirementId } from '../requirements/index.ts';
import type { Json, JsonObject } from '../scim/json.ts';
import { composed, owned } from './composing.ts';
import { GroundPlay } from './ground-play.ts';
import { type FormUse, formUses, type PatchGround, patchGrounds } from './patch-ground.ts';
import { togetherOrApart, troubleOf } from './together.ts';

/** Forms before which an attribute has values, and that bring others: one for each kind of attribute. */
const VALUE_FORMS: readonly PatchForm[] = PATCH_FORMS.filter(({ name }) =>
  ['replace a value', 'replace parts', 'replace all elements'].includes(name),
);

/** The form that brings another value of an attribute. @throws RangeError without one */
export function formFor({ kind }: PatchUnit): PatchForm {
  const form = VALUE_FORMS.find((known) => known.kind === kind);
  if (form === undefined) throw new RangeError(`there is no form for an attribute that is ${kind}`);
  return form;
}

/** The attributes of one kind of resource that a form can be written for. */
export interface Uses {
  readonly ground: PatchGround;
  readonly uses: readonly FormUse[];
}

/** The uses of these forms, each for itself, for every kind of resource. @throws NotOffered where there are none */
export async function usesOf(
  { session }: Pick<CheckContext, 'session'>,
  forms: readonly PatchForm[],
  fits: (unit: PatchUnit) => boolean = () => true,
): Promise<readonly Uses[]> {
  const all = (await patchGrounds(session)).flatMap((ground) =>
    forms.map((form) => ({ ground, uses: formUses(ground, [form]).filter(({ unit }) => fits(unit)) })),
  );
  return anyOf(all);
}

/** Every kind of resource with all attributes that may get another value. @throws NotOffered where there are none */
export async function valueUses(
  { session }: Pick<CheckContext, 'session'>,
  fits: (unit: PatchUnit) => boolean = () => true,
): Promise<readonly Uses[]> {
  const all = (await patchGrounds(session)).map((ground) => ({
    ground,
    uses: formUses(ground, VALUE_FORMS).filter(({ unit }) => fits(unit)),
  }));
  return anyOf(all);
}

function anyOf(all: readonly Uses[]): readonly Uses[] {
  const some = all.filter(({ uses }) => uses.length > 0);
  if (some.length === 0) throw new NotOffered('the target takes no attribute to try this on');
  return some;
}

/** The form of this name. @throws RangeError without one */
export function patchForm(name: string): PatchForm {
  const form = PATCH_FORMS.find((known) => known.name === name);
  if (form === undefined) throw new RangeError(`there is no form "${name}"`);
  return form;
}

/** A resource with values of some attributes, and other values that changes may bring. */
export interface UseInput {
  readonly base: JsonObject;
  readonly drafts: readonly Draft[];
  /** Attributes that have values, and that nothing is done to: the members of a group. */
  readonly bystanders: readonly Draft[];
}

/** Inputs with all attributes of these uses. */
export function useInputs({ ground, uses }: Uses): fc.Arbitrary<UseInput> {
  const staying = ground.special.filter(({ may }) => may === 'stay');
  return fc.record({
    base: ground.subject.arbitrary({ required: 'only' }),
    drafts: fc.tuple(...uses.map(({ form, unit }) => draftArbitrary(form, unit))),
    bystanders: fc.tuple(...staying.map((unit) => draftArbitrary(formFor(unit), unit))),
  });
}

/** Such a resource on the target. */
export interface Tried {
  readonly play: GroundPlay;
  /** The attributes, each with another value than it has. */
  readonly others: readonly { readonly unit: PatchUnit; readonly value: Json }[];
}

/** Creates the resource of an input, and reads it. @throws InputRefused when the target does not take it */
export async function beginUse(
  c: Case,
  { ground, uses }: Uses,
  rule: RequirementId,
  { base, drafts, bystanders }: UseInput,
): Promise<Tried> {
  const marker = c.marker();
  const sent = composed(c, ground, base, [...drafts, ...bystanders], marker);
  const play = await GroundPlay.settle(c, ground, rule, sent);
  const others = drafts.flatMap(({ unit: text, value }) =>
    uses
      .filter(({ unit }) => unit.text === text)
      .map(({ unit }) => ({ unit, value: owned(unit, value, marker) })),
  );
  return { play, others };
}

/** An experiment with several attributes at once, or one alone. */
export interface Experiment<T extends Pick<UseInput, 'drafts'>> {
  /** Inputs for some of the uses. */
  readonly inputs: (uses: readonly FormUse[]) => fc.Arbitrary<T>;
  readonly judge: (input: T, c: Case) => Promise<void>;
  /** A property over inputs; by default one with `judge`. */
  readonly property?: (t: CheckContext, inputs: fc.Arbitrary<T>, runs: number) => Promise<void>;
}

/**
 * Tries all attributes in one experiment, for that costs little; where it does not hold, each alone, with the same values
 * and others. An effort that allows more goes on with other values of one at a time.
 */
export async function allThenEach<T extends Pick<UseInput, 'drafts'>>(
  t: CheckContext,
  { ground, uses }: Uses,
  { inputs, judge, property = (own, some, runs) => own.forAll(some, judge, { runs }) }: Experiment<T>,
): Promise<void> {
  const runs = fewRuns(t);
  const place = `${ground.subject.type.endpoint} ${uses[0]?.form.name}`;
  const seed = seedOf(t.session.plan.seed, 'all at once', place);
  const [sample] = fc.sample(inputs(uses), { seed, numRuns: 1 });
  if (sample === undefined) return;
  const held = await togetherOrApart(
    t,
    uses,
    () => t.once((c) => judge(sample, c)),
    async (use, own) => {
      const drafts = sample.drafts.filter(({ unit }) => unit === use.unit.text);
      const trouble = await troubleOf(() => own.once((c) => judge({ ...sample, drafts }, c)));
      // What cannot be judged, cannot with other values either; a finding may be shown by smaller ones.
      if (!(trouble instanceof SetupFailure)) await property(own, inputs([use]), runs);
      if (trouble !== null) throw trouble;
    },
  );
  const alone = uses.map((use) => inputs([use]));
  if (held && runs > 1) await property(t, fc.oneof(...alone), runs - 1);
}

/** Tries all of the attributes at once, or each alone; see {@link allThenEach}. */
export function overUses(
  t: CheckContext,
  tried: Uses,
  rule: RequirementId,
  body: (tried: Tried) => Promise<void>,
): Promise<void> {
  const { ground } = tried;
  return allThenEach(t, tried, {
    inputs: (uses) => useInputs({ ground, uses }),
    judge: async (input: UseInput, c) => body(await beginUse(c, tried, rule, input)),
  });
}
