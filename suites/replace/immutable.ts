import fc from 'fast-check';
import { realisticValue } from '../../generators/attribute.ts';
import { removePath, setPath } from '../../generators/build.ts';
import type { CheckContext, CheckEntry, Immutable, RequirementId } from '../../kit/index.ts';
import {
  alike,
  another,
  answered,
  changedValue,
  GroundPlay,
  judgeScimType,
  overImmutables,
  putIfOffered,
  valueAt,
  wrongValue,
} from '../../kit/index.ts';

const KEPT: RequirementId = 'RFC7644-3.5.1-immutable';
const REFUSED: RequirementId = 'RFC7644-3.5.1-immutable-refused';
const SET: RequirementId = 'RFC7644-3.5.1-immutable-new';

/** Attributes that the target declares immutable (RFC 7644 §3.5.1). */
export const immutables: readonly CheckEntry[] = [
  {
    name: 'immutable',
    title: 'A PUT with another value for an immutable attribute does not change it',
    requirements: [KEPT, REFUSED],
    run: (t) => overImmutables(t, staysAsItIs),
  },
  {
    name: 'immutable-new',
    title: 'A PUT can set an immutable attribute that has no value yet',
    requirements: [SET],
    run: (t) => overImmutables(t, canBeSet),
  },
];

function staysAsItIs({ subject, attribute }: Immutable, t: CheckContext): Promise<void> {
  const value = realisticValue(attribute, t.session.plan.target.constraints);
  return t.forAll(
    fc.record({ base: subject.arbitrary({ required: 'only' }), first: value, second: value }),
    async ({ base, first, second }, c) => {
      const body = subject.stamp(c, setPath(base, attribute.path, first, attribute));
      const play = await GroundPlay.settle(c, { subject, defaults: {} }, KEPT, body);
      const was = valueAt(play.shown, attribute, subject.type);
      const changed = setPath(body, attribute.path, another(first, second), attribute);
      const what = `a PUT with another value for the immutable ${attribute.text}`;
      const answer = await putIfOffered(c, play.created, changed, `PUT another ${attribute.text}`);
      const when = `after ${what}`;
      const is = valueAt(await play.read(when), attribute, subject.type);
      c.judge(KEPT, alike(was, is, attribute), () =>
        changedValue(attribute.text, was, is, { when, says: 'is another' }),
      );
      c.judge(REFUSED, answer.status === 400, () =>
        answered(what, answer, 400, { wanted: '400 with scimType mutability' }),
      );
      if (answer.status === 400) judgeScimType(c, REFUSED, answer, 'mutability', what);
    },
    { runs: t.session.effort.costlyRuns },
  );
}

function canBeSet({ subject, attribute }: Immutable, t: CheckContext): Promise<void> {
  const value = realisticValue(attribute, t.session.plan.target.constraints);
  return t.forAll(
    fc.record({ base: subject.arbitrary({ required: 'only' }), value }),
    async ({ base, value }, c) => {
      const body = subject.stamp(c, removePath(base, attribute.path, attribute));
      const play = await GroundPlay.settle(c, { subject, defaults: {} }, SET, body);
      fc.pre(valueAt(play.shown, attribute, subject.type) === undefined);
      const what = `a PUT of the immutable ${attribute.text}, which had no value`;
      await play.put(what, setPath(body, attribute.path, value, attribute));
      const when = `after ${what}`;
      const is = valueAt(await play.read(when), attribute, subject.type);
      c.judge(SET, alike(value, is, attribute), () => wrongValue(attribute.text, value, is, { when }));
    },
    { runs: t.session.effort.costlyRuns },
  );
}
