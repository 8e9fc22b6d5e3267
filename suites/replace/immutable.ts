import fc from 'fast-check';
import { realisticValue } from '../../generators/attribute.ts';
import { removePath, setPath } from '../../generators/build.ts';
import type { CheckContext, CheckEntry, Immutable } from '../../kit/index.ts';
import {
  alike,
  another,
  describe,
  member,
  overImmutables,
  put,
  settle,
  shown,
  valueAt,
} from '../../kit/index.ts';

/** Attributes that the target declares immutable (RFC 7644 §3.5.1). */
export const immutables: readonly CheckEntry[] = [
  {
    name: 'immutable',
    title: 'A PUT with another value for an immutable attribute does not change it',
    requirements: ['RFC7644-3.5.1-immutable', 'RFC7644-3.5.1-immutable-refused'],
    run: (t) => overImmutables(t, staysAsItIs),
  },
  {
    name: 'immutable-new',
    title: 'A PUT can set an immutable attribute that has no value yet',
    requirements: ['RFC7644-3.5.1-immutable-new'],
    run: (t) => overImmutables(t, canBeSet),
  },
];

function staysAsItIs({ subject, attribute }: Immutable, t: CheckContext): Promise<void> {
  const value = realisticValue(attribute, t.session.plan.target.constraints);
  return t.forAll(
    fc.record({ base: subject.arbitrary({ required: 'only' }), first: value, second: value }),
    async ({ base, first, second }, c) => {
      const body = subject.stamp(c, setPath(base, attribute.path, first, attribute));
      const { created, before } = await settle(c, subject.type, body);
      const changed = setPath(body, attribute.path, another(first, second), attribute);
      const response = await put(c, created, changed, `PUT another ${attribute.text}`);
      const refused = response.status === 400 && member(response.body, 'scimType') === 'mutability';
      c.judge('RFC7644-3.5.1-immutable-refused', refused, () => ({
        message: `a PUT with another value for the immutable ${attribute.text} is answered with ${describe(response)}`,
        expected: '400 with scimType mutability',
        actual: describe(response),
      }));
      const was = valueAt(before, attribute, subject.type) ?? null;
      const is = valueAt(await c.read(created), attribute, subject.type) ?? null;
      c.judge('RFC7644-3.5.1-immutable', alike(was, is, attribute), () => ({
        message: `a PUT changed the immutable ${attribute.text}`,
        expected: `${attribute.text} = ${shown(was)}`,
        actual: `${attribute.text} = ${shown(is)}`,
      }));
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
      const { created, before } = await settle(c, subject.type, body);
      fc.pre(valueAt(before, attribute, subject.type) === undefined);
      const full = setPath(body, attribute.path, value, attribute);
      const response = await put(c, created, full, `PUT ${attribute.text} for the first time`);
      const is = valueAt(await c.read(created), attribute, subject.type);
      c.judge('RFC7644-3.5.1-immutable-new', is !== undefined && alike(value, is, attribute), () => ({
        message: `a PUT of the immutable ${attribute.text}, which had no value, is answered with ${describe(response)} and does not set it`,
        expected: `${attribute.text} = ${shown(value)}`,
        actual: `${attribute.text} = ${shown(is)}`,
      }));
    },
    { runs: t.session.effort.costlyRuns },
  );
}
