import fc from 'fast-check';
import type { MappedAttribute } from '../config/mapping.ts';
import type { CheckContext } from '../engine/context.ts';
import type { Session } from '../engine/session.ts';
import type { Subject } from '../engine/subject.ts';
import { NotOffered } from '../engine/violation.ts';
import { realisticValue } from '../generators/attribute.ts';
import { removePath, setPath } from '../generators/build.ts';
import type { RequirementId } from '../requirements/index.ts';
import type { Json } from '../scim/json.ts';
import { alike } from './comparing.ts';
import { changedValue, wrongValue } from './complaints.ts';
import { GroundPlay } from './ground-play.ts';
import { valueAt } from './readback.ts';
import { repertoireOf } from './repertoire.ts';

/** An immutable attribute that clients may set once (RFC 7643 §2.2). */
interface Immutable {
  readonly subject: Subject;
  readonly attribute: MappedAttribute;
}

/** A resource on the target with or without a value of such an attribute. */
export interface ImmutableTried {
  readonly play: GroundPlay;
  readonly attribute: MappedAttribute;
  /** Another value than it has. */
  readonly value: Json;
}

/** The optional plain attributes of all kinds of resources that the target itself declares immutable, be they kept or not. */
async function immutableAttributes(session: Session): Promise<readonly Immutable[]> {
  return (await repertoireOf(session).taken()).flatMap((subject) =>
    subject.attributes
      .filter(
        ({ definition, parent, required }) =>
          definition.mutability === 'immutable' &&
          definition.type === 'string' &&
          definition.uniqueness === 'none' &&
          ['default', 'always'].includes(definition.returned) &&
          !required &&
          !parent.multiValued,
      )
      .map((attribute) => ({ subject, attribute })),
  );
}

/**
 * A property over resources that have a value of an immutable attribute, or have none.
 * @throws NotOffered when the target declares no such attribute
 */
export async function overImmutables(
  parent: CheckContext,
  rule: RequirementId,
  assigned: boolean,
  body: (tried: ImmutableTried) => Promise<void>,
): Promise<void> {
  const found = await immutableAttributes(parent.session);
  if (found.length === 0)
    throw new NotOffered('the target declares no immutable attribute that can be tried');
  await parent.forEach(found, ({ subject, attribute }, t) => {
    const value = realisticValue(attribute, t.session.plan.target.constraints);
    return t.forAll(
      fc.record({ base: subject.arbitrary({ required: 'only' }), first: value, second: value }),
      async ({ base, first, second }, c) => {
        const { path } = attribute;
        const resource = assigned ? setPath(base, path, first, attribute) : removePath(base, path, attribute);
        const sent = subject.stamp(c, resource);
        const play = await GroundPlay.settle(c, { subject, defaults: {} }, rule, sent);
        fc.pre(assigned === (valueAt(play.shown, attribute, subject.type) !== undefined));
        await body({ play, attribute, value: another(first, second, attribute) });
      },
      { runs: t.session.effort.costlyRuns },
    );
  });
}

/** Reads the resource and judges that the attribute has its old value, whatever was tried. */
export async function judgeKept({ play, attribute }: ImmutableTried, when: string): Promise<void> {
  const { c, rule, shown: before, subject } = play;
  const after = await play.read(when);
  const [was, is] = [before, after].map((resource) => valueAt(resource, attribute, subject.type));
  c.judge(rule, alike(was, is, attribute), () =>
    changedValue(attribute.text, was, is, { when, says: 'is another' }),
  );
}

/** Reads the resource and judges that the attribute has the new value. */
export async function judgeSet({ play, attribute, value }: ImmutableTried, when: string): Promise<void> {
  const { c, rule, subject } = play;
  const is = valueAt(await play.read(when), attribute, subject.type);
  c.judge(rule, alike(value, is, attribute), () => wrongValue(attribute.text, value, is, { when }));
}

/** The second value, made different from the first where it is not: a target may take the values alone that it lists. */
function another(first: Json, second: Json, { definition }: MappedAttribute): Json {
  const isFirst = (value: Json): boolean => String(first).toLowerCase() === String(value).toLowerCase();
  if (!isFirst(second)) return second;
  const { canonicalValues = [] } = definition;
  if (canonicalValues.length === 0) return `${String(second)}2`;
  const other = canonicalValues.find((value) => !isFirst(value));
  fc.pre(other !== undefined);
  return other ?? second;
}
