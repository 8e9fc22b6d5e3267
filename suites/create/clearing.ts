import type { PatchUnit } from '../../generators/patch-unit.ts';
import type { CheckEntry, Json, JsonObject, PatchGround, RequirementId } from '../../kit/index.ts';
import {
  answered,
  type CheckContext,
  fewRuns,
  isUnassigned,
  NotOffered,
  patchGrounds,
  stateOf,
  together,
  wrongValue,
} from '../../kit/index.ts';

const CLEARED: RequirementId = 'RFC7644-3.3-cleared';

/** null and [] in a creation. */
export const clearing: readonly CheckEntry[] = [
  {
    name: 'null-and-empty',
    title:
      'A creation with null, or an empty array, for optional attributes is accepted and leaves them unassigned',
    requirements: [CLEARED],
    run: async (t) => {
      const grounds = (await patchGrounds(t.session)).filter(({ units }) => units.length > 0);
      if (grounds.length === 0) throw new NotOffered('the target takes no optional attribute to try this on');
      await t.forEach(grounds, nullAndEmpty);
    },
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

function nullAndEmpty({ subject, units }: PatchGround, t: CheckContext): Promise<void> {
  return t.forAll(
    subject.arbitrary({ required: 'only' }),
    async (resource, c) => {
      const body = cleared(subject.stamp(c, resource), units);
      const what = `creating a ${subject.noun} with null and [] for optional attributes`;
      const { response, created } = await c.post(subject.type.endpoint, body, 'create it with null and []');
      c.judge(CLEARED, response.ok, () => answered(what, response, 201));
      if (created === null) return;
      const after = await c.read(created);
      const strange = units.filter((unit) => stateOf(after, unit) === 'null');
      c.judge(CLEARED, strange.length === 0, () =>
        together(
          strange.map(({ text }) =>
            wrongValue(text, null, 'null', { when: `after ${what}`, says: 'is the text "null"' }),
          ),
        ),
      );
      t.session.observe(
        'create.defaults',
        units.some((unit) => !isUnassigned(stateOf(after, unit))),
      );
    },
    { runs: fewRuns(t) },
  );
}
