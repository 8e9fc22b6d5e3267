import fc from 'fast-check';
import type {
  Answer,
  Case,
  CheckContext,
  CheckEntry,
  GroundPlay,
  JsonObject,
  RequirementId,
} from '../../kit/index.ts';
import {
  answered,
  beginUse,
  isUnassigned,
  judgeErrorBody,
  judgeNotCarriedOut,
  judgeScimType,
  notDenied,
  overUses,
  patch,
  patchForm,
  patchOffered,
  seedOf,
  stateOf,
  stringMember,
  type Tried,
  togetherOrApart,
  type Uses,
  useInputs,
  usesOf,
} from '../../kit/index.ts';
import { MALFORMED, MISSHAPEN, REMOVALS, type Refusal, SPOILERS, UNFIT } from './refusal-table.ts';

const ERROR_BODY: RequirementId = 'RFC7644-3.5.2-error';
const RESTORED: RequirementId = 'RFC7644-3.5.2-restored';
const NO_TARGET: RequirementId = 'RFC7644-3.5.2.3-no-target';

/** PATCH requests that have to fail, and leave nothing behind (RFC 7644 §3.5.2). */
export const refusals: readonly CheckEntry[] = [
  checkOf(
    'malformed',
    'A PATCH that the standard gives no meaning is refused and changes nothing',
    MALFORMED,
    RESTORED,
  ),
  checkOf(
    'incompatible',
    'A PATCH that does not fit mutability or schema is refused and changes nothing',
    UNFIT,
    'RFC7644-3.5.2-compatible',
  ),
  checkOf(
    'required',
    'Removing a required or readOnly attribute is refused with scimType mutability',
    REMOVALS,
    'RFC7644-3.5.2-read-only',
  ),
  checkOf(
    'atomic',
    'When an operation fails, so does the PATCH, and the resource is as it was before',
    SPOILERS,
    RESTORED,
  ),
  {
    name: 'no-target',
    title: 'A replace whose value filter matches nothing is refused with scimType noTarget',
    requirements: [NO_TARGET, RESTORED],
    needs: [notDenied('patch')],
    run: async (t) =>
      t.forEach(await usesOf(t, [patchForm('replace all elements')]), (uses, own) =>
        overUses(own, uses, NO_TARGET, noTarget),
      ),
  },
];

function checkOf(
  name: string,
  title: string,
  table: readonly Refusal[],
  unchanged: RequirementId,
): CheckEntry {
  const named = table.flatMap(({ requirements }) => requirements);
  const [first = unchanged, ...others] = new Set<RequirementId>([...named, unchanged, ERROR_BODY]);
  return {
    name,
    title,
    requirements: [first, ...others],
    needs: [notDenied('patch')],
    run: async (t) => {
      const [first, ...rest] = await usesOf(t, [patchForm('replace a value')]);
      // How a message is parsed does not depend on whom it is for.
      const ofType = table.filter((refusal) => !MISSHAPEN.includes(refusal));
      const tried = [
        ...(first === undefined ? [] : [{ uses: first, some: table }]),
        ...rest.map((uses) => ({ uses, some: ofType })),
      ];
      await t.forEach(tried, ({ uses, some }, own) => everyRefusal(own, uses, some, unchanged));
    },
  };
}

/** Sends all of them for one resource, which none may change; where one is not refused as it should be, each for its own. */
async function everyRefusal(
  t: CheckContext,
  uses: Uses,
  table: readonly Refusal[],
  unchanged: RequirementId,
): Promise<void> {
  const seed = seedOf(t.session.plan.seed, unchanged, uses.ground.subject.type.endpoint);
  const [input] = fc.sample(useInputs(uses), { seed, numRuns: 1 });
  if (input === undefined) return;
  const judge = async (c: Case, some: readonly Refusal[]): Promise<void> => {
    const tried = await beginUse(c, uses, unchanged, input);
    let last: Refused | null = null;
    for (const refusal of some) last = (await judgeRefusal(tried, refusal, table.indexOf(refusal))) ?? last;
    if (last !== null) await judgeNotCarriedOut(tried.play, last.answer, last.words, unchanged);
  };
  await togetherOrApart(
    t,
    table,
    () => t.once((c) => judge(c, table)),
    (refusal, own) => own.once((c) => judge(c, [refusal])),
  );
}

/** A request that was refused as it should be. */
interface Refused {
  readonly answer: Answer;
  readonly words: string;
}

/**
 * Sends such a request and judges that it is refused.
 * @param turn which of the resource's attributes the request is written for
 * @returns null where it cannot be written, or was accepted and may be
 */
async function judgeRefusal(
  { play, others }: Tried,
  refusal: Refusal,
  turn: number,
): Promise<Refused | null> {
  const { words, requirements, scimType, taken, body, alone } = refusal;
  const { c, subject } = play;
  const other = others[turn % others.length];
  const has = (name: string): boolean => subject.attributes.some(({ text }) => text === name);
  const written =
    other === undefined ? null : body({ type: subject.type, path: other.unit.text, value: other.value, has });
  if (written === null) return null;
  const answer = patchOffered(
    await c.send({
      method: 'PATCH',
      path: play.created.path,
      purpose: `see what becomes of ${words}`,
      wellFormed: false,
      ...(typeof written === 'string' ? { rawBody: written } : { body: written }),
    }),
  );
  const [rule] = requirements;
  if (!isRefused(answer) && alone !== undefined && !isRefused(await sendAlone(play, alone))) {
    // That it is carried out, or makes the target fail, is a matter of that operation, whatever stands before it.
    await play.read(`after ${words}`, ERROR_BODY);
    return null;
  }
  if (answer.ok && taken !== undefined) {
    c.advise(rule, taken === 'nothing', () => answered(words, answer, 400));
    await play.read(`after ${words}`, ERROR_BODY);
    return null;
  }
  const wanted = scimType === undefined ? '400' : `400 with scimType ${scimType}`;
  for (const by of requirements)
    c.judge(by, isRefused(answer), () => answered(words, answer, 400, { wanted }));
  if (scimType !== undefined) judgeScimType(c, rule, answer, scimType, words);
  judgeErrorBody(c, answer, ERROR_BODY, words);
  return { answer, words };
}

const isRefused = ({ status }: Answer): boolean => status >= 400 && status < 500;

function sendAlone({ c, created }: GroundPlay, body: JsonObject): Promise<Answer> {
  const purpose = 'see what becomes of the last operation alone';
  return c.send({ method: 'PATCH', path: created.path, purpose, wellFormed: false, body });
}

/**
 * With `co` no element can be made from the filter, as Entra wants it for `eq` (rule E-081, docs/readings.md). A target
 * that cannot read such a filter in a path may say so instead.
 */
async function noTarget({ play, others }: Tried): Promise<void> {
  const { c, created } = play;
  let last: Refused | null = null;
  for (const { unit } of others) {
    if (isUnassigned(stateOf(play.shown, unit))) continue;
    const path = `${unit.text}[${unit.main} co "no-such-${c.marker()}"].${unit.main}`;
    const what = `a replace whose filter matches no value of ${unit.text}`;
    const operation = { op: 'replace', path, value: 'ada@example.com' };
    const answer = patchOffered(await patch(c, created, [operation], 'replace what does not match'));
    const wanted = '400 with scimType noTarget';
    c.judge(NO_TARGET, isRefused(answer), () =>
      answered(what, answer, 400, { wanted, attribute: unit.text }),
    );
    if (!cannotRead(answer)) {
      c.judge(NO_TARGET, answer.status === 400, () =>
        answered(what, answer, 400, { wanted, attribute: unit.text }),
      );
      judgeScimType(c, NO_TARGET, answer, 'noTarget', what);
    }
    last = { answer, words: what };
  }
  if (last !== null) await judgeNotCarriedOut(play, last.answer, last.words, RESTORED);
}

const cannotRead = ({ error }: Answer): boolean =>
  ['invalidFilter', 'invalidPath'].includes(stringMember(error, 'scimType') ?? '');
