import fc from 'fast-check';
import type { Case, CheckContext, CheckEntry, Created, JsonObject } from '../../kit/index.ts';
import {
  describe,
  eq,
  holds,
  isObject,
  member,
  PATCH,
  query,
  SOFT_DELETE,
  shown,
  userSubject,
} from '../../kit/index.ts';
import { ACTIVE_FORMS, sendActive } from './active.ts';
import { remove } from './deletion.ts';

/** One step of a history, on one of two users. */
interface Step {
  readonly user: 0 | 1;
  readonly action: 'create' | 'disable' | 'restore' | 'delete';
  /** Index into the forms of writing `active`; for disable and restore. */
  readonly form: number;
}

/** What the model knows about one user: null when he does not exist. */
type Model = { readonly created: Created; readonly active: boolean } | null;

/** Random histories of creating, disabling, restoring and deleting, compared with a model after every step. */
export const histories: readonly CheckEntry[] = [
  {
    name: 'histories',
    title:
      'After any history of creating, disabling, restoring and deleting users, each is in the state he should be in',
    requirements: [
      'E-106',
      'RFC7644-3.6-not-found',
      'RFC7644-3.6-omitted',
      'E-053',
      'RFC7644-3.6-conflict-free',
    ],
    needs: [SOFT_DELETE, PATCH],
    run: (t) => judgeHistories(t),
  },
];

const WORDS: Readonly<Record<Step['action'], string>> = {
  create: 'is created again',
  disable: 'is disabled',
  restore: 'is restored',
  delete: 'is deleted',
};

async function judgeHistories(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  const forms = await understoodForms(t);
  const { histories: runs, historyLength } = t.session.effort;
  const step: fc.Arbitrary<Step> = fc.record({
    user: fc.constantFrom(0 as const, 1 as const),
    action: fc.constantFrom('create', 'disable', 'restore', 'delete'),
    form: fc.nat({ max: forms.length - 1 }),
  });
  // The step at which a history fails is its last one worth telling.
  const reached = new WeakMap<readonly Step[], number>();
  const history = fc.tuple(
    fc.tuple(subject.arbitrary({ required: 'only' }), subject.arbitrary({ required: 'only' })),
    fc.array(step, { minLength: 1, maxLength: historyLength, size: 'max' }),
  );
  await t.forAll(
    history,
    async ([users, steps], c) => {
      const bodies = users.map((user) => subject.stamp(c, user));
      const models: [Model, Model] = [await create(c, bodies[0] ?? {}), await create(c, bodies[1] ?? {})];
      for (const [index, next] of applicable(steps).entries()) {
        reached.set(steps, index + 1);
        models[next.user] = await apply(c, next, bodies[next.user] ?? {}, models[next.user], forms);
        for (const index of [0, 1] as const)
          await judgeModel(c, models[index], bodies[index] ?? {}, index === next.user, next);
      }
    },
    {
      runs,
      steps: ([, steps]) =>
        applicable(steps)
          .slice(0, reached.get(steps))
          .map((one) => inWords(one, forms)),
    },
  );
}

/** The forms that work on this target one at a time: what they do in histories is what is judged here. */
async function understoodForms(t: CheckContext): Promise<readonly (typeof ACTIVE_FORMS)[number][]> {
  const subject = userSubject(t.session);
  const user =
    fc.sample(subject.arbitrary({ required: 'only' }), { seed: t.session.plan.seed, numRuns: 1 })[0] ?? {};
  const understood: (typeof ACTIVE_FORMS)[number][] = [];
  await t.once(async (c) => {
    const created = await subject.create(c, user);
    for (const form of ACTIVE_FORMS) {
      const states: unknown[] = [];
      for (const active of [false, true]) {
        await sendActive(c, created, form, active);
        const response = await c.send({
          method: 'GET',
          path: created.path,
          purpose: 'see whether it was understood',
        });
        states.push(member(response.body, 'active'));
      }
      if (states[0] === false && states[1] === true) understood.push(form);
    }
  });
  const fallback = ACTIVE_FORMS[0];
  return understood.length > 0 || fallback === undefined ? understood : [fallback];
}

/** The steps that can be taken, in order: both users exist at first, nobody is created twice, and only who exists is changed. */
function applicable(steps: readonly Step[]): readonly Step[] {
  const exists = [true, true];
  return steps.filter(({ user, action }) => {
    if ((action === 'create') === exists[user]) return false;
    if (action === 'create' || action === 'delete') exists[user] = action === 'create';
    return true;
  });
}

function inWords({ user, action, form }: Step, forms: readonly (typeof ACTIVE_FORMS)[number][]): string {
  const how = action === 'disable' || action === 'restore' ? ` by ${forms[form % forms.length]?.words}` : '';
  return `user ${user + 1} ${WORDS[action]}${how}`;
}

async function apply(
  c: Case,
  step: Step,
  body: JsonObject,
  model: Model,
  forms: readonly (typeof ACTIVE_FORMS)[number][],
): Promise<Model> {
  if (model === null) return create(c, body);
  if (step.action === 'delete') {
    await remove(c, model.created);
    return null;
  }
  const active = step.action === 'restore';
  const form = forms[step.form % forms.length];
  if (form === undefined) return model;
  const response = await sendActive(c, model.created, form, active);
  c.judge('E-106', response.status === 200 || response.status === 204, () => ({
    message: `in this history, ${form.words} is answered with ${describe(response)}, although it works on a new user`,
    expected: '200 or 204',
    actual: describe(response),
  }));
  return { created: model.created, active };
}

async function create(c: Case, body: JsonObject): Promise<Model> {
  const { response, created } = await c.post(
    c.session.userType.endpoint,
    { ...body, active: true },
    'create the user',
  );
  c.judge('RFC7644-3.6-conflict-free', created !== null, () => ({
    message: `in this history a user cannot be created although his userName is free: ${describe(response)}`,
    expected: '201',
    actual: describe(response),
  }));
  return created && { created, active: true };
}

/** Compares what the target shows of one user with the model, by id and, for the one who was touched, by filter. */
async function judgeModel(
  c: Case,
  model: Model,
  body: JsonObject,
  touched: boolean,
  step: Step,
): Promise<void> {
  const after = `after user ${step.user + 1} ${WORDS[step.action]}`;
  if (model !== null) {
    const response = await c.send({
      method: 'GET',
      path: model.created.path,
      purpose: 'compare the user with the model',
    });
    c.judge('E-053', response.status === 200 && isObject(response.body), () => ({
      message: `${after}, GET on an existing user is answered with ${describe(response)}`,
      expected: '200',
      actual: describe(response),
    }));
    const active = member(response.body, 'active');
    c.judge('E-106', active === model.active, () => ({
      message: `${after}, ${touched ? 'he' : 'the other user'} has active ${shown(active)}`,
      expected: `"active": ${model.active}`,
      actual: `"active": ${shown(active)}`,
    }));
  }
  if (!touched) return;
  const filter = eq('userName', String(body.userName));
  const list = await query(
    c,
    c.session.userType.endpoint,
    { filter },
    'E-053',
    'compare the filter with the model',
  );
  const expected = model === null ? 0 : 1;
  const rule = model === null ? 'RFC7644-3.6-omitted' : 'E-053';
  c.judge(
    rule,
    list.resources.length === expected && (model === null || holds(list, model.created.id)),
    () => ({
      message: `${after}, the filter on his userName finds ${list.resources.length} users`,
      expected: `${expected} users`,
      actual: `${list.resources.length} users`,
    }),
  );
}
