import type { ActiveForm, CheckContext, CheckEntry, Creation, RequirementId } from '../../kit/index.ts';
import {
  ACTIVE_FORMS,
  describe,
  differenceComplaint,
  differences,
  existing,
  InputRefused,
  isReal,
  judgeActive,
  judgeAnswered,
  judgePut,
  measuring,
  member,
  PATCH,
  PLAIN_ACTIVE,
  put,
  requireActive,
  SOFT_DELETE,
  sendActive,
  wrongValue,
} from '../../kit/index.ts';
import { overNewUsers } from './users.ts';

const ANSWER: RequirementId = 'RFC7644-3.5.2-answer';
const PUT: RequirementId = 'RFC7644-3.5.1-put';

/** Every form in which active is written disables the user, and the same form restores him. */
export const forms: readonly CheckEntry[] = [
  {
    name: 'patch-offered',
    title: 'PATCH is offered, as the provisioning service needs it',
    requirements: ['E-075'],
    run: (t) =>
      t.once(async (c) =>
        c.judge('E-075', t.session.facts.features.patch !== false, () => ({
          deviation: 'missing',
          what: 'support for PATCH',
          when: 'in the ServiceProviderConfig',
          type: 'ServiceProviderConfig',
          wanted: '"patch": {"supported": true}',
          got: '"patch": {"supported": false}',
        })),
      ),
  },
  ...ACTIVE_FORMS.map(
    (form): CheckEntry => ({
      name: form.name,
      title: `${form.words[0]?.toUpperCase()}${form.words.slice(1)} disables the user and restores him`,
      requirements: [form.requirement],
      needs: [SOFT_DELETE, PATCH],
      run: (t) => measuringActive(t, form, () => overNewUsers(t, (one) => byForm(one, form))),
    }),
  ),
  {
    name: 'put',
    title: 'A PUT with active false disables the user, and one with active true restores him',
    requirements: [PUT],
    needs: [SOFT_DELETE],
    run: (t) => overNewUsers(t, byPut),
  },
  {
    name: 'patch-answer',
    title: 'A PATCH answers 200 with the whole resource as it is now, or 204 without a body',
    requirements: [ANSWER],
    needs: [SOFT_DELETE, PATCH],
    run: (t) => overNewUsers(t, patchAnswer),
  },
];

/** The plain form also measures whether `active` can be updated. */
function measuringActive(t: CheckContext, form: ActiveForm, part: () => Promise<void>): Promise<void> {
  const active = t.session.users.find(({ path }) => path.attribute === 'active');
  return form === PLAIN_ACTIVE && active !== undefined ? measuring(t, active, 'update', part) : part();
}

async function byForm(one: Creation, form: ActiveForm): Promise<void> {
  const { c } = one;
  const created = existing(one);
  for (const active of [false, true]) {
    const what = `${form.words} to ${active ? 'restore' : 'disable'} the user`;
    const answer = await sendActive(c, created, form, active);
    judgeAnswered(c, form.requirement, answer, [200, 204], what, { attribute: 'active' });
    if (!answer.ok) return;
    const shown = await c.read(created);
    if (form !== PLAIN_ACTIVE && member(shown, 'active') !== active) await requireActive(c);
    await judgeActive(c, shown, active, form.requirement, { when: `after ${what}` });
  }
}

async function byPut(one: Creation): Promise<void> {
  const { c } = one;
  const created = existing(one);
  for (const active of [false, true]) {
    const what = `a PUT with active ${active}`;
    const body = { ...(await c.read(created)), active };
    judgePut(c, await put(c, created, body, 'replace the user'), PUT, what);
    const shown = await c.read(created);
    if (member(shown, 'active') !== active) await requireActive(c);
    await judgeActive(c, shown, active, PUT, { when: `after ${what}` });
  }
}

async function patchAnswer(one: Creation): Promise<void> {
  const { c, subject } = one;
  const { id, path } = existing(one);
  const answer = await sendActive(c, { id, path }, PLAIN_ACTIVE, false);
  if (!answer.ok) throw new InputRefused(`a PATCH of active is refused: ${describe(answer)}`, answer);
  c.session.observe('patch.successStatus', answer.status);
  judgeAnswered(c, ANSWER, answer, [200, 204], 'a PATCH of active');
  if (answer.status === 204) return;
  const shown = answer.resource ?? {};
  const when = 'in the answer 200 to a PATCH';
  c.judge(ANSWER, member(shown, 'id') === id, () => ({
    ...wrongValue('id', id, member(shown, 'id'), { when, answer }),
    hint: answer.resource === null ? 'Without a resource to return, the status has to be 204.' : undefined,
  }));
  const { resource } = await c.send({ method: 'GET', path, purpose: 'compare with the answer' });
  const other = differences(resource ?? {}, shown, subject.attributes, subject.type).filter(isReal);
  c.judge(ANSWER, other.length === 0, () =>
    differenceComplaint(other, `${when}, unlike that to GET right after it`, { answer }),
  );
}
