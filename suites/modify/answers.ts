import fc from 'fast-check';
import { draftArbitrary } from '../../generators/patch.ts';
import type { CheckContext, CheckEntry, Json } from '../../kit/index.ts';
import {
  composed,
  describe,
  formUses,
  isUnassigned,
  member,
  NotOffered,
  notDenied,
  PATCH_OP,
  patch,
  patchGrounds,
  repertoireOf,
  settle,
  shown,
} from '../../kit/index.ts';

/** What answers a PATCH, and what follows it in `schemas` (RFC 7644 §3.5.2). */
export const answers: readonly CheckEntry[] = [
  {
    name: 'offered',
    title: 'PATCH is offered',
    requirements: ['RFC7644-3.5.2-patch'],
    run: offered,
  },
  {
    name: 'attributes-parameter',
    title: 'A PATCH with the attributes parameter is answered with 200 and those attributes',
    requirements: ['RFC7644-3.5.2-attributes'],
    needs: [notDenied('patch')],
    run: attributesParameter,
  },
  {
    name: 'extension-by-name',
    title: 'Setting attributes of an extension by their full names adds the extension to schemas',
    requirements: ['RFC7644-3.5.2-schemas-modified', 'RFC7644-3.5.2-schemas-implicit'],
    needs: [notDenied('patch')],
    run: extensionByName,
  },
];

async function offered(t: CheckContext): Promise<void> {
  const subject = await repertoireOf(t.session).users();
  await t.forAll(
    subject.arbitrary({ required: 'only' }),
    async (user, c) => {
      const created = await subject.create(c, user);
      const value = String(created.sent.userName);
      const response = await patch(
        c,
        created,
        [{ op: 'replace', path: 'userName', value }],
        'see if there is PATCH',
      );
      c.judge('RFC7644-3.5.2-patch', ![404, 405, 501].includes(response.status), () => ({
        message: `PATCH on a user is answered with ${describe(response)}`,
        expected: 'PATCH is supported',
        actual: describe(response),
      }));
    },
    { runs: 1 },
  );
}

async function attributesParameter(t: CheckContext): Promise<void> {
  const rule = 'RFC7644-3.5.2-attributes';
  const plays = (await patchGrounds(t.session)).flatMap((ground) =>
    formUses(ground).filter(({ form, unit }) => form.name === 'replace a value' && unit.path.urn === null),
  );
  if (plays.length === 0) throw new NotOffered('the target takes no plain attribute to try this on');
  const inputs = plays.map(({ ground, form, unit }, index) =>
    fc.record({
      index: fc.constant(index),
      base: ground.subject.arbitrary({ required: 'only' }),
      draft: draftArbitrary(form, unit),
    }),
  );
  await t.forAll(
    fc.oneof(...inputs),
    async ({ index, base, draft }, c) => {
      const play = plays[index];
      if (play === undefined) return;
      const { subject } = play.ground;
      const { created } = await settle(c, subject.type, composed(c, play.ground, base, [draft]));
      const name = play.unit.text;
      const response = await c.send({
        method: 'PATCH',
        path: created.path,
        query: { attributes: name },
        body: { schemas: [PATCH_OP], Operations: [{ op: 'replace', path: name, value: draft.value }] },
        purpose: `change ${name} and ask for it`,
      });
      c.judge(rule, response.status === 200 && !isUnassigned(member(response.body, name)), () => ({
        message: `a PATCH with attributes=${name} is answered with ${describe(response)}${response.status === 200 ? `, without ${name}` : ''}`,
        expected: `200 with ${name}`,
        actual: response.status === 200 ? shown(response.body) : describe(response),
      }));
    },
    { runs: t.session.effort.costlyRuns },
  );
}

async function extensionByName(t: CheckContext): Promise<void> {
  const grounds = (await patchGrounds(t.session)).flatMap(({ subject, units }) => {
    const own = units.filter(({ kind, path }) => kind === 'single' && path.urn !== null);
    const [first] = own;
    const second = own.find((unit) => unit !== first && unit.path.urn === first?.path.urn);
    return first === undefined || second === undefined ? [] : [{ subject, first, second }];
  });
  const [ground] = grounds;
  if (ground === undefined) throw new NotOffered('the target takes no two attributes of one extension');
  const { subject, first, second } = ground;
  const urn = first.path.urn ?? '';
  await t.forAll(
    fc.record({
      base: subject.arbitrary({ omit: ({ path, required }) => path.urn !== null && !required }),
      values: fc.tuple(first.value, second.value),
    }),
    async ({ base, values: [one, two] }, c) => {
      const { created } = await settle(c, subject.type, subject.stamp(c, base));
      const operations = [
        { op: 'add', path: first.text, value: one },
        { op: 'add', path: second.text, value: two },
      ];
      const response = await patch(c, created, operations, 'set two attributes of an extension');
      const after = await c.read(created, 'read it after the change');
      const held = [first, second].filter(
        ({ attribute }) => !isUnassigned(member(member(after, urn), attribute.name)),
      );
      c.judge('RFC7644-3.5.2-schemas-modified', held.length === 2, () => ({
        message: `after a PATCH that sets two attributes of ${urn} one after the other, answered with ${describe(response)}, ${held.length} of them have a value`,
        expected: `${first.text} and ${second.text}`,
        actual: shown(member(after, urn)),
      }));
      c.judge('RFC7644-3.5.2-schemas-implicit', lists(member(after, 'schemas'), urn), () => ({
        message:
          'setting an attribute of an extension by its full name does not add the extension to schemas',
        expected: `schemas with ${urn}`,
        actual: `"schemas": ${shown(member(after, 'schemas'))}`,
      }));
    },
    { runs: t.session.effort.costlyRuns },
  );
}

function lists(schemas: Json | undefined, urn: string): boolean {
  return Array.isArray(schemas) && schemas.some((item) => String(item).toLowerCase() === urn.toLowerCase());
}
