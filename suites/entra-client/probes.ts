import type { CheckContext, CheckEntry, Complaint, MappedAttribute } from '../../kit/index.ts';
import {
  answered,
  eq,
  found,
  groupCheck,
  holds,
  judgeList,
  judgeNone,
  member,
  overPlays,
  type Play,
  populationOf,
  SetupFailure,
  unfound,
  userAttribute,
  userSubject,
  valueAt,
} from '../../kit/index.ts';

const isManager = ({ path }: MappedAttribute): boolean => path.attribute === 'manager';

/** The client's question whether a resource refers to another one (rule E-060). */
export const probes: readonly CheckEntry[] = [
  {
    name: 'manager-probe',
    title: 'The probe whether a user has a manager is answered with a list of him or of none',
    requirements: ['E-060'],
    needs: [userAttribute('manager', isManager)],
    run: managerProbe,
  },
  groupCheck(
    'member-probe',
    'The probe whether a group has a member is answered with a list of it or of none',
    { requirements: ['E-060'], members: 1, users: 2 },
    async (play, [inside = '', outside = '']) => {
      await judgeProbe(play, { name: 'members', value: inside, held: true });
      await judgeProbe(play, { name: 'members', value: outside, held: false });
    },
  ),
];

/** The question whether a resource refers to another one, and what is right to answer. */
interface Probe {
  readonly name: 'manager' | 'members';
  readonly value: string;
  readonly held: boolean;
}

/**
 * Asks with the operands in either order, then with the parameter that the client adds, and judges that the resource is
 * found exactly when it should be.
 */
async function judgeProbe(play: Play, probe: Probe): Promise<void> {
  const { c, rule, id } = play;
  const operands = [eq('id', id), eq(probe.name, probe.value)];
  const filters = [operands.join(' and '), operands.toReversed().join(' and ')];
  for (const [filter, more] of [
    [filters[0], {}],
    [filters[1], {}],
    [filters[0], { attributes: 'id' }],
  ] as const) {
    const wrong = await probed(play, String(filter), more, probe, true);
    judgeNone(c, rule, wrong === null ? [] : [(await leafOf(play, probe)) ?? wrong]);
    if (wrong !== null) return;
  }
}

/** What is wrong with the answer to a filter that should find the resource when it is held; null for nothing. */
async function probed(
  { c, rule, subject, id }: Play,
  filter: string,
  more: Readonly<Record<string, string>>,
  { name, held }: Probe,
  alone: boolean,
): Promise<Complaint | null> {
  const { type, noun } = subject;
  const query = { filter, ...more };
  const purpose = `probe whether the ${noun} refers to somebody`;
  const answer = await c.send({ method: 'GET', path: type.endpoint, query, purpose });
  const what = `the filter ${filter}${Object.keys(more).length > 0 ? ' with attributes=id' : ''}`;
  const attribute = subject.attributes.find(({ path }) => path.attribute === name)?.text ?? name;
  const about = { attribute, ...(filter.includes(' and ') && { form: ['filter and'] }) };
  if (answer.status !== 200) return answered(what, answer, 200, about);
  const list = judgeList(c, answer, rule, what);
  if (held && !holds(list, id)) return unfound(what, `the ${noun}`, { ...about, answer });
  const others = alone && list.resources.length > (held ? 1 : 0);
  return others || (!held && holds(list, id))
    ? found(what, `${list.resources.length} ${noun}s`, { ...about, answer })
    : null;
}

/**
 * What is wrong with the filter on the reference alone; null where nothing is.
 * @throws SetupFailure where a filter on the id alone does not find the resource, or does not answer for nobody with a list
 */
async function leafOf(play: Play, probe: Probe): Promise<Complaint | null> {
  const byId =
    (await probed(play, eq('id', play.id), {}, { ...probe, held: true }, true)) ??
    (await probed(play, eq('id', play.c.marker()), {}, { ...probe, held: false }, true));
  if (byId !== null)
    throw new SetupFailure('cannot judge: a filter on the id alone is not answered rightly', byId.answer);
  return probed(play, eq(probe.name, probe.value), {}, probe, false);
}

async function managerProbe(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  const [boss, other] = (await populationOf(t.session).users(2)).map(({ id }) => id);
  const manager = subject.attributes.find(isManager);
  if (boss === undefined || other === undefined || manager === undefined) return;
  await overPlays(
    t,
    subject,
    'E-060',
    async (play) => {
      const shown = member(valueAt(play.shown, manager, subject.type), 'value');
      await judgeProbe(play, { name: 'manager', value: boss, held: shown === boss });
      await judgeProbe(play, { name: 'manager', value: other, held: false });
    },
    { managers: [boss], required: 'with-optional', omit: (a) => !a.required && !isManager(a) },
  );
}
