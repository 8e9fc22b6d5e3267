import fc from 'fast-check';
import { setPath } from '../generators/build.ts';
import type {
  Answer,
  CheckContext,
  CheckEntry,
  MappedAttribute,
  RequirementId,
  Subject,
} from '../kit/index.ts';
import {
  defineSuite,
  describe,
  InputRefused,
  judgeAnswered,
  NotOffered,
  plain,
  populationOf,
  repertoireOf,
  SCIM_MEDIA_TYPE,
  SetupFailure,
  valueAt,
  wrongValue,
} from '../kit/index.ts';

/** What a client says it accepts, and what it may then expect. */
interface Acceptance {
  readonly name: string;
  readonly requirement: RequirementId;
  /** Empty for no Accept header. */
  readonly accept: readonly string[];
  readonly mediaTypes: readonly string[];
}

const ACCEPTANCES: readonly Acceptance[] = [
  {
    name: 'accept-scim',
    requirement: 'RFC7644-3.8-media-type',
    accept: [
      SCIM_MEDIA_TYPE,
      'Application/SCIM+JSON',
      `${SCIM_MEDIA_TYPE}; charset=utf-8`,
      `${SCIM_MEDIA_TYPE};q=1.0, application/json;q=0.5, */*;q=0.1`,
      `text/html;q=0.2, ${SCIM_MEDIA_TYPE}`,
    ],
    mediaTypes: [SCIM_MEDIA_TYPE],
  },
  {
    name: 'accept-json',
    requirement: 'RFC7644-3.8-accept-json',
    accept: ['application/json', 'application/json; charset=utf-8', 'application/json, text/plain;q=0.1'],
    mediaTypes: ['application/json', SCIM_MEDIA_TYPE],
  },
  {
    name: 'accept-nothing',
    requirement: 'RFC7644-3.8-default-type',
    accept: [''],
    mediaTypes: [SCIM_MEDIA_TYPE],
  },
];

const TITLES: Readonly<Record<string, string>> = {
  'accept-scim': 'Whoever accepts application/scim+json gets it, whatever else he accepts',
  'accept-json': 'Whoever accepts application/json gets JSON',
  'accept-nothing': 'Without Accept, the answer is application/scim+json',
};

const accepting: readonly CheckEntry[] = ACCEPTANCES.map((acceptance) => ({
  name: acceptance.name,
  title: TITLES[acceptance.name] ?? acceptance.name,
  requirements: [acceptance.requirement],
  run: (t) => answersIn(t, acceptance),
}));

/** Media types and encoding of requests and answers: RFC 7644 §3.8. */
export const mediaTypes = defineSuite(
  {
    name: 'media-types',
    groups: ['rfc'],
    title: 'Requests and answers are JSON in UTF-8, labelled as the standard wants',
  },
  [
    ...accepting,
    {
      name: 'utf-8',
      title: 'Text of any script is read and written in UTF-8, with and without a charset',
      requirements: ['RFC7644-3.8-utf-8', 'RFC7644-3.8-utf-8-default'],
      run: (t) => inUtf8(t),
    },
  ],
);

async function answersIn(t: CheckContext, { requirement, accept, mediaTypes }: Acceptance): Promise<void> {
  const [user] = await populationOf(t.session).users(1);
  if (user === undefined) return;
  await t.once(async (c) => {
    for (const header of accept) {
      const how = header === '' ? 'without Accept' : `with Accept: ${header}`;
      const headers = { accept: header };
      const response = await c.send({ method: 'GET', path: user.path, headers, purpose: `read ${how}` });
      judgeAnswered(c, requirement, response, 200, `a request ${how}`, {
        hint: response.status === 406 ? 'Accept is compared as a whole instead of being parsed.' : undefined,
      });
      const label = mediaTypeOf(response);
      c.judge(requirement, mediaTypes.includes(label), () => ({
        deviation: 'form',
        what: `the answer to a request ${how}`,
        says: `is labelled ${label || 'with nothing'}`,
        attribute: 'Content-Type',
        wanted: `200 as ${mediaTypes.join(' or ')}`,
        got: `Content-Type: ${response.headers['content-type'] ?? 'none'}`,
      }));
    }
  });
}

function mediaTypeOf({ headers }: Answer): string {
  return headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
}

/** How a body in UTF-8 is labelled, and which sentence of the standard says that it is. */
const LABELS = [
  { contentType: SCIM_MEDIA_TYPE, requirement: 'RFC7644-3.8-utf-8-default' },
  { contentType: `${SCIM_MEDIA_TYPE}; charset=utf-8`, requirement: 'RFC7644-3.8-utf-8' },
  { contentType: `${SCIM_MEDIA_TYPE};charset="UTF-8"`, requirement: 'RFC7644-3.8-utf-8' },
] as const;

const SCRIPTS = ['Zoë', 'Łukasz', 'Ελένη', 'Анна', 'שרה', '明美', '😀'] as const;

async function inUtf8(t: CheckContext): Promise<void> {
  const subject = await repertoireOf(t.session).users();
  const attribute = await keptText(t, subject);
  await t.forAll(
    fc.record({
      user: subject.arbitrary({ required: 'only' }),
      text: fc
        .array(fc.constantFrom(...SCRIPTS), { minLength: 1, maxLength: 4 })
        .map((parts) => parts.join(' ')),
      label: fc.constantFrom(...LABELS),
    }),
    async ({ user, text, label: { contentType, requirement } }, c) => {
      const body = setPath(subject.stamp(c, user), attribute.path, text, attribute);
      const headers = { 'content-type': contentType };
      const { response, created } = await c.post(
        subject.type.endpoint,
        body,
        'create a user with such text',
        headers,
      );
      if (created === null)
        throw new InputRefused(`such text is answered with ${describe(response)}`, response);
      const got = valueAt(await c.read(created), attribute, subject.type);
      // Emoji and the like may be refused, blanks and composition brought to one form; letters may not change.
      const same = typeof got === 'string' && got.normalize('NFC').trim() === text.normalize('NFC').trim();
      c.judge(requirement, same, () =>
        wrongValue(attribute.text, text, got, {
          when: `where the body is labelled ${contentType}`,
          hint: 'The body is decoded, or the answer encoded, in another encoding than UTF-8.',
        }),
      );
    },
  );
}

/** The first such text that the target keeps when it is plain: others tell nothing about encodings. @throws SetupFailure, NotOffered */
async function keptText(t: CheckContext, subject: Subject): Promise<MappedAttribute> {
  const candidates = freeTexts(subject);
  if (candidates.length === 0) throw new NotOffered('the target takes no free text');
  const kept: MappedAttribute[] = [];
  await t.once(async (c) => {
    for (const attribute of candidates) {
      const body = setPath(subject.stamp(c, plain(t, subject)), attribute.path, PLAIN, attribute);
      const { created } = await c.post(subject.type.endpoint, body, 'create a user with a plain text');
      if (created === null || valueAt(await c.read(created), attribute, subject.type) !== PLAIN) continue;
      kept.push(attribute);
      return;
    }
  });
  const [first] = kept;
  if (first === undefined)
    throw new SetupFailure('cannot judge: the target keeps no free text as it is sent');
  return first;
}

const PLAIN = 'Plain text';

/** Texts of a person that no rule of their own governs. */
function freeTexts({ attributes }: Subject): readonly MappedAttribute[] {
  const names = ['displayname', 'title', 'nickname', 'familyname', 'givenname', 'formatted'];
  return attributes.filter(
    ({ definition, path, parent }) =>
      definition.type === 'string' &&
      names.includes(definition.name.toLowerCase()) &&
      definition.uniqueness === 'none' &&
      definition.mutability === 'readWrite' &&
      !parent.multiValued &&
      path.filter === null,
  );
}
