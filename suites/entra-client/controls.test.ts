import { describe, expect, it } from 'vitest';
import { loadApplication } from '../../config/load-application.ts';
import type { Transport, WireRequest, WireResponse } from '../../http/transport.ts';
import type { VariationId } from '../../provider/variations.ts';
import { isObject, type JsonObject } from '../../scim/json.ts';
import { runInProcess } from '../../tests/support/in-process.ts';
import type { CheckId } from '../check-ids.ts';
import { CHECKS } from '../registry.ts';

/** The checks of both clients, by id. */
const ALL: readonly CheckId[] = CHECKS.filter(({ suite }) =>
  ['entra-client', 'okta-client'].includes(suite.name),
).map(({ check }) => check.id);

type Send = (request: WireRequest) => Promise<WireResponse>;

/** What checks say of a target that answers in a way of its own. */
async function said(
  checks: readonly CheckId[],
  answer: (request: WireRequest, send: Send) => Promise<WireResponse>,
  variations: readonly VariationId[] = [],
) {
  const through = (transport: Transport): Transport => ({
    ...transport,
    send: (request) => answer(request, (changed) => transport.send(changed)),
  });
  const { results } = await runInProcess({
    application: loadApplication('alvao'),
    checks,
    through,
    variations,
  });
  return results.map(({ id, verdict, message, reason }) => ({ id, verdict, message, reason }));
}

const failed = (all: Awaited<ReturnType<typeof said>>) =>
  all.filter(({ verdict }) => verdict === 'fail' || verdict === 'warn');

const error = (status: number, detail: string): WireResponse => ({
  status,
  headers: { 'content-type': 'application/scim+json' },
  text: JSON.stringify({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: String(status),
    detail,
  }),
});

const isPost = ({ method, path }: WireRequest): boolean => method === 'POST' && /^\/Users(\?|$)/.test(path);

function bodyOf({ body }: WireRequest): JsonObject {
  const parsed: unknown = JSON.parse(body ?? '{}');
  return isObject(parsed) ? parsed : {};
}

describe('a target that', () => {
  it('has no PATCH: its forms are not judged, and the refusal is told', async () => {
    const found = await said(ALL, async (request, send) =>
      request.method === 'PATCH' ? error(501, 'PATCH is not implemented') : send(request),
    );
    // Groups are to be changed by PATCH alone (rule E-126), so that is where it is told.
    expect(failed(found).map(({ id }) => id)).toEqual(['entra-client/group-attributes']);
    expect(found.find(({ id }) => id === 'entra-client/dotted-path')).toMatchObject({
      verdict: 'error',
      reason: expect.stringContaining('501 (PATCH is not implemented)'),
    });
  });

  it('keeps neither displayName nor title: only the others are judged', async () => {
    const found = await said(ALL, async (request, send) => {
      if (!request.path.startsWith('/Users') || request.body === null) return send(request);
      const { displayName: _, title: __, ...kept } = bodyOf(request);
      return send({ ...request, body: JSON.stringify(kept) });
    });
    expect(failed(found)).toEqual([]);
  });

  it('demands e-mails without saying so: headers, parameters and names are not blamed', async () => {
    const checks: readonly CheckId[] = [
      'entra-client/no-user-agent',
      'entra-client/unknown-parameter',
      'entra-client/unknown-headers',
      'entra-client/guest-user-name',
    ];
    const found = await said(checks, async (request, send) =>
      isPost(request) && !('emails' in bodyOf(request))
        ? error(400, "Required attribute 'emails' is missing")
        : send(request),
    );
    expect(failed(found)).toEqual([]);
  });

  it('answers 501 to DELETE with the flag and without it: the flag is not blamed', async () => {
    const found = await said(['entra-client/unknown-parameter'], async (request, send) =>
      request.method === 'DELETE' ? error(501, 'no DELETE') : send(request),
    );
    expect(failed(found)).toEqual([]);
  });

  it('ignores filters: what is found is not taken for evidence of anything else', async () => {
    const checks: readonly CheckId[] = [
      'entra-client/rename-without-path',
      'entra-client/name-changes-hands',
      'entra-client/guest-user-name',
      'entra-client/repeated-creation',
    ];
    const found = await said([...checks, 'entra-client/group-attributes'], async (request, send) =>
      send({ ...request, path: request.path.replace(/\?.*$/, '') }),
    );
    expect(failed(found)).toEqual([]);
  });

  it('is slow only while many requests are under way: neither rate nor groups are called slow', async () => {
    let underWay = 0;
    const found = await said(['entra-client/rate', 'okta-client/groups-in-time'], async (request, send) => {
      underWay++;
      if (underWay > 1) await new Promise((done) => setTimeout(done, 700));
      try {
        return await send(request);
      } finally {
        underWay--;
      }
    });
    expect(failed(found)).toEqual([]);
  });

  it('does not understand the capitals of the default dialect: that is one finding', async () => {
    const found = await said(ALL, async (request, send) =>
      request.method === 'PATCH' && /"op":"[A-Z]/.test(request.body ?? '')
        ? error(400, 'unknown op')
        : send(request),
    );
    expect(failed(found).map(({ id }) => id)).toContain('entra-client/many-operations');
    expect(failed(found).map(({ id }) => id)).not.toContain('entra-client/value-path');
  });

  it('refuses a replace without a target, as RFC 7644 has it, is warned', async () => {
    const found = await said(
      ['entra-client/replace-missing-element', 'entra-client/add-missing-element'],
      (request, send) => send(request),
      ['value-filter-needs-target'],
    );
    expect(found.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['entra-client/add-missing-element', 'pass'],
      ['entra-client/replace-missing-element', 'warn'],
    ]);
  });

  it('accepts a body under a label and does not read it is found out', async () => {
    const found = await said(['okta-client/creates'], async (request, send) =>
      isPost(request) && request.headers['content-type'] === 'application/json'
        ? send({ ...request, body: JSON.stringify(onlyName(bodyOf(request))) })
        : send(request),
    );
    expect(found).toMatchObject([
      { verdict: 'warn', message: expect.stringContaining('labelled application/json') },
    ]);
  });
});

const onlyName = ({ schemas = [], userName = '', externalId = '', displayName = '' }: JsonObject) => ({
  schemas,
  userName,
  externalId,
  displayName,
  active: true,
});
