import fc from 'fast-check';
import { draftArbitrary } from '../../generators/patch.ts';
import type {
  Case,
  CheckContext,
  CheckEntry,
  FormUse,
  Json,
  JsonObject,
  PatchGround,
  RequirementId,
} from '../../kit/index.ts';
import {
  composed,
  describe,
  deviationComplaint,
  deviations,
  fewRuns,
  formUses,
  isUnassigned,
  judgeErrorBody,
  member,
  NotOffered,
  notDenied,
  PATCH_OP,
  patchGrounds,
  settle,
  shown,
  stateOf,
} from '../../kit/index.ts';
import { FORBIDDEN, INCOMPATIBLE, MALFORMED, type Refusal, SPOILERS } from './refusal-table.ts';

const ERROR_BODY = 'RFC7644-3.5.2-error';

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

function check(name: string, title: string, table: readonly Refusal[], unchanged: RequirementId): CheckEntry {
  const named = table.flatMap(({ requirements }) => requirements);
  const [first = unchanged, ...others] = [...new Set<RequirementId>([...named, unchanged, ERROR_BODY])];
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
  unchanged: RequirementId,
): Promise<void> {
  const plays = await changeable(parent);
  const items = table.filter((item) => plays.some((play) => item.operations(play, '') !== null));
  await parent.forEach(items, (item, t) => {
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
  });
}

function judgeScimType(
  c: Case,
  body: Json | undefined,
  requirement: RequirementId,
  { words, scimType }: Refusal,
): void {
  if (scimType === undefined) return;
  c.judge(requirement, member(body, 'scimType') === scimType, () => ({
    message: `${words} is refused with the wrong scimType`,
    expected: `"scimType": "${scimType}"`,
    actual: `"scimType": ${shown(member(body, 'scimType'))}`,
  }));
}

async function changeable(t: CheckContext): Promise<readonly FormUse[]> {
  const plays = (await patchGrounds(t.session)).flatMap((ground) =>
    formUses(ground).filter(({ form }) => form.name === 'replace a value'),
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
  plays: readonly FormUse[],
  body: (c: Case, play: FormUse, victim: Victim) => Promise<void>,
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
  return c.read({ path }, 'read it after the PATCH');
}

function judgeSame(
  c: Case,
  { subject }: PatchGround,
  { sent, before, after }: Readonly<Record<'sent' | 'before' | 'after', JsonObject>>,
  requirement: RequirementId,
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
    formUses(ground).filter(({ form }) => form.name === 'replace all elements'),
  );
  if (plays.length === 0) throw new NotOffered('the target takes no multi-valued attribute to try this on');
  await overPlays(t, plays, async (c, { ground, unit }, { sent, before, path }) => {
    const state = stateOf(before, unit);
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
