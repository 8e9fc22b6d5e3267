import fc from 'fast-check';
import { draftArbitrary } from '../../generators/patch.ts';
import type { Case, CheckContext, CheckEntry, FormUse, JsonObject, PatchGround } from '../../kit/index.ts';
import {
  composed,
  describe,
  deviationComplaint,
  deviations,
  formUses,
  member,
  NotOffered,
  notDenied,
  patch,
  patchGrounds,
  settle,
  shown,
  stateOf,
  stringMember,
} from '../../kit/index.ts';

const TIME = 'RFC7644-3.5.2.1-unchanged-time';
const SUCCESS = 'RFC7644-3.5.2.1-unchanged-success';
const UNCHANGED = 'RFC7644-3.5.2.1-unchanged';
/** Forms whose values before are worth adding again. */
const HAVING = ['add over a value', 'add elements'];

/** Adding what is there already: nothing happens, and that is no error (RFC 7644 §3.5.2.1). */
export const repeats: readonly CheckEntry[] = [
  {
    name: 'add-again',
    title: 'Adding a value that is there already succeeds and changes nothing, not even lastModified',
    requirements: [TIME, SUCCESS, UNCHANGED],
    needs: [notDenied('patch')],
    run: addAgain,
  },
];

async function addAgain(parent: CheckContext): Promise<void> {
  const plays = (await patchGrounds(parent.session)).flatMap((ground) => formUses(ground));
  const having = HAVING.map((name) => plays.filter(({ form }) => form.name === name)).filter(
    (some) => some.length > 0,
  );
  if (having.length === 0) throw new NotOffered('the target takes no attribute to try this on');
  await parent.forEach(having, (some, t) => {
    const inputs = some.map(({ ground, unit, form }, index) =>
      fc.record({
        index: fc.constant(index),
        base: ground.subject.arbitrary({ required: 'only' }),
        draft: draftArbitrary(form, unit),
      }),
    );
    return t.forAll(
      fc.oneof(...inputs),
      async ({ index, base, draft }, c) => {
        const play = some[index];
        if (play === undefined) return;
        await judgeAddedAgain(c, play, composed(c, play.ground, base, [draft]));
      },
      { runs: t.session.effort.costlyRuns },
    );
  });
}

async function judgeAddedAgain(c: Case, { ground, unit }: FormUse, sent: JsonObject): Promise<void> {
  const { created, before } = await settle(c, ground.subject.type, sent);
  await tick(stringMember(member(before, 'meta'), 'lastModified'));
  const response = await patch(
    c,
    created,
    [{ op: 'add', path: unit.text, value: stateOf(before, unit) }],
    `add ${unit.text} again`,
  );
  const succeeded = response.status === 200 || response.status === 204;
  c.judge(SUCCESS, succeeded, () => ({
    message: `adding a value to ${unit.text} that is there already is answered with ${describe(response)}`,
    expected: '200 or 204',
    actual: describe(response),
  }));
  if (!succeeded) return;
  const after = await c.read(created, 'read it after the change');
  judgeUnchanged(c, ground, { sent, before, after });
}

function judgeUnchanged(
  c: Case,
  { subject }: PatchGround,
  { sent, before, after }: Readonly<Record<'sent' | 'before' | 'after', JsonObject>>,
): void {
  const [worst] = deviations({ sent, before, wanted: before, after }, subject.type);
  c.judge(UNCHANGED, worst === undefined, () =>
    worst === undefined ? { message: '' } : deviationComplaint(worst, 'adding what is there already'),
  );
  const [was, is] = [before, after].map((shows) => member(member(shows, 'meta'), 'lastModified'));
  c.judge(TIME, was === undefined || was === is, () => ({
    message: `adding a value that is there already to a ${subject.noun} moves meta.lastModified`,
    expected: `"lastModified": ${shown(was)}`,
    actual: `"lastModified": ${shown(is)}`,
    hint: 'The resource is stored again whether or not an operation changed anything.',
  }));
}

/** Waits until the target's clock, as finely as it shows it, has moved on. */
async function tick(lastModified: string | undefined): Promise<void> {
  const fine = /\.\d*[1-9]/.test(lastModified ?? '');
  await new Promise((resolve) => setTimeout(resolve, fine ? 3 : 1100));
}
