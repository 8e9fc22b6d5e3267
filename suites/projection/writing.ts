import fc from 'fast-check';
import type { Answer, Case, CheckContext, CheckEntry, JsonObject, Need, Subject } from '../../kit/index.ts';
import {
  answered,
  describe,
  forSets,
  InputRefused,
  member,
  NotOffered,
  PATCH,
  PATCH_OP,
  specimensOf,
} from '../../kit/index.ts';
import { type Asked, blaming, inWords, judgeMisfits } from './asked.ts';
import { misfits } from './expected.ts';
import { askedArbitrary, hasSelectable, NOTHING_TO_SELECT } from './selections.ts';

const RULE = 'RFC7644-3.9-any-operation';

type Method = 'POST' | 'PUT' | 'PATCH';

const NEEDS: Readonly<Record<Method, readonly Need[]>> = { POST: [], PUT: [], PATCH: [PATCH] };

/** attributes and excludedAttributes, in answers to requests that write. */
export const writing: readonly CheckEntry[] = (['POST', 'PUT', 'PATCH'] as const).map((method) => ({
  name: `selection-with-${method.toLowerCase()}`,
  title: `attributes and excludedAttributes work for ${method} too`,
  requirements: [RULE],
  needs: NEEDS[method],
  run: (t) => overSelections(t, method),
}));

async function overSelections(t: CheckContext, method: Method): Promise<void> {
  const kinds = ['attributes', 'excludedAttributes'] as const;
  const sets = (await specimensOf(t.session).all()).filter(hasSelectable(t, ...kinds));
  await forSets(t, sets, NOTHING_TO_SELECT, (set, own) =>
    own.forAll(
      fc.record({
        resource: set.arbitrary,
        asked: fc.constantFrom(...kinds).chain((kind) => askedArbitrary(set, kind, own, 3)),
      }),
      ({ resource, asked }, c) => judgeWriting(c, set.subject, method, resource, asked),
      { runs: own.session.effort.costlyRuns },
    ),
  );
}

async function judgeWriting(
  c: Case,
  subject: Subject,
  method: Method,
  resource: JsonObject,
  asked: Asked,
): Promise<void> {
  const body = subject.stamp(c, resource);
  const { answer, path } =
    method === 'POST' ? await create(c, subject, body, asked) : await change(c, subject, method, body, asked);
  const what = `${method} of a ${subject.noun} with ${inWords(asked)}`;
  c.judge(RULE, answer.ok, () => answered(what, answer, [200, 201, 204]));
  // A service provider need not answer with the resource (RFC 7644 §3.3, §3.5.2).
  const shown = answer.resource;
  if (shown === null || path === null) return;
  const whole = await c.read({ path });
  // Where a new resource is, its meta tells whatever is asked for (RFC 7644 §3.3).
  const found = misfits(shown, whole, subject.type, asked.selection).filter(
    ({ attribute }) => method !== 'POST' || attribute !== 'meta',
  );
  const where = `in the answer to ${method} of a ${subject.noun}`;
  judgeMisfits(c, asked, { subject, where, answer, resource: shown, whole }, blaming(RULE), found);
}

/** What was written, and where it is. */
interface Written {
  readonly answer: Answer;
  readonly path: string | null;
}

const queryOf = ({ selection: { kind }, text }: Asked): Readonly<Record<string, string>> => ({
  [kind]: text,
});

async function create(c: Case, subject: Subject, body: JsonObject, asked: Asked): Promise<Written> {
  const purpose = `create the ${subject.noun}`;
  const { response, created } = await c.post(subject.type.endpoint, body, purpose, {}, queryOf(asked));
  if (response.ok && created === null)
    throw new InputRefused('cannot judge: nothing tells where the new resource is', response);
  return { answer: response, path: created?.path ?? null };
}

/** Writes what is there already. */
async function change(
  c: Case,
  subject: Subject,
  method: 'PUT' | 'PATCH',
  given: JsonObject,
  asked: Asked,
): Promise<Written> {
  const created = await c.create(subject.type.endpoint, given, `create the ${subject.noun}`);
  const body = method === 'PUT' ? { ...given, id: created.id } : await sameAgain(c, subject, created);
  const { path } = created;
  const answer = await c.send({
    method,
    path,
    query: queryOf(asked),
    body,
    purpose: `${method} with a selection`,
  });
  if (answer.status === 405 || answer.status === 501)
    throw new NotOffered(`the target answers ${describe(answer)} to ${method}`);
  return { answer, path };
}

/** A PATCH with the value that a text has already. */
async function sameAgain(c: Case, subject: Subject, created: { readonly path: string }): Promise<JsonObject> {
  const shown = await c.read(created, 'see what is there');
  const names = [
    'userName',
    'displayName',
    ...subject.attributes.filter(isPlainText).map(({ text }) => text),
  ];
  const name = names.find((one) => typeof member(shown, one) === 'string');
  if (name === undefined) throw new InputRefused(`cannot judge: a ${subject.noun} has no text to replace`);
  const operation = { op: 'replace', path: name, value: member(shown, name) ?? null };
  return { schemas: [PATCH_OP], Operations: [operation] };
}

function isPlainText({ path, definition }: Subject['attributes'][number]): boolean {
  const top = path.urn === null && path.subAttribute === null && path.filter === null;
  return top && definition.type === 'string' && definition.mutability === 'readWrite';
}
