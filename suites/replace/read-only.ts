import type { CheckContext, Complaint, JsonObject, RequirementId, Subject } from '../../kit/index.ts';
import {
  COMMON_ATTRIBUTES,
  fewRuns,
  findAttribute,
  GroundPlay,
  isObject,
  isUnassigned,
  member,
  together,
  wrongValue,
} from '../../kit/index.ts';

export const READ_ONLY: RequirementId = 'RFC7644-3.5.1-read-only';

/** Values that no service provider would set itself, for attributes that only it may set (RFC 7643 §3.1, §4.1.2). */
const FORGED: JsonObject = { created: '2001-01-01T00:00:00Z', resourceType: 'Forged', version: 'W/"forged"' };

const WHEN = 'after a PUT with other values for readOnly attributes';

/** A PUT with values for readOnly attributes is accepted, and does not change them (RFC 7644 §3.5.1). */
export function readOnlyIgnored(subject: Subject, t: CheckContext): Promise<void> {
  return t.forAll(
    subject.arbitrary({ required: 'only' }),
    async (resource, c) => {
      const sent = subject.stamp(c, resource);
      const play = await GroundPlay.settle(c, { subject, defaults: {} }, READ_ONLY, sent);
      const before = play.shown;
      const meta = member(before, 'meta');
      await play.put('a PUT with values for readOnly attributes', {
        ...withoutMeta(before),
        meta: { ...(isObject(meta) ? meta : {}), ...FORGED },
        ...(declaresGroups(t, subject) ? { groups: [{ value: 'forged', display: 'Forged' }] } : {}),
      });
      const after = await play.read(WHEN);
      const forged = forgeries(before, after);
      c.judge(READ_ONLY, forged.length === 0, () => together(forged));
      const lost = readOnlyNames(t, subject).filter(
        (name) => !isUnassigned(member(before, name)) && isUnassigned(member(after, name)),
      );
      c.advise(READ_ONLY, lost.length === 0, () =>
        together(lost.map((name) => wrongValue(name, member(before, name), undefined, { when: WHEN }))),
      );
    },
    { runs: fewRuns(t) },
  );
}

/** The resource without `meta`, in whatever letter case the target writes it. */
function withoutMeta(resource: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(resource).filter(([name]) => name.toLowerCase() !== 'meta'));
}

/** Attributes that the target declares as its own, beside those of every resource; groups come and go with members. */
function readOnlyNames({ session }: CheckContext, { type }: Subject): readonly string[] {
  const { user, group, others } = session.plan.target.facts;
  const declared = [user, group, ...others].find((known) => known?.endpoint === type.endpoint);
  return (declared?.schema.attributes ?? [])
    .filter(({ name, mutability }) => mutability === 'readOnly' && name.toLowerCase() !== 'groups')
    .filter(({ name }) => findAttribute(COMMON_ATTRIBUTES, name) === undefined)
    .map(({ name }) => name);
}

/** A strict target refuses attributes that it does not know. */
function declaresGroups({ session }: CheckContext, { type }: Subject): boolean {
  const { user } = session.plan.target.facts;
  return type.name === 'User' && findAttribute(user?.schema.attributes, 'groups') !== undefined;
}

/** The readOnly attributes that took on what the client forged. */
function forgeries(before: JsonObject, after: JsonObject): readonly Complaint[] {
  const more = {
    when: WHEN,
    says: 'is what the client sent',
    hint: 'The body is stored as it comes, with the attributes that are the service provider’s.',
  };
  const meta = Object.entries(FORGED).flatMap(([name, forged]) => {
    const [was, is] = [before, after].map((resource) => member(member(resource, 'meta'), name));
    return is === forged ? [wrongValue(`meta.${name}`, was, is, more)] : [];
  });
  const groups = member(after, 'groups');
  const joined = Array.isArray(groups) && groups.some((item) => member(item, 'value') === 'forged');
  return [...meta, ...(joined ? [wrongValue('groups', member(before, 'groups'), groups, more)] : [])];
}
