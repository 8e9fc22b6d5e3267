import type { Answer, CheckEntry, Play, RequirementId } from '../../kit/index.ts';
import {
  eachPlay,
  formatPath,
  judgeAnswered,
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
  readonly attribute: 'meta.location' | undefined;
  readonly uri: string;
}

function placesIn(method: string, { ok, resource, headers }: Answer): readonly Place[] {
  if (!ok) return [];
  const attribute = 'meta.location';
  const location = stringMember(member(resource ?? undefined, 'meta'), 'location');
  return [
    { what: `the ${attribute} in the answer to ${method}`, attribute, uri: location ?? '' } as const,
    {
      what: `the Location header in the answer to ${method}`,
      attribute: undefined,
      uri: headers.location ?? '',
    },
  ].filter(({ uri }) => uri !== '');
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
  const { what, attribute, uri } = place;
  const answer = await c.send({ method: 'GET', path, purpose: `follow ${what}` });
  const rule = URL.canParse(uri) ? ADDRESSABLE : BASE;
  judgeAnswered(c, rule, answer, 200, `GET of ${what}`, { attribute, wanted: `200 from ${uri}` });
  const found = stringMember(answer.resource, 'id');
  c.judge(LOCATION, found === id, () => ({
    deviation: 'differs',
    what,
    says: `leads to something else than the ${subject.noun}`,
    attribute,
    wanted: id,
    got: found ?? null,
    expected: `a ${subject.noun} with the id ${id}`,
    actual: found === undefined ? 'no id' : `the id ${found}`,
  }));
}
