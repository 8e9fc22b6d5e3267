import fc from 'fast-check';
import type {
  Answer,
  Case,
  CheckContext,
  CheckEntry,
  Created,
  Json,
  JsonObject,
  SpecimenSet,
} from '../../kit/index.ts';
import {
  describe,
  formatPath,
  forSets,
  isObject,
  PATCH_OP,
  SetupFailure,
  specimensOf,
} from '../../kit/index.ts';
import type { Selection } from './expected.ts';
import { blaming, judgeSelection, selectable } from './selections.ts';

const REQUIREMENT = 'RFC7644-3.9-any-operation';
const BLAME = blaming(REQUIREMENT);

/** attributes and excludedAttributes, in answers to requests that write. */
export const writing: readonly CheckEntry[] = (['POST', 'PUT', 'PATCH'] as const).map((method) => ({
  name: `selection-with-${method.toLowerCase()}`,
  title: `attributes and excludedAttributes work for ${method} too`,
  requirements: [REQUIREMENT],
  run: (t) => overSelections(t, method),
}));

type Method = 'POST' | 'PUT' | 'PATCH';

async function overSelections(t: CheckContext, method: Method): Promise<void> {
  const kinds = ['attributes', 'excludedAttributes'] as const;
  const sets = (await specimensOf(t.session).all()).filter((set) =>
    kinds.every((kind) => selectable(set, kind, t).length > 0),
  );
  await forSets(t, sets, 'no resource has an attribute to choose', async (set, own) => {
    const chosen = fc.constantFrom(...kinds).chain((kind) =>
      fc.record({
        kind: fc.constant(kind),
        paths: fc.uniqueArray(fc.constantFrom(...selectable(set, kind, t)), {
          minLength: 1,
          maxLength: 3,
          selector: formatPath,
        }),
      }),
    );
    await own.forAll(
      fc.record({ resource: set.arbitrary, selection: chosen }),
      ({ resource, selection }, c) => judgeWriting(c, set, method, resource, selection),
      { runs: own.session.effort.costlyRuns },
    );
  });
}

async function judgeWriting(
  c: Case,
  { subject }: SpecimenSet,
  method: Method,
  resource: JsonObject,
  selection: Selection,
): Promise<void> {
  const text = selection.paths.map(formatPath).join(',');
  const query = { [selection.kind]: text };
  const body = subject.stamp(c, resource);
  const { response, created } = await c.post(
    subject.type.endpoint,
    body,
    `create the ${subject.noun}`,
    {},
    method === 'POST' ? query : {},
  );
  if (created === null) {
    throw new SetupFailure(
      `POST ${subject.type.endpoint} answered ${describe(response)}, so the check cannot judge`,
    );
  }
  const answer = method === 'POST' ? response : await write(c, method, created, query);
  // A service provider need not answer with the resource (RFC 7644 §3.3, §3.5.2), nor take every change.
  const shown = answer.status >= 200 && answer.status <= 299 && isObject(answer.body) ? answer.body : null;
  c.judge(REQUIREMENT, answer.status < 500 || answer.status === 501, () => ({
    message: `${method} with ${selection.kind}=${text} is answered with ${describe(answer)}`,
    expected: 'the resource',
    actual: describe(answer),
  }));
  if (shown === null) return;
  const whole = await c.read(created);
  judgeSelection(c, shown, whole, subject.type, { selection, text }, BLAME);
}

/** Writes what is there already. */
function write(
  c: Case,
  method: 'PUT' | 'PATCH',
  { id, path, sent }: Created,
  query: Readonly<Record<string, string>>,
): Promise<Answer> {
  const name = Object.hasOwn(sent, 'userName') ? 'userName' : 'displayName';
  const value: Json = sent[name] ?? null;
  const body: JsonObject =
    method === 'PUT'
      ? { ...sent, id }
      : { schemas: [PATCH_OP], Operations: [{ op: 'replace', path: name, value }] };
  return c.send({ method, path, query, body, purpose: `${method} with a selection` });
}
