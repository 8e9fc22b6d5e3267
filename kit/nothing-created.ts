import type { Case } from '../engine/case.ts';
import { runPrefix } from '../engine/marker.ts';
import { resourcePath } from '../engine/resource-path.ts';
import type { RequirementId } from '../requirements/index.ts';
import { eq } from '../scim/filter.ts';
import { isObject, type JsonObject, member, stringMember } from '../scim/json.ts';
import type { Creation } from './creation.ts';

/** The attributes that carry a marker of the run, the most telling first. */
const MARKED = ['userName', 'displayName', 'externalId'] as const;

/**
 * Judges that a creation that was refused was not carried out all the same: it is looked for by the names that carry a
 * marker. Where the target answers no such look-up, nothing can be said.
 * @param what what was refused: `a user without a userName`
 * @param others ids of resources that have such a name rightly
 * @param attribute the attribute that it was refused for
 */
export async function judgeNothingCreated(
  { c, subject: { type, noun }, sent, answer }: Omit<Creation, 'created'>,
  rule: RequirementId,
  what: string,
  { others = [], attribute }: { readonly others?: readonly string[]; readonly attribute?: string } = {},
): Promise<void> {
  const prefix = runPrefix(c.session.plan.runId);
  for (const name of MARKED) {
    const value = stringMember(sent, name);
    if (value?.includes(prefix) !== true) continue;
    const found = await idsWith(c, type.endpoint, name, value);
    if (found === null) continue;
    const risen = found.filter((id) => !others.includes(id));
    for (const id of risen) c.track({ id, path: resourcePath(type.endpoint, id) });
    c.judge(rule, risen.length === 0, () => ({
      deviation: 'carriedOut',
      what,
      says: `is refused with ${answer.status}, and created all the same`,
      attribute,
      wanted: `no ${noun} with this ${name}`,
      got: `a ${noun} with this ${name}`,
      answer,
      hint: 'The record is written before it is validated, or the error is raised after the commit.',
    }));
    return;
  }
}

/** The ids of the resources that have this very name; null where no list comes. A target may ignore the filter. */
async function idsWith(
  c: Case,
  endpoint: string,
  name: string,
  value: string,
): Promise<readonly string[] | null> {
  const { list } = await c.send({
    method: 'GET',
    path: endpoint,
    query: { filter: eq(name, value) },
    purpose: 'look for what was refused',
  });
  if (list === null) return null;
  const resources = member(list, 'Resources');
  const same = (item: JsonObject): boolean => stringMember(item, name)?.toLowerCase() === value.toLowerCase();
  return (Array.isArray(resources) ? resources.filter(isObject) : [])
    .filter(same)
    .flatMap((item) => stringMember(item, 'id') ?? []);
}
