import { describe, expect, it } from 'vitest';
import { loadApplication } from '../config/load-application.ts';
import type { Transport } from '../http/transport.ts';
import type { FaultId } from '../provider/faults.ts';
import type { Verdict } from '../report/report.ts';
import type { RequirementId } from '../requirements/index.ts';
import { runInProcess } from '../tests/support/in-process.ts';
import type { CheckId } from './check-ids.ts';
import { CHECKS, type SuiteName } from './registry.ts';

const OURS: readonly SuiteName[] = ['discovery', 'agreement', 'authentication', 'me'];
const CHECK_IDS = CHECKS.filter(({ suite }) => OURS.includes(suite.name)).map(({ check }) => check.id);

/** What is not a pass, of a run of some checks against the embedded provider. */
async function outcomes(
  checks: readonly CheckId[],
  faults: readonly FaultId[] = [],
  application = 'alvao',
  through: (transport: Transport) => Transport = (transport) => transport,
) {
  const run = { application: loadApplication(application), checks, faults, through };
  const { results, summary } = await runInProcess(run);
  expect(summary.leftBehind).toEqual([]);
  return results
    .filter(({ verdict }) => verdict !== 'pass')
    .map(({ id, verdict, violated }) => ({ id, verdict, violated }));
}

describe('the suites about what a service provider says of itself', () => {
  it.each(['alvao', 'documo', 'github-enterprise-managed-user', 'airbase'])(
    'find nothing wrong with a conformant provider for %s',
    async (application) => {
      const found = await outcomes(CHECK_IDS, [], application);
      expect(found.filter(({ verdict }) => verdict !== 'skip')).toEqual([]);
    },
  );

  it.each<[CheckId, FaultId, Verdict, RequirementId]>([
    ['discovery/bulk-described', 'config-bulk-limits-missing', 'fail', 'RFC7643-5-bulk-max-operations'],
    ['discovery/schemes-public', 'config-behind-authentication', 'warn', 'RFC7643-5-public-schemes'],
    ['discovery/config-read-only', 'config-writable', 'fail', 'RFC7643-5-read-only'],
    ['discovery/endpoints-exist', 'resource-type-endpoint-wrong', 'fail', 'RFC7643-6-endpoint'],
    ['discovery/schemas-exist', 'resource-type-schema-unknown', 'fail', 'RFC7643-6-schema-exists'],
    ['discovery/resource-types-complete', 'resource-type-nameless', 'fail', 'RFC7643-6-name'],
    ['discovery/schema-by-id', 'schema-by-id-shortened', 'fail', 'RFC7644-4-schema-by-id'],
    ['discovery/parameters-ignored', 'discovery-paged', 'fail', 'RFC7644-4-parameters-ignored'],
    ['discovery/filter-refused', 'discovery-filter-followed', 'fail', 'RFC7644-4-parameters-ignored'],
    ['discovery/filter-refused', 'discovery-filter-ignored', 'warn', 'RFC7644-4-filter-refused'],
    ['discovery/percent-encoding', 'path-not-decoded', 'fail', 'RFC7644-1.2-percent-encoding'],
    ['agreement/types', 'declared-type-wrong', 'fail', 'RFC7644-4-schemas-agree'],
    ['agreement/required', 'declared-required-not-enforced', 'fail', 'RFC7643-7-required'],
    ['agreement/extensions', 'resource-type-extension-not-enforced', 'fail', 'RFC7643-6-extension-required'],
    ['agreement/read-only', 'groups-written', 'fail', 'RFC7643-7-mutability-read-only'],
    ['agreement/immutable', 'declared-immutable-changed', 'fail', 'RFC7643-7-immutable'],
    ['agreement/read-write', 'external-id-lowered', 'fail', 'RFC7643-7-case-exact-kept'],
    ['agreement/read-write', 'declared-not-kept', 'warn', 'RFC7643-7-mutability-read-write'],
    ['agreement/never-returned', 'password-echoed', 'fail', 'RFC7643-7-returned-never'],
    ['agreement/returned-on-request', 'declared-request-unasked', 'fail', 'RFC7643-7-returned-request'],
    ['agreement/uniqueness', 'declared-unique-not-enforced', 'warn', 'RFC7643-7-unique-on-server'],
    ['agreement/case-exact', 'declared-case-exact-folded', 'fail', 'RFC7643-7-case-exact-filter'],
    ['agreement/features', 'sort-announced-only', 'fail', 'RFC7644-4-truthful'],
    [
      'agreement/max-results',
      'config-filter-max-results-exceeded',
      'fail',
      'RFC7643-5-filter-max-results-kept',
    ],
    ['authentication/challenge', 'challenge-missing', 'fail', 'RFC7644-2-challenge'],
    ['authentication/wrong-credentials', 'put-with-any-token', 'fail', 'RFC7644-2-unauthenticated'],
    ['authentication/nothing-shown', 'error-401-with-resource', 'fail', 'RFC7644-2-unauthenticated'],
    ['me/location', 'me-location-alias', 'fail', 'RFC7644-3.11-location'],
  ])('%s finds %s', async (id, fault, verdict, violated) => {
    expect(await outcomes([id], [fault])).toEqual([{ id, verdict, violated }]);
  });

  it('skip what they cannot judge where there is no discovery, and warn of each missing endpoint once', async () => {
    const found = await outcomes(CHECK_IDS, [], 'alvao', (transport) => ({
      ...transport,
      send: async (request) =>
        /^\/(ServiceProviderConfig|ResourceTypes|Schemas)/.test(request.path)
          ? { status: 404, headers: {}, text: '' }
          : transport.send(request),
    }));
    expect(found.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
    expect(found.filter(({ verdict }) => verdict === 'warn').map(({ id }) => id)).toEqual([
      'discovery/config',
      'discovery/resource-types-listed',
      'discovery/schemas-listed',
    ]);
    expect(found.filter(({ verdict }) => verdict === 'error')).toEqual([]);
  });
});
