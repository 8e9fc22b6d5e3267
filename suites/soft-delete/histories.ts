import fc from 'fast-check';
import type { ActiveForm, Case, CheckContext, CheckEntry, Created, JsonObject } from '../../kit/index.ts';
import {
  answered,
  found,
  judgeActive,
  judgeAnswered,
  member,
  PATCH,
  remove,
  SetupFailure,
  SOFT_DELETE,
  sendActive,
  understoodForms,
  unfound,
  userSubject,
} from '../../kit/index.ts';
import { hitOf, isNamed, lookFor, nameOf } from './users.ts';

/** One step of a history, on one of two users. */
interface Step {
  readonly user: 0 | 1;
  readonly action: 'create' | 'disable' | 'restore' | 'delete';
  /** Index into the forms of writing `active`; for disable and restore. */
  readonly form: number;
}

/** What the model knows about one user. */
interface Person {
  /** What he is created with, whenever that is. */
  readonly sent: JsonObject;
  /** Null while he does not exist. */
  readonly created: Created | null;
  readonly active: boolean;
  /** As GET showed it last. */
  readonly userName: string;
}

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
  const forms = await formsThatWork(t);
  const { histories: runs, historyLength } = t.session.effort;
  const step: fc.Arbitrary<Step> = fc.record({
    user: fc.constantFrom(0 as const, 1 as const),
    action: fc.constantFrom('create', 'disable', 'restore', 'delete'),
    form: fc.nat({ max: forms.length - 1 }),
  });
  // The step at which a history fails is its last one worth telling.
  const reached = new WeakMap<readonly Step[], number>();
  const user = subject.arbitrary({ required: 'only' });
  const history = fc.tuple(
    fc.tuple(user, user),
    fc.array(step, { minLength: 1, maxLength: historyLength, size: 'max' }),
  );
  await t.forAll(
    history,
    async ([users, steps], c) => {
      const people = [await begin(c, users[0]), await begin(c, users[1])];
      const filtered = await isFound(c, people[0]);
      for (const [index, next] of applicable(steps).entries()) {
        reached.set(steps, index + 1);
        for (const one of [0, 1] as const) {
          const touched = one === next.user;
          const person = people[one];
          if (person === undefined) continue;
          const after = touched ? await apply(c, next, person, forms) : person;
          people[one] = await judgePerson(c, after, touched, next);
          if (touched && filtered) await judgeFound(c, people[one], next);
        }
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

/** The forms that work on this target one at a time: what they do in histories is what is judged here. @throws SetupFailure */
async function formsThatWork(t: CheckContext): Promise<readonly ActiveForm[]> {
  let forms: readonly ActiveForm[] = [];
  await t.once(async (c) => {
    forms = await understoodForms(c);
  });
  if (forms.length === 0)
    throw new SetupFailure('cannot judge: no form of PATCH disables a user and restores him', null, 'active');
  return forms;
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

function inWords({ user, action, form }: Step, forms: readonly ActiveForm[]): string {
  const how = action === 'disable' || action === 'restore' ? ` by ${forms[form % forms.length]?.words}` : '';
  return `user ${user + 1} ${WORDS[action]}${how}`;
}

const whenDone = ({ user, action }: Step): string => `after user ${user + 1} ${WORDS[action]}`;

/** @throws SetupFailure when the user cannot be created at all */
async function begin(c: Case, user: JsonObject): Promise<Person> {
  const sent = { ...c.stampUser(user), active: true };
  const created = await c.create(c.session.userType.endpoint, sent, 'create the user');
  const shown = await c.read(created);
  return { sent, created, active: true, userName: nameOf(shown) };
}

/** Whether the filter finds a user who was just created; else nothing is made of what it finds later. */
async function isFound(c: Case, person: Person | undefined): Promise<boolean> {
  const id = person?.created?.id ?? '';
  return hitOf(await lookFor(c, 'userName', person?.userName ?? ''), id) !== undefined;
}

async function apply(c: Case, step: Step, person: Person, forms: readonly ActiveForm[]): Promise<Person> {
  const { created, sent } = person;
  if (created === null) {
    const { endpoint } = c.session.userType;
    const { response, created: again } = await c.post(endpoint, sent, 'create the user again');
    c.judge('RFC7644-3.6-conflict-free', again !== null, () =>
      answered('a creation with the userName of a deleted user', response, 201, { attribute: 'userName' }),
    );
    return { ...person, created: again, active: true };
  }
  if (step.action === 'delete') {
    await remove(c, created);
    return { ...person, created: null };
  }
  const active = step.action === 'restore';
  const form = forms[step.form % forms.length];
  if (form === undefined) return person;
  const answer = await sendActive(c, created, form, active);
  judgeAnswered(c, 'E-106', answer, [200, 204], form.words, {
    when: 'in this history, although it works on a new user',
    attribute: 'active',
  });
  return { ...person, active };
}

/** Compares what GET shows of a user with the model. @returns the user with the name that he has now */
async function judgePerson(c: Case, person: Person, touched: boolean, step: Step): Promise<Person> {
  const { created, active, userName } = person;
  if (created === null) return person;
  const when = whenDone(step);
  const answer = await c.send({
    method: 'GET',
    path: created.path,
    purpose: 'compare the user with the model',
  });
  judgeAnswered(c, 'E-053', answer, 200, `GET of ${touched ? 'the' : 'the other'} user`, { when });
  const shown = answer.resource ?? {};
  await judgeActive(
    c,
    shown,
    active,
    'E-106',
    touched ? { when } : { when, what: 'active of the other user' },
  );
  return { ...person, userName: nameOf(shown) || userName };
}

/** Compares what a filter finds with the model: who exists is found, disabled or not, and nobody who was deleted. */
async function judgeFound(c: Case, { created, userName }: Person, step: Step): Promise<void> {
  const look = await lookFor(c, 'userName', userName);
  const about = { when: whenDone(step), attribute: 'userName', answer: look.answer };
  const what = 'the filter on his userName';
  if (created !== null)
    c.judge('E-053', hitOf(look, created.id) !== undefined, () => unfound(what, 'the user', about));
  const stranger = look.users?.find((user) => isNamed(user, userName) && member(user, 'id') !== created?.id);
  c.judge('RFC7644-3.6-omitted', stranger === undefined, () => found(what, 'a user who was deleted', about));
}
