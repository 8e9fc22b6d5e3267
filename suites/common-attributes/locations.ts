import type { Answer, CheckEntry, Play, RequirementId } from '../../kit/index.ts';
import {
  answered,
  eachPlay,
  formatPath,
  member,
  NotOffered,
  patch,
  pathBelow,
  put,
  stringMember,
} from '../../kit/index.ts';

const LOCATION: RequirementId = 'RFC7643-3.1-location';
const ADDRESSABLE: RequirementId = 'RFC7643-2.3.7-addressable';
const BASE: RequirementId = 'RFC7643-2.3.7-base';

/** URIs of resources (RFC 7643 §2.3.7, §3.1): whoever follows one finds the resource. */
export const locations: readonly CheckEntry[] = [
  {
    name: 'location-leads-home',
    title: 'GET on meta.location answers the resource',
    requirements: [ADDRESSABLE, BASE, LOCATION],
    run: async (t) => {
      let followed = 0;
      await eachPlay(t, LOCATION, async (play) => {
        const known = new Set<string>();
        for (const [method, answer] of await answersAbout(play)) {
          for (const place of placesIn(method, answer)) {
            const path = pathBelow(play.c, place.uri);
            // Credentials are sent to the target alone, so what leads elsewhere is not followed.
            if (path === null || known.has(path)) continue;
            known.add(path);
            followed++;
            await follow(play, place, path);
          }
        }
      });
      if (followed === 0) throw new NotOffered('no meta.location leads below the base URL of the target');
    },
  },
];

/** A URI in an answer that is said to lead to the resource. */
interface Place {
  /** `the meta.location in the answer to PATCH` */
  readonly what: string;
  readonly uri: string;
  /** The standard says what meta.location is; of a Location header elsewhere than in 201 it only gives examples. */
  readonly binding: boolean;
}

function placesIn(method: string, { ok, resource, headers }: Answer): readonly Place[] {
  if (!ok) return [];
  const location = stringMember(member(resource ?? undefined, 'meta'), 'location');
  const places = [
    { name: 'meta.location', uri: location, binding: true },
    { name: 'Location header', uri: headers.location, binding: false },
  ];
  return places.flatMap(({ name, uri, binding }) =>
    uri === undefined ? [] : [{ what: `the ${name} in the answer to ${method}`, uri, binding }],
  );
}

/** Every kind of answer that shows the resource, changes being none. */
async function answersAbout(play: Play): Promise<readonly (readonly [method: string, answer: Answer])[]> {
  const { c, created, shown, subject } = play;
  const purpose = 'see where it says that it is';
  const name = subject.attributes
    .filter(({ required, definition }) => required && definition.type === 'string')
    .map(({ path }) => formatPath(path))
    .find((path) => stringMember(shown, path) !== undefined);
  const operation = { op: 'replace', path: name ?? '', value: stringMember(shown, name ?? '') ?? '' };
  const patchable = name !== undefined && c.session.facts.features.patch !== false;
  return [
    ['GET', await c.send({ method: 'GET', path: created.path, purpose })],
    ['PUT', await put(c, created, shown, purpose)],
    ...(patchable ? [['PATCH', await patch(c, created, [operation], purpose)] as const] : []),
  ];
}

async function follow({ c, id, subject }: Play, place: Place, path: string): Promise<void> {
  const { what, uri, binding } = place;
  const judge = (binding ? c.judge : c.advise).bind(c);
  const answer = await c.send({ method: 'GET', path, purpose: `follow ${what}` });
  const more = { attribute: binding ? 'meta.location' : undefined, wanted: `200 from ${uri}` };
  judge(URL.canParse(uri) ? ADDRESSABLE : BASE, answer.status === 200, () =>
    answered(`GET of ${what}`, answer, 200, more),
  );
  const found = stringMember(answer.resource, 'id');
  judge(LOCATION, answer.status !== 200 || found === id, () => ({
    deviation: 'differs',
    what,
    says: `leads to something else than the ${subject.noun}`,
    attribute: more.attribute,
    wanted: id,
    got: found ?? null,
    expected: `a ${subject.noun} with the id ${id}`,
    actual: found === undefined ? 'no id' : `the id ${found}`,
    answer,
  }));
}
