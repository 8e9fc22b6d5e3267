import fc from 'fast-check';
import { setPath } from '../../generators/build.ts';
import { constraintFor, satisfies } from '../../generators/constraints.ts';
import { HARD_CLASSES, type HardClass } from '../../generators/values/hard-classes.ts';
import type {
  Case,
  CheckContext,
  CheckEntry,
  JsonObject,
  MappedAttribute,
  Subject,
} from '../../kit/index.ts';
import {
  complaint,
  describe,
  differences,
  member,
  NotOffered,
  shown,
  userSubject,
  valueAt,
} from '../../kit/index.ts';
import { forEachSubject } from './creation.ts';

/** Strings that implementations get wrong: each class of them is kept as sent, or refused with an error. */
export const hardValues: readonly CheckEntry[] = [
  {
    name: 'keeps-hard-values',
    title: 'A string of any Unicode characters is kept as sent, or refused with an error',
    requirements: ['RFC7643-2.3.1-string', 'E-057'],
    run: (t) => forEachSubject(t, keepsHardValues),
  },
  {
    name: 'keeps-tagged-user-names',
    title: 'A userName that is an address with a tag, as ada+tag@example.com, is kept as sent, or refused',
    requirements: ['RFC7643-2.3.1-string'],
    run: keepsTags,
  },
];

/** An address with a tag is another one than that without: two people must not become one. */
async function keepsTags(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  const constraint = constraintFor(t.session.plan.target.constraints, 'userName');
  await t.once(async (c) => {
    const userName = `ada+${c.marker()}@example.com`;
    if (!satisfies(userName, constraint)) throw new NotOffered('the configuration allows no such userName');
    const [user = {}] = fc.sample(subject.arbitrary({ required: 'only' }), { seed: 1, numRuns: 1 });
    const body = { ...subject.stamp(c, user), userName };
    const { response, created } = await c.post(subject.type.endpoint, body, 'create the user');
    if (created === null && response.status < 500)
      throw new NotOffered(`the target refuses the userName ${userName}: ${describe(response)}`);
    const got = created === null ? undefined : member(await c.read(created), 'userName');
    const kept = typeof got === 'string' && got.toLowerCase() === userName;
    c.judge('RFC7643-2.3.1-string', kept, () => ({
      message: 'a userName with a tag in its address comes back as another one',
      expected: `"userName": ${shown(userName)}`,
      actual: `"userName": ${shown(got)}`,
      hint: 'What follows the + is cut off, or + was decoded as a blank.',
    }));
  });
}

/** Attributes whose values have a format of their own, where a service provider may well refuse arbitrary text. */
const FORMATTED: ReadonlySet<string> = new Set(
  [
    'userName',
    'emails',
    'phoneNumbers',
    'ims',
    'photos',
    'profileUrl',
    'locale',
    'preferredLanguage',
    'timezone',
    'members',
    'manager',
    'country',
    'x509Certificates',
  ].map((name) => name.toLowerCase()),
);

/** Attributes that hold free text: strings without a format, a constraint or canonical values. */
function freeText(t: CheckContext, subject: Subject): readonly MappedAttribute[] {
  const constrained = new Set(
    Object.keys(t.session.plan.target.constraints).map((path) => path.toLowerCase()),
  );
  return subject.attributes.filter(
    ({ definition, parent, text }) =>
      definition.type === 'string' &&
      definition.mutability === 'readWrite' &&
      parent.mutability === 'readWrite' &&
      !FORMATTED.has(parent.name.toLowerCase()) &&
      !FORMATTED.has(definition.name.toLowerCase()) &&
      (definition.canonicalValues?.length ?? 0) === 0 &&
      !constrained.has(text.toLowerCase()),
  );
}

async function keepsHardValues(subject: Subject, parent: CheckContext): Promise<void> {
  const attributes = await keptAttributes(parent, subject, freeText(parent, subject));
  const runs = Math.max(1, Math.floor(parent.session.effort.runs / 5));
  await parent.forEach(
    HARD_CLASSES.filter((kind) => !kind.onDemand),
    (kind, t) =>
      t.forAll(
        hardResource(subject, attributes, kind),
        async (resource, c) => {
          const body = subject.stamp(c, resource);
          const { response, created } = await c.post(
            subject.type.endpoint,
            body,
            `create the ${subject.noun}`,
          );
          const refused = response.status >= 400 && response.status < 500;
          c.judge('E-057', refused || created !== null, () => ({
            message: `a ${subject.noun} whose values hold ${kind.words} is answered with ${describe(response)}`,
            expected: '201, or 400 with an error that says what is wrong',
            actual: describe(response),
          }));
          if (refused) t.session.observe(`refuses.${subject.noun}.${kind.name}`, response.status);
          if (created !== null)
            judgeVerbatim(c, subject, attributes, created.sent, await c.read(created), kind);
        },
        { runs },
      ),
  );
}

/** The attributes that keep a plain value: one that never comes back is lost whatever it holds, and reads-back-equal says so. */
async function keptAttributes(
  t: CheckContext,
  subject: Subject,
  attributes: readonly MappedAttribute[],
): Promise<readonly MappedAttribute[]> {
  const plain =
    fc.sample(subject.arbitrary({ required: 'only' }), { seed: t.session.plan.seed, numRuns: 1 })[0] ?? {};
  const full = attributes.reduce(
    (resource, attribute) =>
      setPath(resource, attribute.path, valueAt(resource, attribute, subject.type) ?? 'plain', attribute),
    plain,
  );
  let kept = attributes;
  await t.once(async (c) => {
    const created = await subject.create(c, full, `create a plain ${subject.noun}`);
    const got = await c.read(created);
    kept = attributes.filter((attribute) => valueAt(got, attribute, subject.type) !== undefined);
  });
  return kept;
}

/** A resource most of whose free-text attributes hold hard values of one class; shrinks to the one that matters. */
function hardResource(
  subject: Subject,
  attributes: readonly MappedAttribute[],
  kind: HardClass,
): fc.Arbitrary<JsonObject> {
  const values = fc.record(Object.fromEntries(attributes.map(({ text }) => [text, kind.arbitrary])), {
    requiredKeys: [],
  });
  return fc.tuple(subject.arbitrary({ required: 'only' }), values).map(([resource, hard]) =>
    attributes.reduce((result, attribute) => {
      const value = hard[attribute.text];
      return value === undefined ? result : setPath(result, attribute.path, value, attribute);
    }, resource),
  );
}

function judgeVerbatim(
  c: Case,
  subject: Subject,
  attributes: readonly MappedAttribute[],
  sent: JsonObject,
  got: JsonObject,
  kind: HardClass,
): void {
  const found = differences(sent, got, attributes, subject.type);
  const changed = found.find((d) => d.kind !== 'canonical');
  c.judge('RFC7643-2.3.1-string', changed === undefined, () =>
    complaint(changed, 'GET', `with ${kind.words} comes back changed`, found),
  );
  const recased = found.find(
    ({ sent: was, got: is }) =>
      typeof was === 'string' &&
      typeof is === 'string' &&
      was.trim().normalize('NFC') !== is.trim().normalize('NFC'),
  );
  c.judge('E-057', recased === undefined, () =>
    complaint(recased, 'GET', `with ${kind.words} comes back in other letter case`, found),
  );
  const normalised = found[0];
  c.advise('E-057', normalised === undefined, () =>
    complaint(normalised, 'GET', `with ${kind.words} comes back normalised`, found),
  );
}
