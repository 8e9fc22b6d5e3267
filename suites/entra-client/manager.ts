import fc from 'fast-check';
import { setPath } from '../../generators/build.ts';
import type {
  Answer,
  Case,
  CheckContext,
  CheckEntry,
  Created,
  Json,
  JsonObject,
  MappedAttribute,
  RequirementId,
} from '../../kit/index.ts';
import {
  describe,
  formatPath,
  isObject,
  member,
  PATCH,
  patch,
  populationOf,
  SetupFailure,
  shown,
  userAttribute,
  userSubject,
  valueAt,
} from '../../kit/index.ts';
import { overDialects, type Spell } from './forms.ts';

/** One way to write a manager: the whole path or the bare name, and what stands for the id. */
interface ManagerForm {
  readonly name: string;
  readonly words: string;
  readonly bareName: boolean;
  readonly value: (id: string) => Json;
}

/** The three forms in which a manager was seen to be set (rule E-093). */
const SET_FORMS: readonly ManagerForm[] = [
  { name: 'string', words: 'the id as a string', bareName: false, value: (id) => id },
  { name: 'object', words: 'an object with the id', bareName: false, value: (id) => ({ value: id }) },
  {
    name: 'array',
    words: 'an array with one object, on the path manager',
    bareName: true,
    value: (id) => [{ $ref: `../Users/${id}`, value: id }],
  },
];

/** The two forms in which a manager was seen to be removed (rule E-095). */
const CLEAR_FORMS: readonly Pick<ManagerForm, 'name' | 'words' | 'value'>[] = [
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
      run: (t) => overManaged(t, (c, state) => setAndChange(c, form, state)),
    }),
  ),
  ...CLEAR_FORMS.map(
    (form): CheckEntry => ({
      name: `manager-cleared-by-${form.name}`,
      title: `A manager replaced by ${form.words} is removed`,
      requirements: ['E-095'],
      needs: NEEDS,
      run: (t) => overManaged(t, (c, state) => clears(c, form, state)),
    }),
  ),
];

/** A user to be managed, and the ids of two users who may be his managers. */
interface Managed {
  readonly user: JsonObject;
  readonly first: string;
  readonly second: string;
  readonly attribute: MappedAttribute;
  readonly spell: Spell;
}

function overManaged(t: CheckContext, body: (c: Case, managed: Managed) => Promise<void>): Promise<void> {
  return overDialects(t, undefined, async (spell, own) => {
    const [first, second] = (await populationOf(t.session).users(2)).map(({ id }) => id);
    const attribute = t.session.users.find(isManager);
    if (first === undefined || second === undefined || attribute === undefined)
      throw new SetupFailure('there are no users who could be managers');
    await own.forAll(
      fc.tuple(userSubject(t.session).arbitrary(), fc.boolean()),
      ([user, swap], c) =>
        body(c, {
          user,
          ...(swap ? { first: second, second: first } : { first, second }),
          attribute,
          spell,
        }),
      { runs: t.session.effort.costlyRuns },
    );
  });
}

async function setAndChange(c: Case, form: ManagerForm, managed: Managed): Promise<void> {
  const { user, first, second, attribute, spell } = managed;
  const created = await c.createUser(user);
  const path = form.bareName ? attribute.path.attribute : formatPath(attribute.path);
  for (const [op, id, rule] of [
    ['add', first, 'E-093'],
    ['replace', second, 'E-094'],
  ] as const) {
    const value = form.value(id);
    const response = await patch(c, created, [{ op: spell(op), path, value }], `${op} the manager`);
    if (!judgeAccepted(c, rule, response, `a manager written as ${form.words}`)) return;
    await judgeManager(c, rule, created, attribute, id);
  }
}

async function clears(
  c: Case,
  form: (typeof CLEAR_FORMS)[number],
  { user, first, attribute, spell }: Managed,
): Promise<void> {
  const created = await c.createUser(setPath(user, attribute.path, { value: first }, attribute));
  if (idIn(valueAt(await c.read(created), attribute, c.session.userType)) !== first)
    throw new SetupFailure('a user is created without the manager who was sent, so none can be removed');
  const operation = { op: spell('replace'), path: formatPath(attribute.path), value: form.value('') };
  const response = await patch(c, created, [operation], 'remove the manager');
  if (!judgeAccepted(c, 'E-095', response, `a manager replaced by ${form.words}`)) return;
  const left = valueAt(await c.read(created), attribute, c.session.userType);
  const id = idIn(left);
  c.judge('E-095', id === undefined || id === null || id === '', () => ({
    message: `after the manager was replaced by ${form.words}, the user still has one`,
    expected: 'no manager, null or ""',
    actual: `manager = ${shown(left)}`,
  }));
}

function judgeAccepted(c: Case, rule: RequirementId, response: Answer, what: string): boolean {
  const accepted = response.status === 200 || response.status === 204;
  c.judge(rule, accepted, () => ({
    message: `${what} is answered with ${describe(response)}`,
    expected: '200 or 204',
    actual: describe(response),
  }));
  return accepted;
}

/** Judges that the user has this manager, in whatever shape, and that the shape is an object with his id. */
async function judgeManager(
  c: Case,
  rule: RequirementId,
  created: Created,
  attribute: MappedAttribute,
  id: string,
): Promise<void> {
  const got = valueAt(await c.read(created), attribute, c.session.userType);
  const known = got === undefined || idIn(got) !== undefined;
  c.judge(rule, !known || got === undefined || idIn(got) === id, () => ({
    message: 'the manager who reads back is not the one that was set',
    expected: `manager = {"value": "${id}"}`,
    actual: `manager = ${shown(got)}`,
  }));
  c.judge('E-096', isObject(got) && (member(got, 'value') === id || idIn(got) !== undefined), () => ({
    message:
      got === undefined
        ? 'the manager is accepted, but not read back, so the provisioning service sends him again in every cycle'
        : 'the manager is read back as something else than an object with his id, which the provisioning service cannot parse',
    expected: `manager = {"value": "${id}"}`,
    actual: `manager = ${shown(got)}`,
  }));
}

/** The id in whatever shape a manager has; undefined when there is none to be found. */
function idIn(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return idIn(value[0]);
  return isObject(value) ? member(value, 'value') : value;
}
