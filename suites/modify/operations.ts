import fc from 'fast-check';
import { type Draft, draftArbitrary, type PatchForm } from '../../generators/patch.ts';
import { PATCH_FORMS } from '../../generators/patch-forms.ts';
import { NAME_FORMS } from '../../generators/patch-name-forms.ts';
import type {
  Case,
  CheckContext,
  CheckEntry,
  FormUse,
  JsonObject,
  PatchGround,
  RequirementId,
  Uses,
} from '../../kit/index.ts';
import {
  allThenEach,
  composed,
  Failure,
  fewRuns,
  formFor,
  formUses,
  GroundPlay,
  InputRefused,
  NotOffered,
  notDenied,
  patchGrounds,
  SetupFailure,
  seedOf,
  togetherOrApart,
  troubleOf,
} from '../../kit/index.ts';
import { type Foreseen, foreseen, type Judged, judgeChange, SEVERAL } from './drafted.ts';

const UNTOUCHED: RequirementId = 'RFC7644-3.5.2-only-target';
/** Most operations of one random PATCH. */
const MOST = 6;
/** One in so many values is left out of what belongs together; shrinking leaves out more. */
const SELDOM = 50;

/** One of the checks of operations in every form. */
function checkOf(name: string, title: string, forms: readonly PatchForm[]): CheckEntry {
  const [first = UNTOUCHED, ...others] = new Set(forms.map(({ requirement }) => requirement));
  return {
    name,
    title,
    requirements: [first, ...others, UNTOUCHED, SEVERAL.requirement],
    needs: [notDenied('patch')],
    run: (t) => everyForm(t, forms),
  };
}

/** The forms of the check for one op. */
function formsOf(op: 'add' | 'remove' | 'replace'): readonly PatchForm[] {
  return PATCH_FORMS.filter(({ name }) => op === (/^(?:add|remove)\b/.exec(name)?.[0] ?? 'replace'));
}

/** Random operations in every form, compared with what RFC 7644 §3.5.2.1 to §3.5.2.3 say they leave behind. */
export const operations: readonly CheckEntry[] = [
  checkOf(
    'add',
    'An add operation in any form sets or adds what it says, and nothing else changes',
    formsOf('add'),
  ),
  checkOf(
    'remove',
    'A remove operation in any form takes away what it says, and nothing else changes',
    formsOf('remove'),
  ),
  checkOf(
    'replace',
    'A replace operation in any form replaces what it says, and nothing else changes',
    formsOf('replace'),
  ),
  checkOf('names-in-any-case', 'The names in a path are understood in any letter case', NAME_FORMS),
  {
    name: 'sequences',
    title: 'The operations of one PATCH are applied in their order, each to what the one before left',
    requirements: [SEVERAL.requirement, UNTOUCHED],
    needs: [notDenied('patch')],
    run: sequences,
  },
];

/** One generated PATCH: a resource, and what is to be done to it. */
interface Input {
  readonly resource: string;
  readonly base: JsonObject;
  readonly drafts: readonly Draft[];
  /** Attributes that have values, and are to keep them. */
  readonly bystanders: readonly Draft[];
}

/** A form with the attributes of one kind of resource that it can be written for. */
interface Playable extends Uses {
  readonly form: PatchForm;
}

async function everyForm(parent: CheckContext, forms: readonly PatchForm[]): Promise<void> {
  const all = (await patchGrounds(parent.session)).map((ground) =>
    forms
      .map((form): Playable => ({ ground, form, uses: formUses(ground, [form]) }))
      .filter(({ uses }) => uses.length > 0),
  );
  if (all.flat().length === 0)
    throw new NotOffered('the target takes no attribute to try such operations on');
  const parts = all.flatMap((playable) => [
    playable.filter(({ form }) => isEasy(form)),
    ...playable.filter(({ form }) => !isEasy(form)).map((one) => [one]),
  ]);
  await parent.forEach(
    parts.filter(({ length }) => length > 0),
    oneAfterTheOther,
  );
}

/** Whether a form wants no more of a resource than values of its attributes, as any other form may leave them. */
function isEasy({ absent = false, before = { count: 2 } }: PatchForm): boolean {
  return !absent && Object.keys(before).length === 1 && before.count === 2;
}

/** Tries forms on one resource, where few are tried; where one does not do what it says, each on resources of its own. */
async function oneAfterTheOther(forms: readonly Playable[], t: CheckContext): Promise<void> {
  if (forms.length === 1 || fewRuns(t) > 1) await t.forEach(forms, everyUse);
  else await togetherOrApart(t, forms, () => t.once((c) => chain(c, forms)), everyUse);
}

/** A PATCH on all attributes in each form, on the resource as the one before left it; on another one where that does not fit. */
async function chain(c: Case, forms: readonly Playable[]): Promise<void> {
  const { seed } = c.session.plan;
  const marker = c.marker();
  let play: GroundPlay | null = null;
  for (const { ground, form, uses } of forms) {
    const place = `${ground.subject.type.endpoint} ${form.name}`;
    const inputs = inputOf(ground, mostOf(uses));
    const [input] = fc.sample(inputs, { seed: seedOf(seed, 'one after the other', place), numRuns: 1 });
    if (input === undefined) continue;
    let change: Foreseen | null = play && foreseen(ground, play.shown, input.drafts, marker);
    if (play === null || change === null || change.operations.length < input.drafts.length) {
      play = await begin(c, ground, input, SEVERAL, marker);
      change = foreseen(ground, play.shown, input.drafts, marker);
    }
    if (change.operations.length === 0) continue;
    await judgeChange(play, change, severalOf(form));
    holds(c, form);
  }
}

/**
 * Tries a form on every attribute by one PATCH. Only where that does not do what it says, each attribute has a PATCH of its
 * own; where all of these do, it is the operations that do not go together.
 */
async function everyUse({ form, ...uses }: Playable, t: CheckContext): Promise<void> {
  const { ground } = uses;
  const trouble = await troubleOf(() =>
    allThenEach<Input>(t, uses, {
      inputs: (some) => inputOf(ground, mostOf(some)),
      judge: async (input, c) => {
        await judgeOperations(c, ground, input, input.drafts.length === 1 ? form : severalOf(form));
        holds(c, form);
      },
      property: (own, inputs, runs) => property(own, ground, inputs, form, runs),
    }),
  );
  // A target may want one element of each type alone.
  if (trouble instanceof SetupFailure && form.before?.sameType)
    t.session.observe('elements.sameType', 'refused');
  else if (trouble !== null) throw trouble;
}

/** What holds for many attributes at once holds for the form. */
function holds(c: Case, { requirement }: PatchForm): void {
  c.judge(requirement, true, () => ({ deviation: 'ignored', what: '' }));
}

/** What several operations of one form are judged as. */
const severalOf = ({ means }: PatchForm): Judged => (means === undefined ? SEVERAL : { ...SEVERAL, means });

const SEQUENCE: Judged = { ...SEVERAL, eachTaken: true };

async function sequences(parent: CheckContext): Promise<void> {
  const grounds = (await patchGrounds(parent.session))
    .map((ground) => ({ ground, uses: formUses(ground).filter(({ form }) => form.means === undefined) }))
    .filter(({ uses }) => uses.length > 0);
  if (grounds.length === 0) throw new NotOffered('the target takes no attribute to try operations on');
  await parent.forEach(grounds, async ({ ground, uses }, t) => {
    const draft = fc.oneof(...uses.map(draftOf));
    const drafts = fc.array(draft, { minLength: 1, maxLength: MOST, size: 'max' });
    const inputs = inputOf(ground, drafts);
    const failing: Input[] = [];
    const keep = (smallest: Input): number => failing.push(smallest);
    const trouble = await troubleOf(() =>
      property(t, ground, inputs, SEQUENCE, t.session.effort.costlyRuns, keep),
    );
    for (const input of failing) await requireEachAlone(t, ground, input);
    if (trouble !== null) throw trouble;
  });
}

/** Several operations are only to blame where each of them does alone what it says. @throws SetupFailure where one does not */
async function requireEachAlone(t: CheckContext, ground: PatchGround, input: Input): Promise<void> {
  for (const draft of input.drafts) {
    const alone = { ...input, drafts: [draft] };
    const trouble = await troubleOf(() => t.once((c) => judgeOperations(c, ground, alone, SEQUENCE)));
    if (!(trouble instanceof Failure)) continue;
    const exchange = trouble.evidence.exchanges.findLast(({ request }) => request.method === 'PATCH');
    const why = `cannot judge: a single operation does not do what it says: ${trouble.message}`;
    const { attribute } = trouble.evidence.finding;
    throw new SetupFailure(why, exchange === undefined ? null : { exchange }, attribute);
  }
}

const draftOf = ({ form, unit }: FormUse): fc.Arbitrary<Draft> => draftArbitrary(form, unit);

/** A draft for every use, but for a few that are seldom left out. */
function mostOf(uses: readonly FormUse[]): fc.Arbitrary<readonly Draft[]> {
  const options = uses.map((use) => fc.option(draftOf(use), { freq: SELDOM }));
  return fc.tuple(...options).map((drafts) => drafts.filter((draft) => draft !== null));
}

/** A resource with values of every attribute, changed or not: what no operation names is there to be spoilt. */
function inputOf(ground: PatchGround, drafts: fc.Arbitrary<readonly Draft[]>): fc.Arbitrary<Input> {
  const others = [...ground.units, ...ground.special]
    .filter(({ may }) => may !== 'remove')
    .map((unit) => ({ ground, unit, form: formFor(unit) }));
  return fc.record({
    resource: fc.constant(ground.subject.noun),
    base: ground.subject.arbitrary({ required: 'only' }),
    drafts,
    // Some defects show only where there is little; shrinking begins with that.
    bystanders: fc.oneof({ withCrossShrink: true }, fc.constant([]), {
      weight: 4,
      arbitrary: mostOf(others),
    }),
  });
}

function property(
  t: CheckContext,
  ground: PatchGround,
  inputs: fc.Arbitrary<Input>,
  judged: Judged,
  runs: number,
  keep: (smallest: Input) => unknown = () => {},
): Promise<void> {
  const told = new WeakMap<Input, readonly string[]>();
  return t.forAll(
    inputs,
    (input, c) => judgeOperations(c, ground, input, judged, (steps) => told.set(input, steps)),
    {
      runs,
      steps: (input) => {
        keep(input);
        return told.get(input) ?? [];
      },
    },
  );
}

/** Creates the resource of an input. @throws InputRefused when the target does not take it */
function begin(
  c: Case,
  ground: PatchGround,
  { base, drafts, bystanders }: Input,
  { requirement }: Judged,
  marker: string,
): Promise<GroundPlay> {
  const sent = composed(c, ground, base, [...drafts, ...bystanders], marker);
  return GroundPlay.settle(c, ground, requirement, sent);
}

/** Sends what the drafts come to as one PATCH, and judges what it leaves behind. */
async function judgeOperations(
  c: Case,
  ground: PatchGround,
  input: Input,
  judged: Judged,
  tell: (steps: readonly string[]) => void = () => {},
): Promise<void> {
  const marker = c.marker();
  const play = await begin(c, ground, input, judged, marker);
  const change = foreseen(ground, play.shown, input.drafts, marker);
  if (change.operations.length === 0)
    throw new InputRefused('cannot judge: no generated operation fits the resource');
  tell(change.operations.map((operation) => JSON.stringify(operation)));
  await judgeChange(play, change, judged);
}
