import type { Case, CheckContext, CheckEntry, Created, JsonObject } from '../../kit/index.ts';
import {
  isObject,
  judgePatched,
  measuring,
  member,
  PATCH,
  SOFT_DELETE,
  shown,
  userSubject,
} from '../../kit/index.ts';
import { ACTIVE_FORMS, type ActiveForm, judgeActive, replaceUser, sendActive } from './active.ts';

/** Every form in which active is written disables the user, and the same form restores him. */
export const forms: readonly CheckEntry[] = [
  {
    name: 'patch-offered',
    title: 'PATCH is offered, as the provisioning service needs it',
    requirements: ['E-075'],
    run: (t) =>
      t.once(async (c) => {
        c.judge('E-075', t.session.facts.features.patch !== false, () => ({
          message: 'the ServiceProviderConfig says that PATCH is not supported',
          expected: '"patch": {"supported": true}',
          actual: '"patch": {"supported": false}',
        }));
      }),
  },
  ...ACTIVE_FORMS.map(
    (form): CheckEntry => ({
      name: form.name,
      title: `${form.words[0]?.toUpperCase()}${form.words.slice(1)} disables the user and restores him`,
      requirements: [form.requirement],
      needs: [SOFT_DELETE, PATCH],
      run: (t) =>
        measuringActive(t, form, async (c, created) => {
          for (const active of [false, true]) {
            const what = `${form.words} to ${active ? 'restore' : 'disable'} the user`;
            judgePatched(c, await sendActive(c, created, form, active), form.requirement, what);
            judgeActive(c, await c.read(created), active, form.requirement, what);
          }
        }),
    }),
  ),
  {
    name: 'put',
    title: 'A PUT with active false disables the user, and one with active true restores him',
    requirements: ['RFC7644-3.5.1-put'],
    needs: [SOFT_DELETE],
    run: (t) => overUsers(t, (c, created) => byPut(c, created)),
  },
  {
    name: 'patch-answer',
    title: 'A PATCH answers 200 with the whole resource as it is now, or 204 without a body',
    requirements: ['RFC7644-3.5.2-answer'],
    needs: [SOFT_DELETE, PATCH],
    run: (t) => overUsers(t, (c, created) => patchAnswer(t, c, created)),
  },
];

/** A property over users; the plain form also measures whether `active` can be updated. */
function measuringActive(
  t: CheckContext,
  form: ActiveForm,
  body: (c: Case, created: Created) => Promise<void>,
): Promise<void> {
  const active = t.session.users.find(({ path }) => path.attribute === 'active');
  const plain = form === ACTIVE_FORMS[0] && active !== undefined;
  return plain ? measuring(t, active, 'update', () => overUsers(t, body)) : overUsers(t, body);
}

/** A property over users who were just created with the required attributes. */
export function overUsers(
  t: CheckContext,
  body: (c: Case, created: Created) => Promise<void>,
): Promise<void> {
  const subject = userSubject(t.session);
  return t.forAll(
    subject.arbitrary({ required: 'only' }),
    async (user, c) => body(c, await subject.create(c, user)),
    {
      runs: t.session.effort.costlyRuns,
    },
  );
}

async function byPut(c: Case, created: Created): Promise<void> {
  for (const active of [false, true]) {
    const current: JsonObject = await c.read(created);
    const answer = await replaceUser(c, created, { ...current, active });
    c.judge('RFC7644-3.5.1-put', answer.status === 200, () => ({
      message: `a PUT that sets active to ${active} is answered with ${answer.status}`,
      expected: '200 with the user',
      actual: String(answer.status),
    }));
    judgeActive(c, await c.read(created), active, 'RFC7644-3.5.1-put', `a PUT with active ${active}`);
  }
}

async function patchAnswer(t: CheckContext, c: Case, created: Created): Promise<void> {
  const form = ACTIVE_FORMS[0];
  if (form === undefined) return;
  const answer = await sendActive(c, created, form, false);
  t.session.observe('patch.successStatus', answer.status);
  c.judge('RFC7644-3.5.2-answer', answer.status === 200 || answer.status === 204, () => ({
    message: `a PATCH is answered with ${answer.status}`,
    expected: '200 or 204',
    actual: String(answer.status),
  }));
  if (answer.status === 204) return;
  c.judge('RFC7644-3.5.2-answer', isObject(answer.body) && member(answer.body, 'id') === created.id, () => ({
    message: 'a PATCH is answered with 200, but its body is not the resource',
    expected: `the user ${created.id}`,
    actual: shown(answer.body ?? answer.text),
    hint: 'Without a resource to return, the status has to be 204.',
  }));
  const stored = await c.read(created);
  for (const name of ['userName', 'active']) {
    c.judge('RFC7644-3.5.2-answer', member(answer.body, name) === member(stored, name), () => ({
      message: `the answer to a PATCH shows another ${name} than GET right after it`,
      expected: `"${name}": ${shown(member(stored, name))}`,
      actual: `"${name}": ${shown(member(answer.body, name))}`,
    }));
  }
}
