import fc from 'fast-check';
import { realisticValue } from '../../generators/attribute.ts';
import { setPath } from '../../generators/build.ts';
import type { Case, CheckContext, Created, Dialect, Json, MappedAttribute } from '../../kit/index.ts';
import { DIALECTS, member, patch, sameValue, userSubject, valueAt } from '../../kit/index.ts';

/**
 * The dialects of the plan in which the target understands a change of each attribute and of `active`, one at a time on a
 * new user; the first of them when it understands none. Whether it should is judged by the suites of the client's single
 * requests: histories are about what happens in the long run.
 */
export async function understoodDialects(
  t: CheckContext,
  changeable: readonly MappedAttribute[],
): Promise<readonly Dialect[]> {
  const subject = userSubject(t.session);
  const values = fc.tuple(
    ...changeable.map((attribute) => realisticValue(attribute, t.session.plan.target.constraints)),
  );
  const full = fc.tuple(subject.arbitrary({ required: 'only' }), values, values);
  const [sample] = fc.sample(full, { seed: t.session.plan.seed, numRuns: 1 });
  const allowed = DIALECTS.filter(({ name }) => t.session.plan.dialects.includes(name));
  if (sample === undefined) return allowed.slice(0, 1);
  const [user, before, after] = sample;
  const body = changeable.reduce(
    (filled, attribute, index) => setPath(filled, attribute.path, before[index] ?? null, attribute),
    user,
  );
  const understood: Dialect[] = [];
  await t.once(async (c) => {
    for (const dialect of allowed) {
      const created = await subject.create(c, body, 'create a user to try a dialect on');
      if (await understands(c, created, dialect, changeable, after)) understood.push(dialect);
    }
  });
  return understood.length > 0 ? understood : allowed.slice(0, 1);
}

async function understands(
  c: Case,
  created: Created,
  dialect: Dialect,
  changeable: readonly MappedAttribute[],
  after: readonly Json[],
): Promise<boolean> {
  const { userType } = c.session;
  const changes = changeable.map((attribute, index) => ({
    attribute,
    current: valueAt(created.sent, attribute, userType),
    wanted: after[index],
  }));
  await patch(
    c,
    created,
    [...dialect.changes(changes), dialect.active(false)],
    `try the dialect ${dialect.name}`,
  );
  const got = await c.read(created);
  const changed = changes.every(({ attribute, wanted }) => {
    const value = valueAt(got, attribute, userType);
    return wanted === undefined || (value !== undefined && sameValue(value, wanted, attribute.definition));
  });
  return changed && member(got, 'active') === false;
}
