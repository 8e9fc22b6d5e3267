import { describe, expect, it } from 'vitest';
import { loadApplication } from '../config/load-application.ts';
import type { Transport, WireRequest, WireResponse } from '../http/transport.ts';
import type { Verdict } from '../report/report.ts';
import { isObject, type JsonObject, member } from '../scim/json.ts';
import { ERROR } from '../scim/urns.ts';
import { type InProcessRun, runInProcess } from '../tests/support/in-process.ts';
import type { CheckId } from './check-ids.ts';
import { CHECKS } from './registry.ts';

/** What a target does with a request; `go` asks the conformant provider. */
type Twist = (
  request: Twisted,
  go: (request?: WireRequest) => Promise<WireResponse>,
) => Promise<WireResponse>;

type Twisted = WireRequest & { readonly resource: JsonObject };

const twisted =
  (twist: Twist) =>
  (provider: Transport): Transport => ({
    ...provider,
    send: (request) => {
      const body: unknown = request.body === null ? null : JSON.parse(String(request.body));
      const resource = isObject(body) ? body : {};
      return twist({ ...request, resource }, (other = request) => provider.send(other));
    },
  });

const refusal = (status: number, detail: string): WireResponse => ({
  status,
  headers: { 'content-type': 'application/scim+json' },
  text: JSON.stringify({ schemas: [ERROR], status: String(status), detail }),
});

const isUser = ({ method, path }: WireRequest): boolean => method === 'POST' && path === '/Users';

const removes = ({ method, path, resource }: Twisted, name: string): boolean =>
  method === 'PATCH' &&
  path.startsWith('/Users/') &&
  JSON.stringify(member(resource, 'Operations')).includes(`"remove","path":"${name}"`);

/** The answer to a creation with another Location, in the header and, where it says so, in the resource. */
function relocated(answer: WireResponse, change: (uri: string) => string, both: boolean): WireResponse {
  const { location } = answer.headers;
  if (location === undefined) return answer;
  const text = both
    ? answer.text.replace(`"location":"${location}"`, `"location":"${change(location)}"`)
    : answer.text;
  return { ...answer, text, headers: { ...answer.headers, location: change(location) } };
}

const OWN = CHECKS.filter(({ suite }) => ['required-attributes', 'soft-delete'].includes(suite.name)).map(
  ({ check }) => check.id,
);

/** What the checks of both topics find on such a target: verdict and message, by the name of the check. */
async function found(run: Partial<InProcessRun>, checks: readonly CheckId[] = OWN) {
  const { results } = await runInProcess({ application: loadApplication('alvao'), checks, ...run });
  const told = results.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skip');
  return new Map(
    told.map(({ id, verdict, message, obstacle }) => [
      id.split('/')[1] ?? '',
      { verdict, message, obstacle },
    ]),
  );
}

const byVerdict = (all: Awaited<ReturnType<typeof found>>, wanted: Verdict): readonly string[] =>
  [...all].filter(([, { verdict }]) => verdict === wanted).map(([name]) => name);

const REQUIRED = ['userName', 'externalId', 'active', 'displayName'];

describe('what a target demands beyond its table', () => {
  const demanding = { requiredUserAttributes: [...REQUIRED, 'emails[type eq "work"].value'] };

  it('is one finding, and the others are judged', async () => {
    const all = await found({ provider: demanding });
    expect([...all.keys()]).toEqual(['creates-with-required-only']);
    expect(byVerdict(all, 'fail')).toEqual(['creates-with-required-only']);
    expect(all.get('creates-with-required-only')?.message).toContain('without emails[type eq "work"].value');
  });
});

describe('what a target does not keep', () => {
  it('takes no part in judgements about changes', async () => {
    const all = await found({ faults: ['drops-title'] });
    expect([...all.keys()]).toEqual(['reads-back-equal']);
  });
});

describe('the location of a new resource', () => {
  const LOCATION: readonly CheckId[] = ['required-attributes/location'];

  it('need not end in the id where it leads to the resource', async () => {
    const away = (uri: string): string => `${uri}/view`;
    const twist: Twist = async (request, go) => {
      const path = request.path.replace(/\/view$/, '');
      return relocated(await go({ ...request, path }), away, true);
    };
    expect([...(await found({ through: twisted(twist) }, LOCATION))]).toEqual([]);
  });

  it('is told where it leads nowhere', async () => {
    const twist: Twist = async (_, go) => relocated(await go(), (uri) => `${uri}/nowhere`, true);
    const all = await found({ through: twisted(twist) }, LOCATION);
    expect(all.get('location')?.message).toContain('the Location header does not lead to the new resource');
  });

  it('is told in the header, where meta.location is the right one', async () => {
    const twist: Twist = async (_, go) => relocated(await go(), (uri) => uri.replace('/scim/v2', ''), false);
    const all = await found({ through: twisted(twist) }, LOCATION);
    expect(all.get('location')?.message).toContain(
      'the Location header is not the URI that meta.location has',
    );
  });
});

describe('a creation that is refused', () => {
  it('and carried out is found', async () => {
    const twist: Twist = async (request, go) => {
      if (!isUser(request) || !String(request.body).includes("'")) return go();
      await go();
      return refusal(400, 'no apostrophes');
    };
    const all = await found({ through: twisted(twist) }, ['required-attributes/keeps-hard-values']);
    expect(all.get('keeps-hard-values')).toMatchObject({
      verdict: 'fail',
      message: expect.stringContaining('is refused with 400, and created all the same'),
    });
  });

  it('for active false is found by the table', async () => {
    const twist: Twist = async (request, go) =>
      isUser(request) && request.resource.active === false ? refusal(400, 'not active') : go();
    const all = await found({ through: twisted(twist) }, ['soft-delete/created-inactive']);
    expect(all.get('created-inactive')?.verdict).toBe('fail');
  });
});

describe('a removal of what a resource is found or ruled by', () => {
  const CLEARS: readonly CheckId[] = ['required-attributes/clears-each-attribute'];

  it.each(['userName', 'externalId', 'active'])(
    'of %s that is accepted and ignored is found',
    async (name) => {
      const twist: Twist = async (request, go) =>
        removes(request, name) ? { status: 204, headers: {}, text: '' } : go();
      const all = await found({ through: twisted(twist) }, CLEARS);
      expect(all.get('clears-each-attribute')?.message).toBe(
        `after a PATCH that removes it was accepted, ${name} is still there`,
      );
    },
  );

  it('may be refused, but not with 500', async () => {
    const answering = (status: number) =>
      found(
        { through: twisted(async (one, go) => (removes(one, 'externalId') ? refusal(status, 'no') : go())) },
        CLEARS,
      );
    expect([...(await answering(400))]).toEqual([]);
    expect((await answering(500)).get('clears-each-attribute')?.message).toContain('is answered with 500');
  });
});

describe('a target that', () => {
  it('ignores filters is not failed for it', async () => {
    const twist: Twist = async (request, go) =>
      go({ ...request, path: request.path.replace(/[?&]filter=[^&]*/, '') });
    expect([...(await found({ through: twisted(twist) }))]).toEqual([]);
  });

  it('takes a body without reading it is told of', async () => {
    const twist: Twist = async (request, go) =>
      isUser(request) && /charset/.test(request.headers['content-type'] ?? '')
        ? go({
            ...request,
            body: JSON.stringify({ ...request.resource, userName: `${request.body?.length}` }),
          })
        : go();
    const all = await found({ through: twisted(twist) }, ['required-attributes/request-media-types']);
    expect(all.get('request-media-types')).toMatchObject({ verdict: 'warn' });
  });

  it('never changes active is blamed for the plainest form alone', async () => {
    const all = await found({ faults: ['active-ignored'] });
    expect(byVerdict(all, 'fail')).toEqual(['clears-each-attribute', 'replace-boolean']);
    expect(all.get('replace-string')?.verdict).toBe('error');
  });

  it('leaves a userName untaken, disabled or not, is blamed for the active one', async () => {
    const all = await found({ faults: ['duplicate-accepted'] });
    expect(byVerdict(all, 'fail')).toEqual(['duplicate-user-name', 'duplicate-user-name-other-case']);
  });
});
