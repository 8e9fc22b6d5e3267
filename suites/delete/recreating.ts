import type { CheckEntry, GroundPlay, JsonObject, RequirementId } from '../../kit/index.ts';
import { answered, member, plain, remove, together, valueAt, wrongValue } from '../../kit/index.ts';
import { overDoomed } from './doomed.ts';

const FREE: RequirementId = 'RFC7644-3.6-recreated';
const ID: RequirementId = 'RFC7643-3.1-id';

/** Creating again what was deleted. */
export const recreating: readonly CheckEntry[] = [
  {
    name: 'recreated',
    title: 'A resource can be created again just as it was after it was deleted',
    requirements: [FREE, ID],
    run: (t) => overDoomed(t, FREE, canBeRecreated, { required: 'all' }),
  },
];

async function canBeRecreated(play: GroundPlay): Promise<void> {
  const { c, created, sent, subject } = play;
  const { type, noun } = subject;
  await remove(c, created);
  const { response, created: again } = await c.post(type.endpoint, sent, 'create it again');
  const what = `creating a ${noun} again after it was deleted`;
  c.judge(FREE, again !== null, () =>
    answered(what, response, 201, {
      hint:
        response.status === 409
          ? 'The deleted resource still takes part in the uniqueness rules.'
          : undefined,
    }),
  );
  if (again === null) return;
  c.judge(ID, again.id !== created.id, () => ({
    deviation: 'repeated',
    what: 'the id',
    when: `after ${what}`,
    says: 'is that of the deleted one',
    attribute: 'id',
    wanted: 'an id that nobody has had',
    got: again.id,
    answer: response,
  }));
  await remove(c, again);
  await judgeFresh(play);
}

/** A resource with the name of a deleted one, and no more than it needs, has nothing else of it. */
async function judgeFresh({ c, subject, sent, shown: deleted }: GroundPlay): Promise<void> {
  const { type, noun, attributes } = subject;
  const bare = plain(c, subject);
  // What everybody gets is no remnant.
  const usual = await c.read(await subject.create(c, bare, 'create one with little, to see the defaults'));
  const body: JsonObject = { ...subject.stamp(c, bare), ...namesOf(sent) };
  const { created } = await c.post(type.endpoint, body, 'create one of the same name, with little else');
  if (created === null) return;
  const got = await c.read(created);
  const given = JSON.stringify(body);
  const left = attributes.flatMap((attribute) => {
    const [was, is, often] = [deleted, got, usual].map((resource) => valueAt(resource, attribute, type));
    const own = typeof was === 'string' && valueAt(body, attribute, type) === undefined;
    return own && is === was && often !== was && !given.includes(JSON.stringify(was))
      ? [{ attribute, was }]
      : [];
  });
  c.advise(FREE, left.length === 0, () =>
    together(
      left.map(({ attribute: { text }, was }) =>
        wrongValue(text, undefined, was, {
          when: `after a ${noun} was created with the name of a deleted one`,
          says: 'is that of the deleted one',
          hint: 'The deleted resource is brought back in place of a new one.',
        }),
      ),
    ),
  );
}

function namesOf(resource: JsonObject): JsonObject {
  return Object.fromEntries(
    ['userName', 'displayName'].flatMap((name) => {
      const value = member(resource, name);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}
