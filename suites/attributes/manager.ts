import fc from 'fast-check';
import type { CheckContext, CheckEntry, JsonObject } from '../../kit/index.ts';
import {
  describe,
  ENTERPRISE_USER,
  InputRefused,
  isObject,
  lastSegment,
  member,
  NotOffered,
  PATCH,
  patch,
  populationOf,
  repertoireOf,
  resolveUri,
  shown,
  stringMember,
  stripQuery,
} from '../../kit/index.ts';

/** The manager of the enterprise extension (RFC 7643 §4.3). */
export const manager: readonly CheckEntry[] = [
  {
    name: 'manager',
    title: 'A manager comes back with his id and his URI, and with no name that the client made up',
    requirements: [
      'RFC7643-4.3-manager-display-name-read-only',
      'RFC7643-4.3-manager-value',
      'RFC7643-4.3-manager-ref',
    ],
    run: (t) => managed(t),
  },
  {
    name: 'manager-by-path',
    title: 'A PATCH names a sub-attribute of an extension by its whole path, as the id of a manager',
    requirements: ['RFC7644-3.5.2-path'],
    needs: [PATCH],
    run: (t) => changedByPath(t),
  },
];

const INVENTED = 'A name that the client made up';

async function managed(t: CheckContext): Promise<void> {
  const subject = await repertoireOf(t.session).users();
  const attribute = subject.attributes.find(({ path }) => path.attribute === 'manager');
  if (attribute === undefined) throw new NotOffered('the target takes no manager');
  const [top] = await populationOf(t.session).users(1);
  if (top === undefined) return;
  await t.forAll(
    subject.arbitrary({ required: 'only' }),
    async (user, c) => {
      const under = (manager: JsonObject): JsonObject => {
        const data = member(user, ENTERPRISE_USER);
        const extension = { ...(isObject(data) ? data : {}), manager };
        const schemas = [subject.type.schema.id, ENTERPRISE_USER];
        return { ...subject.stamp(c, user), schemas, [ENTERPRISE_USER]: extension };
      };
      const { endpoint } = subject.type;
      // A manager who has a manager himself: the one must not be taken for the other.
      const { created: boss } = await c.post(endpoint, under({ value: top.id }), 'create a manager');
      if (boss === null) throw new InputRefused('the target refuses a manager');
      const body = under({ value: boss.id, displayName: INVENTED });
      const { created } = await c.post(endpoint, body, 'create a user with a manager');
      if (created === null) throw new InputRefused('the target refuses a manager with a displayName');
      const got = member(member(await c.read(created), ENTERPRISE_USER), 'manager');
      if (!isObject(got)) throw new NotOffered('the target keeps no manager');
      c.judge(
        'RFC7643-4.3-manager-display-name-read-only',
        stringMember(got, 'displayName') !== INVENTED,
        () => ({
          message: 'the displayName of a manager is stored as the client gave it',
          expected: 'the displayName of the manager himself, or none: it is readOnly',
          actual: shown(member(got, 'displayName')),
        }),
      );
      c.judge('RFC7643-4.3-manager-value', member(got, 'value') === boss.id, () => ({
        message: 'a manager comes back without the id he was set by',
        expected: `"value": ${shown(boss.id)}`,
        actual: shown(got),
      }));
      const url = resolveUri(stringMember(got, '$ref') ?? '', `${stripQuery(t.session.plan.target.url)}/`);
      c.judge('RFC7643-4.3-manager-ref', url !== null && lastSegment(url) === boss.id, () => ({
        message: 'a manager comes back without a $ref that leads to him',
        expected: `"$ref": a URI that ends in ${shown(boss.id)}`,
        actual: `"$ref": ${shown(member(got, '$ref'))}`,
      }));
    },
    { runs: 1 },
  );
}

async function changedByPath(t: CheckContext): Promise<void> {
  const subject = await repertoireOf(t.session).users();
  if (!subject.attributes.some(({ path }) => path.attribute === 'manager'))
    throw new NotOffered('the target takes no manager');
  const [first, second] = await populationOf(t.session).users(2);
  if (first === undefined || second === undefined) return;
  const [user = {}] = fc.sample(subject.arbitrary({ required: 'only' }), { seed: 1, numRuns: 1 });
  await t.once(async (c) => {
    const created = await subject.create(c, user);
    const path = `${ENTERPRISE_USER}:manager`;
    const managerOf = async () => member(member(await c.read(created), ENTERPRISE_USER), 'manager');
    await patch(c, created, [{ op: 'add', path, value: { value: first.id } }], 'set a manager');
    if (member(await managerOf(), 'value') !== first.id) throw new NotOffered('the target keeps no manager');
    const operation = { op: 'replace', path: `${path}.value`, value: second.id };
    const response = await patch(c, created, [operation], 'replace the id of the manager by its path');
    const got = await managerOf();
    const changed = member(got, 'value') === second.id;
    const complaint = () => ({
      message: changed
        ? `a PATCH of ${path}.value is answered with ${describe(response)}`
        : `a PATCH of ${path}.value is answered with ${describe(response)}, and the manager stays`,
      expected: `200 or 204, and "value": ${shown(second.id)}`,
      actual: `${response.status}, and ${shown(got)}`,
    });
    // A manager may be replaced as a whole alone; what says that it was done has to do it.
    if (response.status < 300) c.judge('RFC7644-3.5.2-path', changed, complaint);
    else c.advise('RFC7644-3.5.2-path', false, complaint);
  });
}
