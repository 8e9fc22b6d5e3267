import fc from 'fast-check';
import { setPath } from '../../generators/build.ts';
import type {
  Case,
  CheckContext,
  CheckEntry,
  JsonObject,
  MappedAttribute,
  Subject,
} from '../../kit/index.ts';
import { eq, formatPath, holds, query, subjects, valueAt } from '../../kit/index.ts';
import { filterable, prepare } from './filterable.ts';

/** Filters joined by and, the one combination that Entra sends (rule E-043). */
export const conjunction: readonly CheckEntry[] = [
  {
    name: 'and',
    title: 'and finds a resource only where both sides match',
    requirements: ['RFC7644-3.4.2.2-and'],
    run: and,
  },
];

async function and(parent: CheckContext): Promise<void> {
  await parent.forEach(subjects(parent.session), async (subject, t) => {
    const attributes = filterable(subject);
    const [first, second] = [attributes[0], attributes.at(-1)];
    if (first === undefined || second === undefined) return;
    const one = subject.arbitrary({
      required: 'with-optional',
      omit: (a) => !a.required && a !== first && a !== second,
    });
    await t.forAll(
      fc.tuple(one, one),
      async ([a, b], c) => {
        const pair = [
          prepareBoth(c, subject, a, [first, second]),
          prepareBoth(c, subject, b, [first, second]),
        ] as const;
        const left = await c.create(subject.type.endpoint, pair[0].body, `create the first ${subject.noun}`);
        const right = await c.create(
          subject.type.endpoint,
          pair[1].body,
          `create the second ${subject.noun}`,
        );
        const both = `${eq(formatPath(first.path), pair[0].values[0])} and ${eq(formatPath(second.path), pair[0].values[1])}`;
        const hit = await query(
          c,
          subject.type.endpoint,
          { filter: both },
          'RFC7644-3.4.2.2-and',
          'find the first by two attributes',
        );
        c.judge('RFC7644-3.4.2.2-and', holds(hit, left.id) && !holds(hit, right.id), () => ({
          message: `a filter joined by and does not find exactly the ${subject.noun} that matches both sides`,
          expected: `only the first ${subject.noun}`,
          actual: `${hit.resources.length} resources${holds(hit, right.id) ? ', the second among them' : ''}`,
        }));
        const crossed = `${eq(formatPath(first.path), pair[0].values[0])} and ${eq(formatPath(second.path), pair[1].values[1])}`;
        const miss = await query(
          c,
          subject.type.endpoint,
          { filter: crossed },
          'RFC7644-3.4.2.2-and',
          'ask for one attribute of each',
        );
        c.judge('RFC7644-3.4.2.2-and', !holds(miss, left.id) && !holds(miss, right.id), () => ({
          message: `a filter joined by and finds a ${subject.noun} that matches one side only`,
          expected: 'no match',
          actual: `${miss.resources.length} resources`,
          hint: 'and is treated as or, or one of the two sides is ignored.',
        }));
      },
      { runs: t.session.effort.costlyRuns },
    );
  });
}

function prepareBoth(
  c: Case,
  subject: Subject,
  resource: JsonObject,
  [first, second]: readonly [MappedAttribute, MappedAttribute],
): { body: JsonObject; values: readonly [string, string] } {
  const one = prepare(c, subject, resource, first);
  const current = valueAt(one.body, second, subject.type);
  const value = typeof current === 'string' ? current : c.marker();
  return { body: setPath(one.body, second.path, value, second), values: [one.value, value] };
}
