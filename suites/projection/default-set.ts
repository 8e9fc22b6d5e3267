import type { CheckContext, CheckEntry } from '../../kit/index.ts';
import {
  ask,
  describe,
  differences,
  forSets,
  isObject,
  member,
  scopeText,
  shown,
  specimenOf,
  specimensOf,
} from '../../kit/index.ts';
import { misfits } from './expected.ts';

/** What answers hold that were not asked for anything in particular. */
export const defaultSet: readonly CheckEntry[] = [
  {
    name: 'default-set',
    title: 'By default answers hold what is returned always or by default, and nothing else',
    requirements: ['RFC7644-3.9-default-set', 'RFC7644-3.4-returned'],
    run: inGet,
  },
  {
    name: 'default-set-of-a-list',
    title: 'A list shows each result with the attributes that GET shows',
    requirements: ['RFC7644-3.4-returned', 'RFC7644-3.9-default-set'],
    run: inList,
  },
];

/** Nothing is asked for. */
const DEFAULT = { kind: 'default', paths: [] } as const;

async function inGet(t: CheckContext): Promise<void> {
  await forSets(t, await specimensOf(t.session).all(), 'there are no resources', async (set, own) => {
    await own.forAll(
      set.arbitrary,
      async (resource, c) => {
        const { subject } = set;
        const created = await subject.create(c, resource);
        const response = await c.send({ method: 'GET', path: created.path, purpose: 'read it back' });
        const { body } = response;
        c.judge('RFC7644-3.4-returned', response.status === 200 && isObject(body), () => ({
          message: `GET of a ${subject.noun} is answered with ${describe(response)}`,
          expected: '200 with the resource',
          actual: describe(response),
        }));
        if (!isObject(body)) return;
        const lost = differences(created.sent, body, subject.attributes, subject.type).find(
          ({ kind }) => kind === 'lost',
        );
        c.judge('RFC7644-3.9-default-set', lost === undefined, () => ({
          message: `GET does not show ${lost?.attribute.text}, which was set and is returned by default`,
          expected: shown(lost?.sent),
          actual: 'no value',
        }));
        const extra = misfits(body, body, subject.type, DEFAULT)[0];
        c.judge('RFC7644-3.9-default-set', extra === undefined, () => ({
          message: `GET shows ${extra?.attribute}, which is not returned by default`,
          expected: `no ${extra?.attribute}`,
          actual: `the members ${Object.keys(body).join(', ')}`,
        }));
        const [name = 'meta'] = Object.keys(created.sent).filter((key) => key !== 'schemas');
        const query = { excludedAttributes: name };
        await c.send({ method: 'GET', path: created.path, query, purpose: `leave ${name} out once` });
        const again = await c.read(created, 'ask for everything again');
        const gone = Object.keys(body).find((key) => member(again, key) === undefined);
        c.judge('RFC7644-3.9-default-set', gone === undefined, () => ({
          message: `GET does not show ${gone} any more after a GET with excludedAttributes=${name}`,
          expected: `the members ${Object.keys(body).join(', ')}`,
          actual: `the members ${Object.keys(again).join(', ')}`,
          hint: 'An answer with fewer attributes is kept and given to others.',
        }));
      },
      { runs: own.session.effort.costlyRuns },
    );
  });
}

async function inList(t: CheckContext): Promise<void> {
  const sets = (await specimensOf(t.session).all()).filter(({ scope }) => scope !== null);
  const missing = 'the target answers no filter with exactly the resources that the check made';
  await forSets(t, sets, missing, async (set, own) =>
    own.once(async (c) => {
      const { subject } = set;
      const outcome = await ask(
        c,
        subject.type.endpoint,
        { filter: scopeText(set) },
        'RFC7644-3.4-returned',
        'list them',
      );
      for (const hit of outcome.kind === 'found' ? outcome.hits : []) {
        const item = specimenOf(set, hit);
        if (item === undefined) continue;
        const misfit = misfits(hit, item.shown, subject.type, DEFAULT)[0];
        c.judge('RFC7644-3.4-returned', misfit === undefined, () => ({
          message:
            misfit?.kind === 'extra'
              ? `a list shows ${misfit.attribute} of a ${subject.noun}, which is not returned by default`
              : `a list does not show ${misfit?.attribute} of a ${subject.noun}, unlike GET`,
          expected:
            misfit?.kind === 'extra'
              ? `no ${misfit.attribute}`
              : `the members ${Object.keys(item.shown).join(', ')}`,
          actual: `the members ${Object.keys(hit).join(', ')}`,
        }));
        const changed = differences(item.shown, hit, subject.attributes, subject.type)[0];
        c.judge('RFC7644-3.9-default-set', changed === undefined, () => ({
          message: `a list shows another ${changed?.attribute.text} of a ${subject.noun} than GET`,
          expected: shown(changed?.sent),
          actual: shown(changed?.got),
        }));
      }
    }),
  );
}
