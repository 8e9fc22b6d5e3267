import type { CheckContext, JsonObject, RequirementId, SubjectOptions } from '../../kit/index.ts';
import { eachSubject, fewRuns, GroundPlay, undeclared } from '../../kit/index.ts';

/** A property over resources of every kind, each of which the body may delete. */
export function overDoomed(
  parent: CheckContext,
  rule: RequirementId,
  body: (play: GroundPlay) => Promise<void>,
  options: SubjectOptions = {},
): Promise<void> {
  return eachSubject(parent, (subject, t) =>
    t.forAll(
      subject.arbitrary({ ...options, omit: undeclared(t.session, subject) }),
      async (resource: JsonObject, c) => {
        const sent = subject.stamp(c, resource);
        await body(await GroundPlay.settle(c, { subject, defaults: {} }, rule, sent));
      },
      { runs: fewRuns(t) },
    ),
  );
}
