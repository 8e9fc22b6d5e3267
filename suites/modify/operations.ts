import fc from 'fast-check';
import { type Draft, type DraftedOperation, draftArbitrary, type PatchForm } from '../../generators/patch.ts';
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
  ResourceType,
  Stages,
} from '../../kit/index.ts';
import {
  composed,
  describe,
  deviationComplaint,
  deviations,
  fewRuns,
  formUses,
  NotOffered,
  notDenied,
  owned,
  patch,
  patchGrounds,
  SetupFailure,
  settle,
  stateOf,
} from '../../kit/index.ts';
import { ScimError } from '../../scim/error.ts';
import { applyPatch } from '../../scim/patch.ts';

const UNTOUCHED = 'RFC7644-3.5.2-only-target';
const IN_ORDER = 'RFC7644-3.5.2-atomic';
/** Forms before which an attribute has values, one for each kind of attribute. */
const BYSTANDERS = ['replace a value', 'replace parts', 'replace all elements'];
/** Most operations of one random PATCH. */
const MOST = 6;

/** Random operations in every form, compared with what RFC 7644 §3.5.2.1 to §3.5.2.3 say they leave behind. */
export const operations: readonly CheckEntry[] = [
  ...(
    [
      [
        'add',
        'An add operation in any form sets or adds what it says, and nothing else changes',
        formsOf('add'),
      ],
      [
        'remove',
        'A remove operation in any form takes away what it says, and nothing else changes',
        formsOf('remove'),
      ],
      [
        'replace',
        'A replace operation in any form replaces what it says, and nothing else changes',
        formsOf('replace'),
      ],
      ['names-in-any-case', 'The names in a path are understood in any letter case', NAME_FORMS],
    ] as const
  ).map(([name, title, forms]): CheckEntry => {
    const [first, ...others] = new Set(forms.map(({ requirement }) => requirement));
    return {
      name,
      title,
      requirements: [first ?? UNTOUCHED, ...others, UNTOUCHED],
      needs: [notDenied('patch')],
      run: (t) => everyForm(t, forms),
    };
  }),
  {
    name: 'sequences',
    title: 'The operations of one PATCH are applied in their order, each to what the one before left',
    requirements: [IN_ORDER, UNTOUCHED],
    needs: [notDenied('patch')],
    run: sequences,
  },
];

/** The forms of the check for one op. */
function formsOf(op: 'add' | 'remove' | 'replace'): readonly PatchForm[] {
  return PATCH_FORMS.filter(({ name }) => op === (/^(?:add|remove)\b/.exec(name)?.[0] ?? 'replace'));
}

/** One generated PATCH: a resource, and what is to be done to it. */
interface Input {
  readonly resource: string;
  readonly base: JsonObject;
  readonly drafts: readonly Draft[];
  /** Attributes that have values, and are to keep them. */
  readonly bystanders: readonly Draft[];
}

/** What a property judges, in words, and under which requirement. */
interface Judged {
  readonly requirement: RequirementId;
  readonly words: string;
}

async function everyForm(parent: CheckContext, forms: readonly PatchForm[]): Promise<void> {
  const grounds = await patchGrounds(parent.session);
  const playable = forms
    .map((form) => ({ form, plays: grounds.flatMap((ground) => formUses(ground, [form])) }))
    .filter(({ plays }) => plays.length > 0);
  if (playable.length === 0) throw new NotOffered('the target takes no attribute to try such operations on');
  await parent.forEach(playable, async ({ form, plays }, t) => {
    const inputs = plays.map((play) => inputFor(play.ground, [play], 1));
    const { requirement, words } = form;
    try {
      await property(t, grounds, fc.oneof(...inputs), { requirement, words }, fewRuns(t));
    } catch (error) {
      // A target may want one element of each type alone.
      if (!(error instanceof SetupFailure && form.before?.sameType)) throw error;
      t.session.observe('elements.sameType', 'refused');
    }
  });
}

async function sequences(parent: CheckContext): Promise<void> {
  const grounds = await patchGrounds(parent.session);
  if (grounds.length === 0) throw new NotOffered('the target takes no attribute to try operations on');
  await parent.forEach(grounds, (ground, t) => {
    const judged: Judged = { requirement: IN_ORDER, words: 'a PATCH of several operations' };
    return property(t, [ground], inputFor(ground, formUses(ground), MOST), judged, t.session.effort.runs);
  });
}

/** A resource of the ground with one to several drafts of these plays. */
function inputFor(ground: PatchGround, plays: readonly FormUse[], most: number): fc.Arbitrary<Input> {
  const draft = fc.oneof(...plays.map(({ form, unit }) => draftArbitrary(form, unit)));
  const others = formUses(ground)
    .filter(({ form }) => BYSTANDERS.includes(form.name))
    .map(({ form, unit }) => draftArbitrary(form, unit));
  return fc.record({
    resource: fc.constant(ground.subject.noun),
    base: ground.subject.arbitrary({ required: 'only' }),
    drafts: fc.array(draft, { minLength: 1, maxLength: most, size: 'max' }),
    bystanders: fc.array(fc.oneof(...others), { maxLength: 4 }),
  });
}

function property(
  t: CheckContext,
  grounds: readonly PatchGround[],
  inputs: fc.Arbitrary<Input>,
  judged: Judged,
  runs: number,
): Promise<void> {
  const told = new WeakMap<Input, readonly string[]>();
  return t.forAll(
    inputs,
    async (input, c) => {
      const ground = grounds.find(({ subject }) => subject.noun === input.resource);
      if (ground === undefined) return;
      await judgeOperations(c, ground, input, judged, (words) => told.set(input, words));
    },
    { runs, steps: (input) => told.get(input) ?? [] },
  );
}

/** Sends what the drafts come to as one PATCH, and judges what it leaves behind. */
async function judgeOperations(
  c: Case,
  ground: PatchGround,
  { base, drafts, bystanders }: Input,
  { requirement, words }: Judged,
  tell: (words: readonly string[]) => void,
): Promise<void> {
  const marker = c.marker();
  const { type, noun } = ground.subject;
  const sent = composed(c, ground, base, [...drafts, ...bystanders], marker);
  const { created, before } = await settle(c, type, sent);
  const { operations, wanted } = carriedOut(ground, before, drafts, marker);
  fc.pre(operations.length > 0);
  const what = (
    operations.length === 1 ? words.replace('of several operations', 'of one operation') : words
  ).replace('%', drafts[0]?.unit ?? 'an attribute');
  tell(operations.map((operation) => JSON.stringify(operation)));
  const response = await patch(c, created, operations, what);
  c.judge(requirement, response.status === 200 || response.status === 204, () => ({
    message: `${what} of a ${noun} is answered with ${describe(response)}`,
    expected: '200 or 204',
    actual: describe(response),
  }));
  const after = await c.read(created, 'read it after the change');
  judgeLeft(c, { sent, before, wanted, after, defaults: ground.defaults }, type, requirement, what);
}

/** Judges what a change left behind: what it was about under its own requirement, all else as untouched. */
function judgeLeft(
  c: Case,
  stages: Stages,
  type: ResourceType,
  requirement: RequirementId,
  what: string,
): void {
  const found = deviations(stages, type);
  const [worst] = [...found.filter(({ meant }) => meant), ...found];
  const rule = worst !== undefined && !worst.meant ? UNTOUCHED : requirement;
  c.judge(rule, worst === undefined, () =>
    worst === undefined ? { message: '' } : deviationComplaint(worst, what),
  );
}

/** The operations that the drafts come to one after the other, and what the RFC makes of the resource with them. */
function carriedOut(
  { subject, units }: PatchGround,
  before: JsonObject,
  drafts: readonly Draft[],
  marker: string,
): { readonly operations: readonly DraftedOperation[]; readonly wanted: JsonObject } {
  const operations: DraftedOperation[] = [];
  let wanted = before;
  for (const draft of drafts) {
    const unit = units.find(({ text }) => text === draft.unit);
    const form = [...PATCH_FORMS, ...NAME_FORMS].find(({ name }) => name === draft.form);
    if (unit === undefined || form === undefined) continue;
    const value = owned(unit, draft.value, marker);
    const operation = form.operation(unit, stateOf(wanted, unit), { ...draft, value });
    const next = operation === null ? null : predicted(wanted, operation, subject.type);
    if (operation === null || next === null) continue;
    operations.push(operation);
    wanted = next;
  }
  return { operations, wanted };
}

/** Null for an operation that the RFC refuses on this resource. */
function predicted(
  resource: JsonObject,
  { op, path, value }: DraftedOperation,
  type: ResourceType,
): JsonObject | null {
  try {
    return applyPatch(resource, [{ op, path: path ?? null, value }], type);
  } catch (error) {
    if (error instanceof ScimError) return null;
    throw error;
  }
}
