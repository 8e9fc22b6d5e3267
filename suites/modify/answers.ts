import fc from 'fast-check';
import type { PatchUnit } from '../../generators/patch-unit.ts';
import type {
  CheckContext,
  CheckEntry,
  Complaint,
  Json,
  PatchGround,
  RequirementId,
} from '../../kit/index.ts';
import {
  answered,
  composed,
  GroundPlay,
  isUnassigned,
  judgeAnswered,
  judgePatched,
  member,
  NotOffered,
  notDenied,
  overPlays,
  overUses,
  PATCH_OP,
  patch,
  patchForm,
  patchGrounds,
  repertoireOf,
  SetupFailure,
  stateOf,
  stringMember,
  type Tried,
  together,
  usesOf,
  wrongValue,
} from '../../kit/index.ts';

const OFFERED: RequirementId = 'RFC7644-3.5.2-patch';
const ATTRIBUTES: RequirementId = 'RFC7644-3.5.2-attributes';
const MODIFIED: RequirementId = 'RFC7644-3.5.2-schemas-modified';
const IMPLICIT: RequirementId = 'RFC7644-3.5.2-schemas-implicit';

/** What answers a PATCH, and what follows it in `schemas` (RFC 7644 §3.5.2). */
export const answers: readonly CheckEntry[] = [
  {
    name: 'offered',
    title: 'PATCH is offered',
    requirements: [OFFERED],
    run: offered,
  },
  {
    name: 'attributes-parameter',
    title: 'A PATCH with the attributes parameter is answered with 200 and those attributes',
    requirements: [ATTRIBUTES],
    needs: [notDenied('patch')],
    run: async (t) =>
      t.forEach(await usesOf(t, [patchForm('replace a value')], isPlain), (uses, own) =>
        overUses(own, uses, ATTRIBUTES, attributesParameter),
      ),
  },
  {
    name: 'extension-by-name',
    title: 'Setting attributes of an extension by their full names adds the extension to schemas',
    requirements: [MODIFIED, IMPLICIT],
    needs: [notDenied('patch')],
    run: extensionByName,
  },
];

const isPlain = ({ path }: PatchUnit): boolean => path.urn === null;

async function offered(t: CheckContext): Promise<void> {
  const subject = await repertoireOf(t.session).users();
  await overPlays(
    t,
    subject,
    OFFERED,
    async ({ c, created, shown }) => {
      const value = stringMember(shown, 'userName') ?? '';
      const answer = await patch(
        c,
        created,
        [{ op: 'replace', path: 'userName', value }],
        'see if there is PATCH',
      );
      c.judge(OFFERED, ![404, 405, 501].includes(answer.status), () =>
        answered('a PATCH of a user', answer, [200, 204]),
      );
    },
    { runs: 1 },
  );
}

async function attributesParameter({ play: { c, created }, others }: Tried): Promise<void> {
  const operations = others.map(({ unit: { text }, value }) => ({ op: 'replace', path: text, value }));
  const names = others.map(({ unit }) => unit.text).join(',');
  const answer = await c.send({
    method: 'PATCH',
    path: created.path,
    query: { attributes: names },
    body: { schemas: [PATCH_OP], Operations: operations },
    purpose: `change ${names} and ask for it`,
  });
  judgeAnswered(c, ATTRIBUTES, answer, 200, `a PATCH with attributes=${names}`);
  const when = `in the answer to a PATCH with attributes=${names}`;
  const missing = others.filter(({ unit }) => isUnassigned(member(answer.resource, unit.text)));
  c.judge(ATTRIBUTES, missing.length === 0, () =>
    together(missing.map(({ unit, value }) => wrongValue(unit.text, value, undefined, { when }))),
  );
}

/** Two attributes of one extension. */
interface Pair {
  readonly ground: PatchGround;
  readonly first: PatchUnit;
  readonly second: PatchUnit;
  readonly urn: string;
}

async function extensionByName(parent: CheckContext): Promise<void> {
  const pairs = (await patchGrounds(parent.session)).flatMap((ground): readonly Pair[] => {
    const own = ground.units.filter(({ kind, path }) => kind === 'single' && path.urn !== null);
    const [first] = own;
    const second = own.find((unit) => unit !== first && unit.path.urn === first?.path.urn);
    return first?.path.urn && second !== undefined ? [{ ground, first, second, urn: first.path.urn }] : [];
  });
  if (pairs.length === 0) throw new NotOffered('the target takes no two attributes of one extension');
  await parent.forEach(pairs, (pair, t) =>
    t.forAll(
      fc.record({
        base: pair.ground.subject.arbitrary({ omit: ({ path, required }) => path.urn !== null && !required }),
        values: fc.tuple(pair.first.value, pair.second.value),
      }),
      async ({ base, values }, c) => {
        const body = composed(c, pair.ground, base, []);
        await setByName(await GroundPlay.settle(c, pair.ground, MODIFIED, body), pair, values);
      },
      { runs: t.session.effort.costlyRuns },
    ),
  );
}

async function setByName(
  play: GroundPlay,
  { first, second, urn }: Pair,
  [one, two]: readonly [Json, Json],
): Promise<void> {
  const { c, created } = play;
  const operations = [
    { op: 'add', path: first.text, value: one },
    { op: 'add', path: second.text, value: two },
  ];
  const what = `a PATCH that sets two attributes of ${urn} one after the other`;
  const answer = await patch(c, created, operations, 'set two attributes of an extension');
  if (!answer.ok) await requireLeaf(play, operations.slice(0, 1));
  judgePatched(c, answer, MODIFIED, what);
  const when = `after ${what}`;
  const after = await play.read(when);
  const lost = (
    [
      [first, one],
      [second, two],
    ] as const
  ).filter(([unit]) => isUnassigned(stateOf(after, unit)));
  c.judge(MODIFIED, lost.length === 0, () =>
    together(lost.map(([{ text }, value]) => wrongValue(text, value, undefined, { when }))),
  );
  const schemas = member(after, 'schemas');
  c.judge(
    IMPLICIT,
    names(schemas, urn),
    (): Complaint => ({
      deviation: 'missing',
      what: urn,
      when,
      says: 'is missing in schemas',
      attribute: 'schemas',
      wanted: `schemas with ${urn}`,
      got: schemas,
      expected: `schemas with ${urn}`,
    }),
  );
}

/** Whether an attribute of an extension can be set by its name at all is for modify/add to tell. */
async function requireLeaf(
  { c, created }: GroundPlay,
  operations: Parameters<typeof patch>[2],
): Promise<void> {
  const answer = await patch(c, created, operations, 'set one attribute of the extension, as a control');
  if (!answer.ok)
    throw new SetupFailure('cannot judge: one attribute of the extension cannot be set either', answer);
}

function names(schemas: Json | undefined, urn: string): boolean {
  return Array.isArray(schemas) && schemas.some((item) => String(item).toLowerCase() === urn.toLowerCase());
}
