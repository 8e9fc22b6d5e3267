import type { PatchUnit } from '../../generators/patch-unit.ts';
import type { CheckContext, CheckEntry, Json, JsonObject } from '../../kit/index.ts';
import { describe, isUnassigned, NotOffered, patchGrounds, shown, stateOf } from '../../kit/index.ts';

const CLEARED = 'RFC7644-3.3-cleared';

/** null and [] in a creation. */
export const clearing: readonly CheckEntry[] = [
  {
    name: 'null-and-empty',
    title:
      'A creation with null, or an empty array, for optional attributes is accepted and leaves them unassigned',
    requirements: [CLEARED],
    run: nullAndEmpty,
  },
];

/** The resource with null for attributes of one value, and [] for those of several. */
export function cleared(resource: JsonObject, units: readonly PatchUnit[]): JsonObject {
  const core = units.filter(({ path }) => path.urn === null);
  return {
    ...resource,
    ...Object.fromEntries(
      core.map(({ attribute }): [string, Json] => [attribute.name, attribute.multiValued ? [] : null]),
    ),
  };
}

async function nullAndEmpty(parent: CheckContext): Promise<void> {
  const grounds = await patchGrounds(parent.session);
  if (grounds.length === 0) throw new NotOffered('the target takes no optional attribute to try this on');
  await parent.forEach(grounds, ({ subject, units }, t) =>
    t.forAll(
      subject.arbitrary({ required: 'only' }),
      async (resource, c) => {
        const body = cleared(subject.stamp(c, resource), units);
        const { response, created } = await c.post(subject.type.endpoint, body, 'create it with null and []');
        c.judge(CLEARED, created !== null, () => ({
          message: `creating a ${subject.noun} with null and [] for optional attributes is answered with ${describe(response)}`,
          expected: '201',
          actual: describe(response),
        }));
        if (created === null) return;
        const after = await c.read(created);
        const strange = units.find((unit) => stateOf(after, unit) === 'null');
        c.judge(CLEARED, strange === undefined, () => ({
          message: `${strange?.text} of a new ${subject.noun} is the text "null"`,
          expected: 'no value',
          actual: shown(strange === undefined ? null : stateOf(after, strange)),
        }));
        t.session.observe(
          'create.defaults',
          units.some((unit) => !isUnassigned(stateOf(after, unit))),
        );
      },
      { runs: t.session.effort.costlyRuns },
    ),
  );
}
