import { describe, expect, it } from 'vitest';
import { loadApplication } from '../config/load-application.ts';
import type { WireRequest } from '../http/transport.ts';
import type { FaultId } from '../provider/faults.ts';
import type { Verdict } from '../report/report.ts';
import type { RequirementId } from '../requirements/index.ts';
import { runInProcess } from '../tests/support/in-process.ts';
import type { CheckId } from './check-ids.ts';
import { CHECKS, type SuiteName } from './registry.ts';

const idsOf = (...suites: readonly SuiteName[]): readonly CheckId[] =>
  CHECKS.filter(({ suite }) => suites.includes(suite.name)).map(({ check }) => check.id);

const CLIENTS = idsOf('entra-client', 'okta-client');

/** Findings of a run of some checks against the embedded provider. */
async function findings(application: string, checks: readonly CheckId[], faults: readonly FaultId[] = []) {
  const { results, summary } = await runInProcess({
    application: loadApplication(application),
    checks,
    faults,
  });
  expect(summary.leftBehind).toEqual([]);
  return results
    .filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skip')
    .map(({ id, verdict, violated, message }) => ({ id, verdict, violated, message }));
}

describe('the suites of the clients', () => {
  it.each(['alvao', 'airstack', 'alinto-protect', 'atea', 'cleanmail-swiss'])(
    'find nothing wrong with a conformant provider for %s',
    async (application) => {
      expect(await findings(application, CLIENTS)).toEqual([]);
    },
  );

  it('find nothing wrong where there are roles, and an extension of the application’s own', async () => {
    for (const application of ['documo', 'github-enterprise-managed-user', 'airbase'])
      expect(await findings(application, CLIENTS)).toEqual([]);
  });

  it.each<[CheckId, FaultId, Verdict, RequirementId]>([
    ['entra-client/wrong-token', 'token-unchecked-on-delete', 'fail', 'E-021'],
    ['entra-client/several-paths-of-one-attribute', 'several-paths-several-elements', 'fail', 'E-086'],
    ['entra-client/many-operations-with-flag', 'dotted-keys-ignored', 'fail', 'E-085'],
    ['entra-client/manager-as-string', 'manager-string-returned', 'fail', 'E-096'],
    ['entra-client/all-or-nothing', 'failed-patch-not-undone', 'fail', 'RFC7644-3.5.2-atomic'],
    ['entra-client/parallel-members', 'parallel-members-lost', 'warn', 'E-018'],
    ['entra-client/duplicate-group', 'group-duplicate-accepted', 'warn', 'E-121'],
    ['entra-client/clear-with-empty-string', 'empty-string-refused', 'warn', 'E-091'],
    ['okta-client/existence', 'filter-username-case-sensitive', 'fail', 'O-006'],
    ['okta-client/wrong-token', 'error-status-number', 'fail', 'O-001'],
  ])('%s finds %s', async (check, fault, verdict, violated) => {
    expect(await findings('alvao', [check], [fault])).toEqual([
      { id: check, verdict, violated, message: expect.any(String) },
    ]);
  });
});

describe('the dialects', () => {
  /** The bodies of the PATCHes that a run with one dialect sends. */
  async function patches(dialect: 'default' | 'aadOptscim062020', checks: readonly CheckId[]) {
    const sent: string[] = [];
    const watch = ({ method, body }: WireRequest): void => {
      if (method === 'PATCH') sent.push(body ?? '');
    };
    const { results } = await runInProcess({
      application: loadApplication('alvao'),
      checks,
      dialects: [dialect],
      through: (transport) => ({
        ...transport,
        send: (request) => {
          watch(request);
          return transport.send(request);
        },
      }),
    });
    return { sent, results };
  }

  it.each([
    ['default', /"op":"Replace"/, 'entra-client/many-operations-with-flag'],
    ['aadOptscim062020', /"op":"replace"/, 'entra-client/many-operations'],
  ] as const)('%s alone is sent when it is chosen', async (dialect, spelling, other) => {
    const { sent } = await patches(dialect, ['entra-client/value-path']);
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.filter((body) => !spelling.test(body))).toEqual([]);
    const { results } = await patches(dialect, [other]);
    expect(results.map(({ verdict }) => verdict)).toEqual(['skip']);
  });

  it('is named in the replay command', async () => {
    const { results } = await patches('default', ['entra-client/value-path']);
    expect(results[0]?.replay).toContain('--client-flag default');
  });
});

describe('the rate', () => {
  /** The verdict on a target that answers one request at a time, each after some milliseconds spent in some way. */
  const verdictOn = async (spend: () => Promise<unknown>) => {
    let last: Promise<unknown> = Promise.resolve();
    const { results } = await runInProcess({
      application: loadApplication('alvao'),
      checks: ['entra-client/rate'],
      through: (transport) => ({
        ...transport,
        send: (request) => {
          const answer = last.then(spend).then(() => transport.send(request));
          last = answer.catch(() => {});
          return answer;
        },
      }),
    });
    return results.map(({ verdict, message }) => [verdict, message]);
  };

  it('is too low where requests wait for each other at the target', async () => {
    const found = await verdictOn(() => new Promise((done) => setTimeout(done, 50)));
    expect(found).toEqual([
      ['warn', expect.stringMatching(/^the target answers \d+\.\d requests per second/)],
    ]);
  });

  it('says nothing about the target where this process is what keeps it down', async () => {
    const spin = async (): Promise<void> => {
      for (const end = performance.now() + 50; performance.now() < end; );
    };
    expect(await verdictOn(spin)).toEqual([['pass', null]]);
  });
});
