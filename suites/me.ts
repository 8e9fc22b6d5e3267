import { TransportError } from '../http/transport.ts';
import type { Answer, Case, CheckEntry, JsonObject } from '../kit/index.ts';
import {
  answered,
  defineSuite,
  describe,
  member,
  NotOffered,
  stringMember,
  wrongValue,
} from '../kit/index.ts';

const ME = '/Me';

/** Reading alone: the resource behind `/Me` is somebody's own, which no check may change. */
const checks: readonly CheckEntry[] = [
  {
    name: 'answered',
    title: '/Me leads to the authenticated subject, or is answered with 501',
    requirements: ['RFC7644-3.11-not-implemented'],
    run: (t) =>
      t.once(async (c) => {
        const response = await readMe(c);
        const { status } = response;
        // With a token that stands for no resource here, 403 is right, and 404 cannot be told from "no /Me".
        if (status === 403) throw new NotOffered(`GET ${ME} is answered with ${describe(response)}`);
        const offered = (status >= 200 && status < 300) || status === 307 || status === 308;
        c.session.observe('me', offered ? status : null);
        c.judge('RFC7644-3.11-not-implemented', offered || status === 501, () =>
          answered(`GET ${ME}`, response, 501, {
            wanted: 'the resource of the subject, a redirect to it with 308, or 501',
          }),
        );
      }),
  },
  {
    name: 'location',
    title: 'A direct answer of /Me names the permanent URL of the resource in Location',
    requirements: ['RFC7644-3.11-location'],
    run: (t) =>
      t.once(async (c) => {
        const response = await readMe(c);
        if (response.resource === null)
          throw new NotOffered(`the target answers ${describe(response)} to ${ME}`);
        judgeLocation(c, response, response.resource);
        const again = await readMe(c, { attributes: 'id' });
        // Whether projections are answered is for other checks to judge.
        if (again.resource === null) return;
        judgeLocation(c, again, again.resource);
        const [id, other] = [member(response.resource, 'id'), member(again.resource, 'id')];
        c.judge('RFC7644-3.11-location', other === id, () =>
          wrongValue('id', id, other, {
            what: `${ME} with ?attributes=id`,
            says: `is another resource than ${ME}`,
            answer: again,
          }),
        );
      }),
  },
];

/** GET /Me. @throws NotOffered when the subject is refused there, although its credentials are good elsewhere */
async function readMe(c: Case, query: Readonly<Record<string, string>> = {}): Promise<Answer> {
  try {
    return await c.send({ method: 'GET', path: ME, query, purpose: 'read the authenticated subject' });
  } catch (error) {
    if (error instanceof TransportError && error.code === 'REFUSED')
      throw new NotOffered(`GET ${ME} is answered with 401, although the credentials are good elsewhere`);
    throw error;
  }
}

/** Relative and absolute URLs are alike (RFC 9110 §10.2.2), so that the end of the path decides. */
function judgeLocation(c: Case, answer: Answer, resource: JsonObject): void {
  const { location } = answer.headers;
  const id = stringMember(resource, 'id') ?? '';
  const path = location?.replace(/[?#].*$/, '').replace(/\/+$/, '');
  const leads = path !== undefined && [id, encodeURIComponent(id)].some((end) => path.endsWith(`/${end}`));
  c.judge('RFC7644-3.11-location', leads, () => ({
    deviation: location === undefined ? 'missing' : 'form',
    what: `the Location of ${ME}`,
    says: location === undefined ? 'is missing' : 'is not the URL of the resource',
    wanted: `the permanent URL, ending in /${id}`,
    got: location ?? 'no Location',
    answer,
  }));
}

/** The alias of the authenticated subject: RFC 7644 §3.11. */
export const me = defineSuite(
  {
    name: 'me',
    groups: ['rfc'],
    title: '/Me stands for the authenticated subject, or says that it does not',
  },
  checks,
);
