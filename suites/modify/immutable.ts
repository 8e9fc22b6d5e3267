import fc from 'fast-check';
import { realisticValue } from '../../generators/attribute.ts';
import { removePath, setPath } from '../../generators/build.ts';
import type { CheckContext, CheckEntry, Immutable } from '../../kit/index.ts';
import {
  alike,
  another,
  describe,
  formatPath,
  notDenied,
  overImmutables,
  patch,
  settle,
  shown,
  valueAt,
} from '../../kit/index.ts';

/** Attributes that the target declares immutable (RFC 7644 §3.5.2). */
export const immutables: readonly CheckEntry[] = [
  {
    name: 'immutable',
    title: 'PATCH does not change an immutable attribute that has a value',
    requirements: ['RFC7644-3.5.2-read-only', 'RFC7644-3.5.2-incompatible-error'],
    needs: [notDenied('patch')],
    run: (t) => overImmutables(t, changesNothing),
  },
  {
    name: 'immutable-add',
    title: 'PATCH can add an immutable attribute that has no value yet',
    requirements: ['RFC7644-3.5.2-immutable-add'],
    needs: [notDenied('patch')],
    run: (t) => overImmutables(t, canBeAdded),
  },
];

function changesNothing({ subject, attribute }: Immutable, t: CheckContext): Promise<void> {
  const values = fc.tuple(...[0, 1].map(() => realisticValue(attribute, t.session.plan.target.constraints)));
  return t.forAll(
    fc.record({ base: subject.arbitrary({ required: 'only' }), values }),
    async ({ base, values: [first = null, second = null] }, c) => {
      const body = subject.stamp(c, setPath(base, attribute.path, first, attribute));
      const { created, before } = await settle(c, subject.type, body);
      const value = another(first, second);
      const path = formatPath(attribute.path);
      const response = await patch(c, created, [{ op: 'replace', path, value }], `replace ${attribute.text}`);
      c.judge('RFC7644-3.5.2-incompatible-error', response.status >= 400 && response.status < 500, () => ({
        message: `replacing the immutable ${attribute.text} is answered with ${describe(response)}`,
        expected: '400 with scimType mutability',
        actual: describe(response),
      }));
      const was = valueAt(before, attribute, subject.type) ?? null;
      const is = valueAt(await c.read(created), attribute, subject.type) ?? null;
      c.judge('RFC7644-3.5.2-read-only', alike(was, is, attribute), () => ({
        message: `a PATCH changed the immutable ${attribute.text}`,
        expected: `${attribute.text} = ${shown(was)}`,
        actual: `${attribute.text} = ${shown(is)}`,
      }));
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
      const { created, before } = await settle(c, subject.type, body);
      fc.pre(valueAt(before, attribute, subject.type) === undefined);
      const path = formatPath(attribute.path);
      const response = await patch(c, created, [{ op: 'add', path, value }], `add ${attribute.text}`);
      const is = valueAt(await c.read(created), attribute, subject.type);
      c.judge('RFC7644-3.5.2-immutable-add', is !== undefined && alike(value, is, attribute), () => ({
        message: `adding the immutable ${attribute.text}, which had no value, is answered with ${describe(response)}`,
        expected: `${attribute.text} = ${shown(value)}`,
        actual: `${attribute.text} = ${shown(is)}`,
      }));
    },
    { runs: t.session.effort.costlyRuns },
  );
}
