import fc from 'fast-check';
import { realisticValue } from '../../generators/attribute.ts';
import { removePath, setPath } from '../../generators/build.ts';
import type { CheckContext, CheckEntry, Immutable, RequirementId } from '../../kit/index.ts';
import {
  alike,
  another,
  answered,
  changedValue,
  formatPath,
  GroundPlay,
  judgePatched,
  notDenied,
  overImmutables,
  patch,
  patchOffered,
  valueAt,
  wrongValue,
} from '../../kit/index.ts';

const KEPT: RequirementId = 'RFC7644-3.5.2-read-only';
const REFUSED: RequirementId = 'RFC7644-3.5.2-incompatible-error';
const ADDED: RequirementId = 'RFC7644-3.5.2-immutable-add';

/** Attributes that the target declares immutable (RFC 7644 §3.5.2). */
export const immutables: readonly CheckEntry[] = [
  {
    name: 'immutable',
    title: 'PATCH does not change an immutable attribute that has a value',
    requirements: [KEPT, REFUSED],
    needs: [notDenied('patch')],
    run: (t) => overImmutables(t, changesNothing),
  },
  {
    name: 'immutable-add',
    title: 'PATCH can add an immutable attribute that has no value yet',
    requirements: [ADDED],
    needs: [notDenied('patch')],
    run: (t) => overImmutables(t, canBeAdded),
  },
];

function changesNothing({ subject, attribute }: Immutable, t: CheckContext): Promise<void> {
  const value = realisticValue(attribute, t.session.plan.target.constraints);
  return t.forAll(
    fc.record({ base: subject.arbitrary({ required: 'only' }), first: value, second: value }),
    async ({ base, first, second }, c) => {
      const body = subject.stamp(c, setPath(base, attribute.path, first, attribute));
      const play = await GroundPlay.settle(c, { subject, defaults: {} }, KEPT, body);
      const was = valueAt(play.shown, attribute, subject.type);
      const what = `a PATCH that replaces the immutable ${attribute.text}`;
      const operation = { op: 'replace', path: formatPath(attribute.path), value: another(first, second) };
      const answer = patchOffered(await patch(c, play.created, [operation], `replace ${attribute.text}`));
      const when = `after ${what}`;
      const is = valueAt(await play.read(when), attribute, subject.type);
      c.judge(KEPT, alike(was, is, attribute), () =>
        changedValue(attribute.text, was, is, { when, says: 'is another' }),
      );
      c.judge(REFUSED, answer.status >= 400 && answer.status < 500, () =>
        answered(what, answer, 400, { wanted: '400 with scimType mutability' }),
      );
    },
    { runs: t.session.effort.costlyRuns },
  );
}

function canBeAdded({ subject, attribute }: Immutable, t: CheckContext): Promise<void> {
  const value = realisticValue(attribute, t.session.plan.target.constraints);
  return t.forAll(
    fc.record({ base: subject.arbitrary({ required: 'only' }), value }),
    async ({ base, value }, c) => {
      const body = subject.stamp(c, removePath(base, attribute.path, attribute));
      const play = await GroundPlay.settle(c, { subject, defaults: {} }, ADDED, body);
      fc.pre(valueAt(play.shown, attribute, subject.type) === undefined);
      const what = `adding the immutable ${attribute.text}, which had no value`;
      const operation = { op: 'add', path: formatPath(attribute.path), value };
      const answer = await patch(c, play.created, [operation], `add ${attribute.text}`);
      judgePatched(c, answer, ADDED, what);
      if (!answer.ok) return;
      const when = `after ${what}`;
      const is = valueAt(await play.read(when), attribute, subject.type);
      c.judge(ADDED, alike(value, is, attribute), () => wrongValue(attribute.text, value, is, { when }));
    },
    { runs: t.session.effort.costlyRuns },
  );
}
