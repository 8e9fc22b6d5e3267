import fc from 'fast-check';
import { setPath } from '../../generators/build.ts';
import type {
  CheckContext,
  CheckEntry,
  Complaint,
  Json,
  JsonObject,
  MappedAttribute,
  RequirementId,
} from '../../kit/index.ts';
import {
  formatPath,
  InputRefused,
  isObject,
  judgeAnswered,
  latest,
  member,
  PATCH,
  Play,
  patch,
  populationOf,
  SetupFailure,
  userAttribute,
  userSubject,
  valueAt,
  wrongValue,
} from '../../kit/index.ts';
import { overDialects, type Spoken } from './forms.ts';
import { plainChanges, requirePlainReplace } from './plain-changes.ts';

/** One PATCH: whom it makes the manager, or nobody, and the rule that it is judged by. */
interface Step {
  readonly op: 'add' | 'replace';
  readonly whom: 'first' | 'second' | null;
  readonly rule: RequirementId;
}

/** One way to write a manager: what stands for the id, on the whole path or on the bare name. */
interface ManagerForm {
  readonly name: string;
  readonly words: string;
  readonly value: (id: string) => Json;
  readonly bareName?: true;
  /** The plainest form of all: the others are blamed only where it works. */
  readonly plain?: true;
}

const SET: readonly Step[] = [
  { op: 'add', whom: 'first', rule: 'E-093' },
  { op: 'replace', whom: 'second', rule: 'E-094' },
];
const CLEAR: readonly Step[] = [{ op: 'replace', whom: null, rule: 'E-095' }];

/** The three forms in which a manager was seen to be set (rule E-093). */
const SET_FORMS: readonly ManagerForm[] = [
  { name: 'string', words: 'the id as a string', value: (id) => id },
  { name: 'object', words: 'an object with the id', value: (id) => ({ value: id }), plain: true },
  {
    name: 'array',
    words: 'an array with one object on the path manager',
    bareName: true,
    value: (id) => [{ $ref: `../Users/${id}`, value: id }],
  },
];

/** The two forms in which a manager was seen to be removed (rule E-095). */
const CLEAR_FORMS: readonly ManagerForm[] = [
  { name: 'empty-string', words: 'an empty string', value: () => '' },
  { name: 'empty-value', words: 'an object with an empty value', value: () => ({ value: '' }) },
];

const isManager = ({ path, definition }: MappedAttribute): boolean =>
  path.attribute === 'manager' && definition.type === 'complex';

const NEEDS = [PATCH, userAttribute('manager', isManager)];

/** The manager in every form in which Entra sets, changes and removes him (rules E-093 to E-096). */
export const manager: readonly CheckEntry[] = [
  ...SET_FORMS.map(
    (form): CheckEntry => ({
      name: `manager-as-${form.name}`,
      title: `A manager written as ${form.words} is set, changed, and read back as an object`,
      requirements: ['E-093', 'E-094', 'E-096'],
      needs: NEEDS,
      run: (t) => overManaged(t, form, SET),
    }),
  ),
  ...CLEAR_FORMS.map(
    (form): CheckEntry => ({
      name: `manager-cleared-by-${form.name}`,
      title: `A manager replaced by ${form.words} is removed`,
      requirements: ['E-095'],
      needs: NEEDS,
      run: (t) => overManaged(t, form, CLEAR),
    }),
  ),
];

/** A user to be managed, and the ids of two users who may be his managers. */
interface Managed {
  readonly play: Play;
  readonly first: string;
  readonly second: string;
  readonly attribute: MappedAttribute;
  readonly spell: Spoken['spell'];
}

/** Takes the steps one after the other, on a user who has a manager where he is to be removed. */
function overManaged(t: CheckContext, form: ManagerForm, steps: readonly Step[]): Promise<void> {
  return overDialects(t, async ({ spell, plain }, own) => {
    await plainChanges(t.session, plain);
    const [one, other] = (await populationOf(t.session).users(2)).map(({ id }) => id);
    const attribute = t.session.users.find(isManager);
    if (one === undefined || other === undefined || attribute === undefined)
      throw new SetupFailure('there are no users who could be managers');
    const subject = userSubject(t.session);
    const pairs = fc.constantFrom({ first: one, second: other }, { first: other, second: one });
    await own.forAll(
      fc.tuple(subject.arbitrary(), pairs),
      async ([user, { first, second }], c) => {
        const has = steps === CLEAR ? setPath(user, attribute.path, { value: first }, attribute) : user;
        const play = await Play.begin(c, subject, steps[0]?.rule ?? 'E-093', has);
        if (steps === CLEAR && idIn(valueAt(play.shown, attribute, subject.type)) !== first)
          throw new InputRefused('cannot judge: a user is created without the manager who was sent');
        for (const step of steps)
          if (!(await take({ play, first, second, attribute, spell }, form, step))) return;
      },
      { runs: t.session.effort.costlyRuns },
    );
  });
}

/** Sends a PATCH and judges whom it makes the manager; whether it was accepted. */
async function take(managed: Managed, form: ManagerForm, { op, whom, rule }: Step): Promise<boolean> {
  const { play, attribute, spell } = managed;
  const { c, created, subject } = play;
  const id = whom === null ? '' : managed[whom];
  const path = form.bareName ? attribute.path.attribute : formatPath(attribute.path);
  const what =
    whom === null
      ? `a PATCH that replaces the manager by ${form.words}`
      : `a PATCH that ${op}s a manager written as ${form.words}`;
  const when = `after ${what}`;
  const answer = await patch(c, created, [{ op: spell(op), path, value: form.value(id) }], what);
  const shown = answer.ok ? valueAt(await play.read(when), attribute, subject.type) : undefined;
  const seen = latest(c);
  const is = idIn(shown);
  const right = is === id && (whom === null || isObject(shown));
  if ((!answer.ok || !right) && form.plain !== true) await requirePlain(managed);
  judgeAnswered(c, rule, answer, [200, 204], what, { attribute: attribute.text });
  if (!answer.ok) return false;
  const wrong = (says?: string): Complaint =>
    wrongValue(attribute.text, whom && { value: id }, shown, { when, answer: seen, says });
  c.judge(rule, is === '' || is === id, wrong);
  if (whom === null) return true;
  c.judge('E-096', isObject(shown) && is !== '', () =>
    wrong(
      shown === undefined
        ? 'is not shown, so the provisioning service sends it again in every cycle'
        : 'is no object with the id, so the provisioning service cannot read it',
    ),
  );
  return true;
}

/** @throws SetupFailure where a manager is not even replaced in the plainest form */
function requirePlain({ play, attribute, second }: Managed): Promise<void> {
  const is = (user: JsonObject): boolean => idIn(valueAt(user, attribute, play.subject.type)) === second;
  return requirePlainReplace(play, formatPath(attribute.path), { value: second }, is);
}

/** The id in whatever shape a manager has; empty where there is none to be found. */
function idIn(value: Json | undefined): Json {
  if (Array.isArray(value)) return idIn(value[0]);
  return (isObject(value) ? member(value, 'value') : value) ?? '';
}
