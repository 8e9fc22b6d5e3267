import type { Draft, DraftedOperation, PatchForm } from '../../generators/patch.ts';
import { PATCH_FORMS } from '../../generators/patch-forms.ts';
import { NAME_FORMS } from '../../generators/patch-name-forms.ts';
import type { GroundPlay, JsonObject, PatchGround, RequirementId, ResourceType } from '../../kit/index.ts';
import {
  describe,
  judgeNotCarriedOut,
  judgePatched,
  owned,
  patch,
  SetupFailure,
  stateOf,
  together,
} from '../../kit/index.ts';
import { ScimError } from '../../scim/error.ts';
import { applyPatch } from '../../scim/patch.ts';
import { strays } from './strays.ts';

const UNTOUCHED: RequirementId = 'RFC7644-3.5.2-only-target';

/** What a PATCH is judged as: in words with the attribute as `%`, and under which requirement. */
export type Judged = Pick<PatchForm, 'words' | 'means'> & {
  readonly requirement: RequirementId;
  /** Where they are refused together, each operation has to be taken alone. */
  readonly eachTaken?: true;
};

/** Several operations, which are applied in their order. */
export const SEVERAL: Judged = {
  requirement: 'RFC7644-3.5.2-atomic',
  words: 'a PATCH of several operations',
};

/** What drafts come to on a resource. */
export interface Foreseen {
  readonly drafts: readonly Draft[];
  readonly operations: readonly DraftedOperation[];
  /** What the RFC makes of the resource. */
  readonly wanted: JsonObject;
}

/** The operations that the drafts come to one after the other; those that make no sense on the resource are left out. */
export function foreseen(
  { subject, units, special }: PatchGround,
  before: JsonObject,
  drafts: readonly Draft[],
  marker: string,
): Foreseen {
  const operations: DraftedOperation[] = [];
  let wanted = before;
  for (const draft of drafts) {
    const unit = [...units, ...special].find(({ text }) => text === draft.unit);
    const form = [...PATCH_FORMS, ...NAME_FORMS].find(({ name }) => name === draft.form);
    if (unit === undefined || form === undefined) continue;
    const value = owned(unit, draft.value, marker);
    const operation = form.operation(unit, stateOf(wanted, unit), { ...draft, value });
    const next = operation && predicted(wanted, form.means?.(operation) ?? operation, subject.type);
    if (operation === null || next === null) continue;
    operations.push(operation);
    wanted = next;
  }
  return { drafts, operations, wanted };
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

/** Sends what the drafts come to as one PATCH, and judges what it leaves behind. */
export async function judgeChange(
  play: GroundPlay,
  { drafts, operations, wanted }: Foreseen,
  { requirement, words, means, eachTaken }: Judged,
): Promise<void> {
  const { c, created, subject } = play;
  const what = told(words, operations, drafts[0], subject.noun);
  const answer = await patch(c, created, operations, 'change it');
  await judgeNotCarriedOut(play, answer, what, UNTOUCHED);
  if (means !== undefined && answer.status >= 400 && answer.status < 500) return;
  const refused = answer.status < 500 ? !answer.ok : answer.status === 501;
  if (eachTaken && operations.length > 1 && refused) await requireEachTaken(play, operations);
  judgePatched(c, answer, requirement, what);
  const when = `after ${what.replace(/,$/, '')}`;
  const before = play.shown;
  await play.judgeLeft(when, wanted, UNTOUCHED);
  const stray = strays(operations, before, play.shown, subject.type, when);
  c.judge(UNTOUCHED, stray.length === 0, () => together(stray));
  play.sent = operations.reduce(
    (sent, operation) => predicted(sent, means?.(operation) ?? operation, subject.type) ?? sent,
    play.sent,
  );
}

/** What was done, as the subject of a sentence: `replacing title of a user`. */
function told(
  words: string,
  operations: readonly DraftedOperation[],
  first: Draft | undefined,
  noun: string,
): string {
  if (operations.length > 1) return `a PATCH of several operations on a ${noun}`;
  if (words === SEVERAL.words) return `a PATCH of one operation on a ${noun}`;
  const name = first?.unit ?? 'an attribute';
  return words.includes('a resource')
    ? words.replace('a resource', `a ${noun}`).replace('%', name)
    : words.replace('%', `${name} of a ${noun}`);
}

/** Several operations are only to blame where each of them is taken alone. @throws SetupFailure where one is not */
async function requireEachTaken(
  { c, created }: GroundPlay,
  operations: readonly DraftedOperation[],
): Promise<void> {
  for (const operation of operations) {
    const alone = await patch(c, created, [operation], 'do one of them alone');
    if (alone.ok) continue;
    throw new SetupFailure(
      `cannot judge: alone, an operation of it is answered with ${describe(alone)}`,
      alone,
    );
  }
}
