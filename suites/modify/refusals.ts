import fc from 'fast-check';
import { draftArbitrary } from '../../generators/patch.ts';
import { type Json, type JsonObject, member } from '../../scim/json.ts';
import { PATCH_OP } from '../../scim/urns.ts';
import { isUnassigned } from '../../scim/value.ts';
import { judgeErrorBody, shown } from '../answers.ts';
import { type Case, describe } from '../case.ts';
import type { CheckEntry } from '../check.ts';
import type { CheckContext } from '../context.ts';
import { fewRuns } from '../effort.ts';
import { notDenied } from '../needs.ts';
import { composed, type PatchGround, type Play, patchGrounds, playsOn, settle } from '../patch-ground.ts';
import { deviationComplaint, deviations } from '../represented.ts';
import { NotOffered } from '../violation.ts';

const ERROR_BODY = 'RFC7644-3.5.2-error';
const INCOMPATIBLE = 'RFC7644-3.5.2-incompatible-error';

/** A PATCH that RFC 7644 §3.5.2 does not allow, on a resource where `unit` has a value. */
interface Refusal {
  readonly name: string;
  readonly words: string;
  readonly requirements: readonly [string, ...string[]];
  /** The one `scimType` that the text names, or null. */
  readonly scimType?: string;
  /** The request's Operations; undefined for a request without them, null where it cannot be written. */
  readonly operations: (play: Play, value: Json) => Json | undefined | null;
}

const good = ({ unit }: Play, value: Json): JsonObject => ({ op: 'replace', path: unit.text, value });

/** The attribute that each kind of resource requires (RFC 7643 §4.1.1, §4.2). */
const REQUIRED: Readonly<Record<string, string>> = { User: 'userName', Group: 'displayName' };

const MALFORMED: readonly Refusal[] = [
  {
    name: 'no Operations',
    words: 'a PATCH without Operations',
    requirements: ['RFC7644-3.5.2-operations'],
    operations: () => undefined,
  },
  {
    name: 'no op',
    words: 'an operation without an op',
    requirements: ['RFC7644-3.5.2-one-op'],
    operations: ({ unit }, value) => [{ path: unit.text, value }],
  },
  {
    name: 'unknown op',
    words: 'the op "move"',
    requirements: ['RFC7644-3.5.2-op'],
    operations: ({ unit }, value) => [{ op: 'move', path: unit.text, value }],
  },
  {
    name: 'add without a value',
    words: 'an add operation without a value',
    requirements: ['RFC7644-3.5.2.1-value'],
    operations: ({ unit }) => [{ op: 'add', path: unit.text }],
  },
  {
    name: 'remove without a path',
    words: 'a remove operation without a path',
    requirements: ['RFC7644-3.5.2.2-no-path', 'RFC7644-3.5.2-path-required'],
    scimType: 'noTarget',
    operations: () => [{ op: 'remove' }],
  },
  ...['emails[type eq "work"', 'name..familyName', '[type eq "work"]', 'emails[type zz "work"]'].map(
    (path): Refusal => ({
      name: `the path ${path}`,
      words: `the path ${path}`,
      requirements: ['RFC7644-3.5.2-invalid-path'],
      operations: (_play, value) => [{ op: 'replace', path, value }],
    }),
  ),
];

const FORBIDDEN: readonly Refusal[] = [
  ...['id', 'meta.created'].map(
    (path): Refusal => ({
      name: `replace ${path}`,
      words: `replacing the readOnly ${path}`,
      requirements: [INCOMPATIBLE],
      operations: () => [{ op: 'replace', path, value: '2001-01-01T00:00:00Z' }],
    }),
  ),
  {
    name: 'a value of another type',
    words: 'a value that is not of its attribute’s type',
    requirements: [INCOMPATIBLE],
    operations: ({ unit }) => [{ op: 'replace', path: unit.text, value: { nested: { deep: true } } }],
  },
  {
    name: 'a boolean of another type',
    words: 'replacing active with an object',
    requirements: [INCOMPATIBLE],
    operations: ({ ground }) =>
      ground.subject.type.name === 'User' && ground.subject.attributes.some(({ text }) => text === 'active')
        ? [{ op: 'replace', path: 'active', value: { on: 'maybe' } }]
        : null,
  },
  {
    name: 'remove a required attribute',
    words: 'removing a required attribute',
    requirements: ['RFC7644-3.5.2.2-remove-required'],
    scimType: 'mutability',
    operations: ({ ground }) => [{ op: 'remove', path: REQUIRED[ground.subject.type.name] ?? 'id' }],
  },
  {
    name: 'remove a readOnly attribute',
    words: 'removing the readOnly id',
    requirements: ['RFC7644-3.5.2.2-remove-required'],
    scimType: 'mutability',
    operations: () => [{ op: 'remove', path: 'id' }],
  },
];

/** What comes after a good operation and spoils it. */
const SPOILERS: readonly Refusal[] = [
  ['RFC7644-3.5.2-failure', 'remove without a path', { op: 'remove' }],
  ['RFC7644-3.5.2-failure', 'a readOnly attribute', { op: 'replace', path: 'id', value: 'another' }],
  ['RFC7644-3.5.2-failure', 'an unknown op', { op: 'frobnicate', path: 'id', value: 'another' }],
].map(
  ([requirement, name, operation]): Refusal => ({
    name: String(name),
    words: `a PATCH with a good operation and then ${String(name)}`,
    requirements: [String(requirement)],
    operations: (play, value) => [good(play, value), operation ?? null],
  }),
);

/** PATCH requests that have to fail, and leave nothing behind (RFC 7644 §3.5.2). */
export const refusals: readonly CheckEntry[] = [
  check(
    'malformed',
    'A PATCH that the standard gives no meaning is refused and changes nothing',
    MALFORMED,
    'RFC7644-3.5.2-restored',
  ),
  check(
    'incompatible',
    'A PATCH that does not fit mutability or schema is refused and changes nothing',
    FORBIDDEN.filter(({ requirements }) => requirements[0] === INCOMPATIBLE),
    'RFC7644-3.5.2-compatible',
  ),
  check(
    'required',
    'Removing a required or readOnly attribute is refused with scimType mutability',
    FORBIDDEN.filter(({ requirements }) => requirements[0] !== INCOMPATIBLE),
    'RFC7644-3.5.2-read-only',
  ),
  check(
    'atomic',
    'When an operation fails, so does the PATCH, and the resource is as it was before',
    SPOILERS,
    'RFC7644-3.5.2-restored',
  ),
  {
    name: 'no-target',
    title: 'A replace whose value filter matches nothing is refused with scimType noTarget',
    requirements: ['RFC7644-3.5.2.3-no-target', 'RFC7644-3.5.2-restored'],
    needs: [notDenied('patch')],
    run: noTarget,
  },
];

function check(name: string, title: string, table: readonly Refusal[], unchanged: string): CheckEntry {
  const named = table.flatMap(({ requirements }) => requirements);
  const [first = unchanged, ...others] = [...new Set([...named, unchanged, ERROR_BODY])];
  return {
    name,
    title,
    requirements: [first, ...others],
    needs: [notDenied('patch')],
    run: (t) => everyRefusal(t, table, unchanged),
  };
}

async function everyRefusal(
  parent: CheckContext,
  table: readonly Refusal[],
  unchanged: string,
): Promise<void> {
  const plays = await changeable(parent);
  const items = table.filter((item) => plays.some((play) => item.operations(play, '') !== null));
  await parent.forEach(
    items,
    ({ name }) => name,
    (item, t) => {
      const fit = plays.filter((play) => item.operations(play, '') !== null);
      return overPlays(t, fit, async (c, play, { value, sent, before, path }) => {
        const operations = item.operations(play, value);
        const body = { schemas: [PATCH_OP], ...(operations === undefined ? {} : { Operations: operations }) };
        const response = await c.send({ method: 'PATCH', path, body, purpose: item.words });
        for (const requirement of item.requirements) {
          c.judge(requirement, response.status >= 400 && response.status < 500, () => ({
            message: `${item.words} is answered with ${describe(response)}`,
            expected: `400${item.scimType === undefined ? '' : ` with scimType ${item.scimType}`}`,
            actual: describe(response),
          }));
          if (requirement === item.requirements[0]) judgeScimType(c, response.body, requirement, item);
        }
        const after = await read(c, path);
        judgeSame(c, play.ground, { sent, before, after }, unchanged, item.words);
        judgeErrorBody(c, response, ERROR_BODY, item.words);
      });
    },
  );
}

function judgeScimType(
  c: Case,
  body: Json | undefined,
  requirement: string,
  { words, scimType }: Refusal,
): void {
  if (scimType === undefined) return;
  c.judge(requirement, member(body, 'scimType') === scimType, () => ({
    message: `${words} is refused with the wrong scimType`,
    expected: `"scimType": "${scimType}"`,
    actual: `"scimType": ${shown(member(body, 'scimType'))}`,
  }));
}

async function changeable(t: CheckContext): Promise<readonly Play[]> {
  const plays = (await patchGrounds(t.session)).flatMap((ground) =>
    playsOn(ground).filter(({ form }) => form.name === 'replace a value'),
  );
  if (plays.length === 0) throw new NotOffered('the target takes no plain attribute to try this on');
  return plays;
}

/** A resource on which a PATCH is to fail. */
interface Victim {
  readonly value: Json;
  readonly sent: JsonObject;
  readonly before: JsonObject;
  readonly path: string;
}

function overPlays(
  t: CheckContext,
  plays: readonly Play[],
  body: (c: Case, play: Play, victim: Victim) => Promise<void>,
): Promise<void> {
  const inputs = plays.map(({ ground, form, unit }, index) =>
    fc.record({
      index: fc.constant(index),
      base: ground.subject.arbitrary({ required: 'only' }),
      draft: draftArbitrary(form, unit),
    }),
  );
  return t.forAll(
    fc.oneof(...inputs),
    async ({ index, base, draft }, c) => {
      const play = plays[index];
      if (play === undefined) return;
      const sent = composed(c, play.ground, base, [draft]);
      const { created, before } = await settle(c, play.ground.subject.type, sent);
      await body(c, play, { value: draft.value, sent, before, path: created.path });
    },
    { runs: fewRuns(t) },
  );
}

async function read(c: Case, path: string): Promise<JsonObject> {
  return c.read({ id: '', path, sent: {} }, 'read it after the PATCH');
}

function judgeSame(
  c: Case,
  { subject }: PatchGround,
  { sent, before, after }: Readonly<Record<'sent' | 'before' | 'after', JsonObject>>,
  requirement: string,
  words: string,
): void {
  const [worst] = deviations({ sent, before, wanted: before, after }, subject.type);
  c.judge(requirement, worst === undefined, () =>
    worst === undefined
      ? { message: '' }
      : deviationComplaint(worst, `${words}, which has to change nothing`),
  );
  for (const name of ['id', 'schemas'] as const) {
    const [was, is] = [member(before, name), member(after, name)];
    c.judge(requirement, sameSet(was, is), () => ({
      message: `${words} changed ${name}`,
      expected: `"${name}": ${shown(was)}`,
      actual: `"${name}": ${shown(is)}`,
    }));
  }
}

function sameSet(a: Json | undefined, b: Json | undefined): boolean {
  const sorted = (value: Json | undefined): string =>
    JSON.stringify(Array.isArray(value) ? [...value].sort() : value);
  return sorted(a) === sorted(b);
}

/**
 * With `co` no element can be made from the filter, as Entra wants it for `eq` (rule E-081, docs/readings.md). A target
 * that cannot read such a filter in a path may say so instead.
 */
async function noTarget(t: CheckContext): Promise<void> {
  const rule = 'RFC7644-3.5.2.3-no-target';
  const plays = (await patchGrounds(t.session)).flatMap((ground) =>
    playsOn(ground).filter(({ form }) => form.name === 'replace all elements'),
  );
  if (plays.length === 0) throw new NotOffered('the target takes no multi-valued attribute to try this on');
  await overPlays(t, plays, async (c, { ground, unit }, { sent, before, path }) => {
    const [state] = [
      member(unit.path.urn === null ? before : member(before, unit.path.urn), unit.attribute.name),
    ];
    fc.pre(!isUnassigned(state));
    const target = `${unit.text}[${unit.main} co "no-such-${c.marker()}"].${unit.main}`;
    const body = {
      schemas: [PATCH_OP],
      Operations: [{ op: 'replace', path: target, value: 'ada@example.com' }],
    };
    const response = await c.send({ method: 'PATCH', path, body, purpose: 'replace what does not match' });
    c.judge(rule, response.status >= 400 && response.status < 500, () => ({
      message: `a replace whose filter matches no value of ${unit.text} is answered with ${describe(response)}`,
      expected: '400 with scimType noTarget',
      actual: describe(response),
    }));
    const scimType = member(response.body, 'scimType');
    const unread = ['invalidFilter', 'invalidPath'].includes(String(scimType));
    c.judge(rule, unread || (response.status === 400 && scimType === 'noTarget'), () => ({
      message: `a replace whose filter matches no value of ${unit.text} is refused with ${describe(response)}`,
      expected: '400 with "scimType": "noTarget"',
      actual: `${response.status} with "scimType": ${shown(scimType)}`,
    }));
    const after = await read(c, path);
    judgeSame(c, ground, { sent, before, after }, 'RFC7644-3.5.2-restored', 'a replace without a match');
  });
}
