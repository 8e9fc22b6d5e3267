import fc from 'fast-check';
import { draftArbitrary } from '../../generators/patch.ts';
import { PATCH_FORMS } from '../../generators/patch-forms.ts';
import type { Case, CheckContext, CheckEntry, JsonObject, Subject } from '../../kit/index.ts';
import {
  composed,
  declaredGrounds,
  describe,
  deviations,
  eachSubject,
  InputRefused,
  member,
  NotOffered,
  settle,
  shown,
  undeclared,
} from '../../kit/index.ts';

const STORED = 'RFC7644-3.3-mutability-rules';

/** Creation of every kind of resource with everything the target says it takes. */
export const storing: readonly CheckEntry[] = [
  {
    name: 'stores-what-is-given',
    title: 'A creation stores the values of all attributes that the target declares writable',
    requirements: [STORED, 'RFC7644-3.3-created', 'RFC7644-3.3.1-resource-type'],
    run: (t) => eachSubject(t, storesGiven),
  },
  {
    name: 'stores-elements',
    title: 'A creation stores every element of multi-valued attributes with all its parts',
    requirements: [STORED],
    run: storesElements,
  },
];

function storesGiven(subject: Subject, t: CheckContext): Promise<void> {
  return t.forAll(subject.arbitrary({ omit: undeclared(t.session, subject) }), async (resource, c) => {
    const { endpoint, name } = subject.type;
    const sent = subject.stamp(c, resource);
    const { response, created } = await c.post(endpoint, sent, `create the ${subject.noun}`);
    // A value may be one that the target's own rules exclude, which no schema tells (RFC 7644 §3.12, invalidValue).
    if (response.status >= 400 && response.status < 500)
      throw new InputRefused(`POST ${endpoint} is answered with ${describe(response)}`);
    c.judge('RFC7644-3.3-created', response.status === 201 && created !== null, () => ({
      message: `creating a ${subject.noun} is answered with ${describe(response)}`,
      expected: '201',
      actual: describe(response),
    }));
    if (created === null) return;
    const after = await c.read(created);
    const resourceType = member(member(after, 'meta'), 'resourceType');
    c.judge('RFC7644-3.3.1-resource-type', resourceType === undefined || resourceType === name, () => ({
      message: `meta.resourceType of a ${subject.noun} is ${shown(resourceType)}`,
      expected: `"resourceType": "${name}"`,
      actual: `"resourceType": ${shown(resourceType)}`,
    }));
    judgeStored(c, sent, after, subject);
  });
}

/**
 * A service provider is "free to alter and/or ignore POSTed content" (RFC 7644 §3.3), so that a value it declares
 * writable and drops all the same is a warning; see docs/readings.md.
 */
function judgeStored(c: Case, sent: JsonObject, after: JsonObject, { type, noun }: Subject): void {
  const [worst] = deviations({ sent, before: sent, wanted: sent, after }, type);
  c.advise(STORED, worst === undefined, () => ({
    message: `${worst?.path} of a new ${noun} is not stored as it was given`,
    expected: `${worst?.path} = ${shown(worst?.expected)}`,
    actual: `${worst?.path} = ${shown(worst?.actual)}`,
    hint: 'The attribute is in /Schemas as writable, but its values are dropped or changed.',
  }));
}

async function storesElements(parent: CheckContext): Promise<void> {
  const usual = PATCH_FORMS.find(({ name }) => name === 'replace an element');
  // As many elements as e-mail addresses have types.
  const form = usual === undefined ? undefined : { ...usual, before: { count: 3, full: true } };
  const grounds = (await declaredGrounds(parent.session)).map((ground) => ({
    ...ground,
    units: ground.declared.filter(({ kind }) => kind === 'plural'),
  }));
  const having = grounds.filter(({ units }) => units.length > 0);
  if (form === undefined || having.length === 0)
    throw new NotOffered('the target declares no multi-valued attribute to try this on');
  await parent.forEach(having, (ground, t) =>
    t.forAll(
      fc.record({
        base: ground.subject.arbitrary({ required: 'only' }),
        drafts: fc.tuple(...ground.units.map((unit) => draftArbitrary(form, unit))),
      }),
      async ({ base, drafts }, c) => {
        const sent = composed(c, ground, base, drafts);
        const { before: after } = await settle(c, ground.subject.type, sent);
        judgeStored(c, sent, after, ground.subject);
      },
      { runs: t.session.effort.costlyRuns },
    ),
  );
}
