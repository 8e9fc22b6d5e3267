import type {
  Case,
  CheckContext,
  CheckEntry,
  Created,
  Json,
  JsonObject,
  RequirementId,
  Subject,
} from '../../kit/index.ts';
import {
  answered,
  ENTERPRISE_USER,
  InputRefused,
  isObject,
  leadsTo,
  member,
  NotOffered,
  PATCH,
  Play,
  patch,
  plain,
  populationOf,
  repertoireOf,
  stringMember,
  wrongValue,
} from '../../kit/index.ts';

const NAME: RequirementId = 'RFC7643-4.3-manager-display-name-read-only';
const VALUE: RequirementId = 'RFC7643-4.3-manager-value';
const REF: RequirementId = 'RFC7643-4.3-manager-ref';
const PATH: RequirementId = 'RFC7644-3.5.2-path';

/** The manager of the enterprise extension (RFC 7643 §4.3). */
export const manager: readonly CheckEntry[] = [
  {
    name: 'manager',
    title: 'A manager comes back with his id and his URI, and with no name that the client made up',
    requirements: [NAME, VALUE, REF],
    run: (t) => managed(t),
  },
  {
    name: 'manager-by-path',
    title: 'A PATCH names a sub-attribute of an extension by its whole path, as the id of a manager',
    requirements: [PATH],
    needs: [PATCH],
    run: (t) => changedByPath(t),
  },
];

const MANAGER = `${ENTERPRISE_USER}:manager`;
const INVENTED = 'A name that the client made up';

/** Users as the target takes them, and the ids of so many others. @throws NotOffered when it takes no manager */
async function staff(t: CheckContext, count: number): Promise<readonly [Subject, ...(readonly string[])]> {
  const subject = await repertoireOf(t.session).users();
  if (!subject.attributes.some((attribute) => attribute.path.attribute === 'manager'))
    throw new NotOffered('the target takes no manager');
  const others = await populationOf(t.session).users(count);
  return [subject, ...others.map(({ id }) => id)];
}

function managerIn(user: JsonObject): Json | undefined {
  return member(member(user, ENTERPRISE_USER), 'manager');
}

async function managed(t: CheckContext): Promise<void> {
  const [subject, top = ''] = await staff(t, 1);
  const { endpoint, schema } = subject.type;
  await t.forAll(
    subject.arbitrary({ required: 'only' }),
    async (user, c) => {
      const data = member(user, ENTERPRISE_USER);
      const createUnder = async (boss: JsonObject): Promise<Created> => {
        const extension = { ...(isObject(data) ? data : {}), manager: boss };
        const schemas = [schema.id, ENTERPRISE_USER];
        const body = { ...subject.stamp(c, user), schemas, [ENTERPRISE_USER]: extension };
        const { response, created } = await c.post(endpoint, body, 'create a user with a manager');
        if (created !== null) return created;
        throw new InputRefused(`a manager with ${Object.keys(boss).join(' and ')} is refused`, response);
      };
      // A manager who has a manager himself: the one must not be taken for the other.
      const boss = await createUnder({ value: top });
      const created = await createUnder({ value: boss.id, displayName: INVENTED });
      const got = managerIn(await c.read(created));
      if (!isObject(got)) throw new NotOffered('the target keeps no manager');
      await judgeManager(c, got, boss.id);
    },
    { runs: 1 },
  );
}

/** What is only advised comes first, so that nothing hides it. */
async function judgeManager(c: Case, got: JsonObject, id: string): Promise<void> {
  const value = member(got, 'value');
  c.judge(VALUE, value === id, () =>
    wrongValue(`${MANAGER}.value`, id, value, { what: 'the value of a manager' }),
  );
  const ref = stringMember(got, '$ref');
  const right = ref !== undefined && (await leadsTo(c, ref, id));
  c.judge(REF, right, () => ({
    deviation: ref === undefined ? 'missing' : 'differs',
    what: 'the $ref of a manager',
    says: ref === undefined ? undefined : 'does not lead to him',
    attribute: `${MANAGER}.$ref`,
    got: ref ?? null,
    expected: `"$ref": a URI of the user with the id ${JSON.stringify(id)}`,
  }));
  const name = stringMember(got, 'displayName');
  c.judge(NAME, name !== INVENTED, () =>
    wrongValue(`${MANAGER}.displayName`, undefined, name, {
      what: 'the displayName of a manager',
      says: 'is stored as the client gave it, although it is readOnly',
      expected: 'the displayName of the manager himself, or none',
    }),
  );
}

/** To set a manager by the path of the whole is the plain form. */
async function changedByPath(t: CheckContext): Promise<void> {
  const [subject, first = '', second = ''] = await staff(t, 2);
  await t.once(async (c) => {
    const { created } = await Play.begin(c, subject, PATH, plain(t, subject));
    const idNow = async (): Promise<Json | undefined> => member(managerIn(await c.read(created)), 'value');
    await patch(c, created, [{ op: 'add', path: MANAGER, value: { value: first } }], 'set a manager');
    if ((await idNow()) !== first) throw new NotOffered('the target keeps no manager');
    const operation = { op: 'replace', path: `${MANAGER}.value`, value: second };
    const what = 'a PATCH that replaces the id of the manager by its path';
    const answer = await patch(c, created, [operation], what);
    const got = await idNow();
    const wanted = { what, attribute: `${MANAGER}.value`, wanted: second, got: got ?? null, answer };
    // A manager may be replaced as a whole alone; what says that it was done has to do it.
    if (answer.ok) {
      const deviation = got === first ? 'ignored' : 'differs';
      c.judge(PATH, got === second, () => ({ deviation, ...wanted }));
      return;
    }
    c.judge(PATH, got !== second, () => ({ deviation: 'carriedOut', ...wanted }));
    c.advise(PATH, false, () => answered(what, answer, [200, 204], { attribute: `${MANAGER}.value` }));
  });
}
