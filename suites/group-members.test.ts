import { describe, expect, it } from 'vitest';
import { loadApplication } from '../config/load-application.ts';
import type { Transport, WireRequest, WireResponse } from '../http/transport.ts';
import { isObject, type Json, type JsonObject, member } from '../scim/json.ts';
import type { AttributeDefinition, ResourceType } from '../scim/schema.ts';
import { GROUP_TYPE } from '../scim/schemas/index.ts';
import { type InProcessRun, runInProcess } from '../tests/support/in-process.ts';
import type { CheckId } from './check-ids.ts';
import { CHECKS, type SuiteName } from './registry.ts';

const idsOf = (suite: SuiteName): readonly CheckId[] =>
  CHECKS.filter((known) => known.suite.name === suite).map(({ check }) => check.id);
/** Those that need a hundred users. */
const LARGE: readonly CheckId[] = ['group-members/creates-with-members', 'group-members/sizes'];
const GROUPS = idsOf('group-members').filter((id) => !LARGE.includes(id));
const CYCLES = idsOf('provisioning-cycle');

/** Findings of a run against a provider of this kind: what fails or warns, and what cannot be judged. */
async function outcome(run: Partial<InProcessRun>): Promise<{ findings: string[]; unjudged: string[] }> {
  const { results, summary } = await runInProcess({
    application: loadApplication('alvao'),
    checks: GROUPS,
    ...run,
  });
  expect(summary.leftBehind).toEqual([]);
  const told = (verdicts: readonly string[]): string[] =>
    results
      .filter(({ verdict }) => verdicts.includes(verdict))
      .map(({ id, violated }) => `${id} ${violated}`);
  return {
    findings: told(['fail', 'warn']),
    unjudged: results.filter(({ verdict }) => verdict === 'error').map(({ id }) => id),
  };
}

type Answers = (request: WireRequest, body: JsonObject) => WireResponse | WireRequest;

/** A target that answers some requests by itself, or takes them for others. */
const target =
  (answers: Answers) =>
  (transport: Transport): Transport => ({
    ...transport,
    send: async (request) => {
      const parsed: unknown = request.body === null ? {} : JSON.parse(request.body);
      const answer = answers(request, isObject(parsed) ? parsed : {});
      return 'status' in answer ? answer : transport.send(answer);
    },
  });

const refused = (detail: string): WireResponse => ({
  status: 400,
  headers: { 'content-type': 'application/scim+json' },
  text: JSON.stringify({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: '400',
    scimType: 'invalidValue',
    detail,
  }),
});

const isGroups = ({ path }: WireRequest): boolean => path.startsWith('/Groups');
const operationsOf = (body: JsonObject): readonly Json[] => {
  const operations = member(body, 'Operations');
  return Array.isArray(operations) ? operations : [];
};

/** The elements of members that a write gives, of a removal none. */
function membersIn(body: JsonObject): readonly Json[] {
  const given = operationsOf(body)
    .filter((operation) => !/^remove$/i.test(String(member(operation, 'op'))))
    .map((operation) => {
      const value = member(operation, 'value');
      return member(operation, 'path') === 'members' ? value : member(value, 'members');
    });
  return [member(body, 'members'), ...given].flatMap((value) => (Array.isArray(value) ? value : []));
}

/** Groups whose `members` is declared so. */
function groupType(
  change: Partial<AttributeDefinition>,
  part: Partial<AttributeDefinition> = {},
): ResourceType {
  const attributes = GROUP_TYPE.schema.attributes.map((attribute) =>
    attribute.name === 'members'
      ? {
          ...attribute,
          ...change,
          subAttributes: (attribute.subAttributes ?? []).map((sub) =>
            sub.name === '$ref' ? { ...sub, ...part } : sub,
          ),
        }
      : attribute,
  );
  return { ...GROUP_TYPE, schema: { ...GROUP_TYPE.schema, attributes } };
}

const demanding =
  (name: string): Answers =>
  (request, body) =>
    isGroups(request) && membersIn(body).some((item) => typeof member(item, name) !== 'string')
      ? refused(`members.${name} is required`)
      : request;

describe('what the standard leaves open', () => {
  it('members that are shown on request only', async () => {
    expect(await outcome({ provider: { groupType: groupType({ returned: 'request' }) } })).toEqual({
      findings: [],
      unjudged: [],
    });
  });

  it.each([
    ['declared', { provider: { groupType: groupType({}, { required: true }) } }],
    ['not declared', {}],
  ])('members with a $ref that is required, %s', async (_, run) => {
    expect(
      await outcome({ ...run, checks: [...GROUPS, ...CYCLES], through: target(demanding('$ref')) }),
    ).toEqual({
      // The provisioning service sends none.
      findings: ['group-members/add-with-null-ref E-127'],
      unjudged: [],
    });
  });

  it('members with a display that is demanded', async () => {
    expect(await outcome({ through: target(demanding('display')) })).toEqual({
      findings: ['group-members/add-with-null-ref E-127'],
      unjudged: [],
    });
  });

  it('groups that have to have members', async () => {
    const empties = (operation: Json): boolean =>
      member(operation, 'path') === 'members' &&
      [undefined, '[]'].includes(JSON.stringify(member(operation, 'value')));
    const answers: Answers = (request, body) => {
      const written = ['POST', 'PUT'].includes(request.method) && membersIn(body).length === 0;
      const emptied = operationsOf(body).some(empties);
      return isGroups(request) && (written || emptied) ? refused('members is required') : request;
    };
    expect(await outcome({ through: target(answers) })).toEqual({ findings: [], unjudged: [] });
  });

  it('a deleted user who stays in his groups is told, and does not fail', async () => {
    const { results } = await runInProcess({
      application: loadApplication('alvao'),
      checks: GROUPS,
      faults: ['members-keep-deleted-user'],
    });
    const told = results.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skip');
    expect(told.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['group-members/deleted-user-leaves', 'warn'],
    ]);
  });

  it('at most a hundred members in one request', async () => {
    const answers: Answers = (request, body) =>
      isGroups(request) && membersIn(body).length > 100 ? refused('too many members') : request;
    const { results, summary } = await runInProcess({
      application: loadApplication('alvao'),
      checks: LARGE,
      through: target(answers),
    });
    expect(results.filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
    expect(summary.observations).toMatchObject({
      'members.mostInCreation': 'fewer than 101',
      'members.mostInPatch': 'fewer than 101',
    });
  });
});

describe('one deviation', () => {
  it('that adds no members by PATCH is one finding', async () => {
    expect((await outcome({ faults: ['members-add-ignored'] })).findings).toEqual([
      expect.stringMatching(/^group-members\/add-one /),
    ]);
  });

  it('that drops an attribute of users fails no cycle', async () => {
    const answers: Answers = (request, { title: _, ...body }) =>
      request.path.startsWith('/Users') && request.method === 'POST'
        ? { ...request, body: JSON.stringify(body) }
        : request;
    expect(await outcome({ checks: CYCLES, through: target(answers) })).toEqual({
      findings: [],
      unjudged: [],
    });
  });

  it('that answers every filter with everybody proves nothing', async () => {
    const answers: Answers = (request) => ({
      ...request,
      path: request.path.replace(/(?<=[?&])filter=[^&]*&?/, ''),
    });
    expect((await outcome({ checks: [...GROUPS, ...CYCLES], through: target(answers) })).findings).toEqual(
      [],
    );
  });
});

describe('what went unseen', () => {
  it('a PUT that does not rename a group', async () => {
    const names = new Map<string, Json>();
    const answers: Answers = (request, body) => {
      if (request.method !== 'PUT' || !isGroups(request)) return request;
      const known = names.get(request.path) ?? 'Kept';
      names.set(request.path, known);
      return { ...request, body: JSON.stringify({ ...body, displayName: known }) };
    };
    expect((await outcome({ through: target(answers) })).findings).toEqual([
      'group-members/put-replaces-members RFC7644-3.5.1-put',
    ]);
  });

  it('a rename without a path that empties the group', async () => {
    const answers: Answers = (request, body) => {
      const operations = operationsOf(body);
      const renames = operations.some(
        (operation) =>
          member(operation, 'op') === 'replace' &&
          member(operation, 'path') === undefined &&
          member(member(operation, 'value'), 'displayName') !== undefined,
      );
      if (!isGroups(request) || !renames) return request;
      const emptied = [...operations, { op: 'remove', path: 'members' }];
      return { ...request, body: JSON.stringify({ ...body, Operations: emptied }) };
    };
    const { findings } = await outcome({ through: target(answers), dialects: ['default'] });
    expect(findings).toEqual(['group-members/rename-keeps-members RFC7644-3.5.2-only-target']);
  });

  it('a removal of all members that changes nothing', async () => {
    const { findings } = await outcome({ faults: ['members-remove-all-ignored'] });
    expect(findings).toEqual(['group-members/remove-all RFC7644-3.5.2.2-remove']);
  });
});
