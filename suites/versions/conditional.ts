import type { Answer, Case, CheckEntry, JsonObject } from '../../kit/index.ts';
import {
  announced,
  answered,
  changedValue,
  InputRefused,
  judgeAnswered,
  malformed,
  PATCH_OP,
  sameJson,
} from '../../kit/index.ts';
import { change, currentTag, overVersioned, requireAnother, type Versioned } from './etag.ts';

const NOT_MODIFIED = 'RFC7644-3.14-not-modified';
const IF_MATCH = 'RFC7644-3.14-if-match';

/** Requests that hold for one version only (RFC 7232 §3.1, §3.2). */
export const conditional: readonly CheckEntry[] = [
  {
    name: 'if-none-match',
    title:
      'GET with If-None-Match answers 304 without a body for the current version, and 200 for an old one',
    requirements: [NOT_MODIFIED],
    needs: [announced('etag')],
    run: (t) => overVersioned(t, ifNoneMatch),
  },
  {
    name: 'if-match',
    title: 'A change with If-Match happens to the current version only',
    requirements: [IF_MATCH],
    needs: [announced('etag')],
    run: (t) => overVersioned(t, ifMatch),
  },
];

async function ifNoneMatch(c: Case, versioned: Versioned): Promise<void> {
  const { created, tag, subject } = versioned;
  for (const [words, header] of [
    ['its version', tag],
    ['a list with its version', `"no-version", ${tag}`],
  ] as const) {
    const response = await conditionalGet(c, created.path, header);
    const what = `GET of a ${subject.noun} with If-None-Match of ${words}`;
    judgeAnswered(c, NOT_MODIFIED, response, 304, what);
    const { text } = response.whole;
    c.judge(NOT_MODIFIED, text === '', () =>
      malformed('a 304', 'no body', text, { says: 'comes with a body' }),
    );
  }
  const answer = await change(c, versioned);
  if (!answer.ok) throw new InputRefused(`PUT on ${created.path} is answered with ${answer.status}`, answer);
  const response = await conditionalGet(c, created.path, tag);
  const what = `GET of a changed ${subject.noun} with If-None-Match of its old version`;
  // Of a version that stays what it was, nothing is old.
  if (response.status !== 200) requireAnother(tag, await currentTag(c, created));
  judgeAnswered(c, NOT_MODIFIED, response, 200, what);
}

function conditionalGet(c: Case, path: string, tag: string): Promise<Answer> {
  return c.send({
    method: 'GET',
    path,
    headers: { 'if-none-match': tag },
    purpose: 'read it if it has changed',
  });
}

async function ifMatch(c: Case, versioned: Versioned): Promise<void> {
  const { created, tag, subject, text, valueIn } = versioned;
  const current = await change(c, versioned, { 'if-match': tag });
  c.judge(IF_MATCH, current.status !== 412, () =>
    answered(`a PUT of a ${subject.noun} with If-Match of its version`, current, 200, {
      hint: tag.startsWith('W/') ? 'The examples in RFC 7644 §3.14 send weak versions, too.' : undefined,
    }),
  );
  if (current.status !== 200)
    throw new InputRefused(`PUT on ${created.path} is answered with ${current.status}`, current);
  const now = await currentTag(c, created);
  requireAnother(tag, now);
  const kept = valueIn(now.response.resource ?? undefined);
  for (const method of methodsOf(c)) {
    const body = bodyFor(method, versioned);
    const response = await c.send({
      method,
      path: created.path,
      ...(body === undefined ? {} : { body }),
      headers: { 'if-match': tag },
      purpose: `${method} the version that it was`,
    });
    const what = `${method} of a ${subject.noun} with If-Match of an old version`;
    judgeAnswered(c, IF_MATCH, response, 412, what, {
      hint: response.ok
        ? 'Two clients that change a resource at the same time overwrite each other’s changes.'
        : undefined,
    });
    const after = await c.send({ method: 'GET', path: created.path, purpose: 'read it afterwards' });
    judgeAnswered(c, IF_MATCH, after, 200, `GET after ${what}`);
    const is = valueIn(after.resource ?? undefined);
    c.judge(IF_MATCH, sameJson(kept, is), () => changedValue(text, kept, is, { when: `after ${what}` }));
  }
}

type Method = 'PUT' | 'PATCH' | 'DELETE';

/** RFC 7644 §3.14 speaks of PUT and PATCH; the example of §3.6 has If-Match with DELETE, too. */
function methodsOf(c: Case): readonly Method[] {
  return c.session.facts.features.patch === false ? ['PUT', 'DELETE'] : ['PUT', 'PATCH', 'DELETE'];
}

function bodyFor(method: Method, { next, text, valueIn }: Versioned): JsonObject | undefined {
  if (method === 'DELETE') return undefined;
  const other = next();
  if (method === 'PUT') return other;
  return { schemas: [PATCH_OP], Operations: [{ op: 'replace', path: text, value: valueIn(other) }] };
}
