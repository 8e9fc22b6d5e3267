import fc from 'fast-check';
import { setPath } from '../../generators/build.ts';
import type {
  Answer,
  AttributeDefinition,
  Case,
  CheckContext,
  CheckEntry,
  Json,
  JsonObject,
  RequirementId,
} from '../../kit/index.ts';
import {
  answered,
  describe,
  InputRefused,
  NotOffered,
  readPath,
  removeNow,
  seedOf,
  stringMember,
} from '../../kit/index.ts';
import { type Declared, overDeclared, type Place, placesOf, specimenOf } from './declared.ts';

const NONE: RequirementId = 'RFC7643-7-unique-none';

/** What values may be alike: RFC 7643 §7, `uniqueness` none. */
export const repeated: readonly CheckEntry[] = [
  {
    name: 'repeated-values',
    title: 'Two resources may have the same values of attributes that /Schemas declares with uniqueness none',
    requirements: [NONE],
    run: async (t) => {
      await overDeclared(t, mayRepeat);
      if (t.tally.judged === 0) throw new NotOffered('the target takes no second resource with such values');
    },
  },
];

/** Never alike whatever a schema says (RFC 7643 §4.1.1), or never shown. */
const LEFT_OUT: ReadonlySet<string> = new Set(['username', 'password', 'id', 'externalid', 'members']);

const isRepeatable = ({ uniqueness, mutability, subAttributes = [] }: AttributeDefinition): boolean =>
  uniqueness === 'none' &&
  mutability !== 'readOnly' &&
  subAttributes.every((part) => part.uniqueness === 'none');

/** An attribute as a whole, with the value that another resource has. */
interface Shared {
  readonly place: Place;
  readonly value: Json;
}

async function mayRepeat(declared: Declared, t: CheckContext): Promise<void> {
  const { shown } = await specimenOf(t.session, declared);
  const { noun, attributes } = declared.subject;
  const matching = new Set([
    ...attributes.flatMap((one) => (one.matching === null ? [] : one.parent.name)),
    ...(noun === 'group' ? ['displayName'] : []),
  ]);
  const shared = placesOf(declared.type)
    .filter(({ definition, parent }) => definition === parent && isRepeatable(parent))
    .filter(({ parent }) => !LEFT_OUT.has(parent.name.toLowerCase()))
    // What a client matches by has to tell resources apart, whatever the schema says (rule E-069); groups mostly by their name.
    .filter(({ parent }) => !matching.has(parent.name))
    .flatMap((place): readonly Shared[] => {
      const values = readPath(shown, place.path, declared.type);
      const [value] = values;
      if (value === undefined) return [];
      return [{ place, value: place.parent.multiValued ? [...values] : value }];
    });
  if (shared.length === 0) return;
  await t.once(async (c) => {
    const answer = await createLike(c, declared, shared);
    if (answer.ok) c.judge(NONE, true, () => ({ deviation: 'answered', what: '' }));
    else if (!isCalledUnique(answer)) throw new InputRefused(refusedFor(declared, answer), answer);
    // Each in one of its own, to see which of them it is.
    else for (const one of shared) await judgeAlone(c, declared, one);
  });
}

const refusedFor = ({ subject: { noun } }: Declared, answer: Answer): string =>
  `cannot judge: another ${noun} with the values of the first is answered with ${describe(answer)}`;

async function judgeAlone(c: Case, declared: Declared, one: Shared): Promise<void> {
  const { text } = one.place;
  const answer = await createLike(c, declared, [one]);
  if (!answer.ok && !isCalledUnique(answer)) return;
  c.advise(NONE, answer.ok, () =>
    answered(`creating a ${declared.subject.noun} with the same ${text} as another`, answer, 201, {
      attribute: text,
      hint: 'Declare in /Schemas with "uniqueness": "server" what may not be there twice: clients look there.',
    }),
  );
}

const isCalledUnique = ({ status, error }: Answer): boolean =>
  status === 409 || stringMember(error ?? undefined, 'scimType') === 'uniqueness';

/** Creates another resource with these values and what is required alone, and takes it back at once. */
async function createLike(c: Case, { subject }: Declared, shared: readonly Shared[]): Promise<Answer> {
  const seed = seedOf(c.session.plan.seed, 'repeated values', subject.type.endpoint);
  const [least = {}] = fc.sample(subject.arbitrary({ required: 'only' }), { seed, numRuns: 1 });
  const body = shared.reduce(
    (resource: JsonObject, { place: { path, parent }, value }) =>
      setPath(resource, path, value, { definition: parent, parent }),
    subject.stamp(c, least),
  );
  const purpose = `create another ${subject.noun} with the same values`;
  const { response, created } = await c.post(subject.type.endpoint, body, purpose);
  if (created !== null) await removeNow(c, created);
  return response;
}
