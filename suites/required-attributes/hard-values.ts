import fc from 'fast-check';
import { setPath } from '../../generators/build.ts';
import { constraintFor, satisfies } from '../../generators/constraints.ts';
import { HARD_CLASSES, type HardClass } from '../../generators/values/hard-classes.ts';
import type {
  CheckContext,
  CheckEntry,
  Creation,
  Json,
  JsonObject,
  MappedAttribute,
  RequirementId,
  Subject,
} from '../../kit/index.ts';
import {
  answered,
  create,
  describe,
  differenceComplaint,
  differences,
  existing,
  isReal,
  judgeNothingCreated,
  KeptPlay,
  member,
  NotOffered,
  plain,
  SetupFailure,
  subjects,
  userSubject,
  valueAt,
  wrongValue,
} from '../../kit/index.ts';

const STRING: RequirementId = 'RFC7643-2.3.1-string';

/** Strings that implementations get wrong: each class of them is kept as sent, or refused with an error. */
export const hardValues: readonly CheckEntry[] = [
  {
    name: 'keeps-hard-values',
    title: 'A string of any Unicode characters is kept as sent, or refused with an error',
    requirements: [STRING, 'E-057'],
    run: (t) => t.forEach(subjects(t.session), keepsHardValues),
  },
  {
    name: 'keeps-tagged-user-names',
    title: 'A userName that is an address with a tag, as ada+tag@example.com, is kept as sent, or refused',
    requirements: [STRING],
    run: keepsTags,
  },
];

/** An address with a tag is another one than that without: two people must not become one. */
async function keepsTags(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  const constraint = constraintFor(t.session.plan.target.constraints, 'userName');
  await t.once(async (c) => {
    const named = (userName: string): Promise<Creation> =>
      create(c, subject, { ...subject.stamp(c, plain(t, subject)), userName });
    const shownAs = async (one: Creation): Promise<Json | undefined> =>
      member(await c.read(existing(one)), 'userName');
    const isKept = (sent: string, got: Json | undefined): boolean => String(got).toLowerCase() === sent;
    const [usual, tagged] = [`ada.${c.marker()}@example.com`, `ada+${c.marker()}@example.com`];
    if (!satisfies(tagged, constraint)) throw new NotOffered('the configuration allows no such userName');
    if (!isKept(usual, await shownAs(await named(usual))))
      throw new SetupFailure('cannot judge: a userName without a tag is not kept as sent either');
    const one = await named(tagged);
    if (one.answer.status >= 400)
      throw new NotOffered(`the target refuses the userName ${tagged}: ${describe(one.answer)}`);
    const got = await shownAs(one);
    c.judge(STRING, isKept(tagged, got), () => ({
      ...wrongValue('userName', tagged, got, { when: 'where it is an address with a tag' }),
      hint:
        String(got).includes('+') || got === undefined
          ? undefined
          : 'What follows the + is cut off, or + was decoded as a blank.',
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
  const attributes = await keptAttributes(parent, subject);
  const runs = Math.max(1, Math.floor(parent.session.effort.runs / 5));
  await parent.forEach(
    HARD_CLASSES.filter((kind) => !kind.onDemand),
    (kind, t) =>
      t.forAll(
        hardResource(subject, attributes, kind),
        async (resource, c) => {
          const one = await create(c, subject, subject.stamp(c, resource));
          const { answer } = one;
          const refused = answer.status >= 400 && answer.status < 500;
          const what = `a creation of a ${subject.noun} whose values hold ${kind.words}`;
          c.judge('E-057', refused || answer.ok, () =>
            answered(what, answer, 201, { wanted: '201, or 400 with an error that says what is wrong' }),
          );
          if (!refused) return judgeVerbatim(one, attributes, kind);
          t.session.observe(`refuses.${subject.noun}.${kind.name}`, answer.status);
          await judgeNothingCreated(one, 'E-057', what);
        },
        { runs },
      ),
  );
}

/** The free texts that keep a plain value: one that does not loses whatever it holds, and reads-back-equal says so. */
async function keptAttributes(t: CheckContext, subject: Subject): Promise<readonly MappedAttribute[]> {
  const { type } = subject;
  const texts = freeText(t, subject);
  const full = texts.reduce(
    (resource, attribute) =>
      setPath(resource, attribute.path, valueAt(resource, attribute, type) ?? 'plain', attribute),
    plain(t, subject),
  );
  let kept = texts;
  await t.once(async (c) => {
    const play = await KeptPlay.begin(c, subject, STRING, full);
    kept = texts.filter((attribute) => play.kept.includes(attribute));
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

async function judgeVerbatim(
  one: Creation,
  attributes: readonly MappedAttribute[],
  kind: HardClass,
): Promise<void> {
  const { c, subject, sent } = one;
  const got = await c.read(existing(one));
  const found = differences(sent, got, attributes, subject.type);
  const changed = found.filter(isReal);
  const recased = found.filter(
    ({ sent: was, got: is }) =>
      typeof was === 'string' && typeof is === 'string' && plainForm(was) !== plainForm(is),
  );
  const when = `sent with ${kind.words}`;
  c.judge(STRING, changed.length === 0, () => differenceComplaint(changed, when));
  c.judge('E-057', recased.length === 0, () => differenceComplaint(recased, when));
  c.advise('E-057', found.length === 0, () => differenceComplaint(found, when));
}

const plainForm = (text: string): string => text.trim().normalize('NFC');
