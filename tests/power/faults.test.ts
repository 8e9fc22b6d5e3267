import { describe, expect, test } from 'vitest';
import { loadApplication } from '../../config/load-application.ts';
import { type FaultId, knownFaults } from '../../provider/faults.ts';
import { CHECKS } from '../../suites/registry.ts';
import { runInProcess } from '../support/in-process.ts';

/**
 * Every so many faults of the catalogue are tried here; all of them with SCIM_FAULTS=all (npm run power). Each is
 * switched on alone, in a provider of this process.
 */
const STRIDE = process.env.SCIM_FAULTS === 'all' ? 1 : 7;

/** Applications whose tables have what an area's faults are about: roles and extensions of one's own are not in ALVAO's. */
const APPLICATIONS = ['alvao', 'documo', 'github-enterprise-managed-user', 'airbase'];

/** Faults of attributes or forms that none of these tables has; they show with a profile of one's own. */
const OUT_OF_REACH: ReadonlySet<string> = new Set([
  'filter-value-path-refused',
  'filter-value-path-any-type',
]);

const tried = knownFaults().filter(({ id }, index) => index % STRIDE === 0 && !OUT_OF_REACH.has(id));

describe('a fault of the provider', () => {
  test.each(tried)('$id is found', async ({ id, area }) => {
    for (const effort of ['quick', 'standard'] as const) {
      for (const application of APPLICATIONS) {
        if (await isFound(id, area, application, effort)) return;
      }
    }
    expect.fail(`no check of ${area} or of another suite finds ${id}`);
  });
});

/** Whether a check does not pass with the fault on; the suite of the fault's own area goes first. */
async function isFound(
  id: FaultId,
  area: string,
  application: string,
  effort: 'quick' | 'standard',
): Promise<boolean> {
  const own = CHECKS.filter(({ suite }) => suite.name === area).map(({ check }) => check.id);
  const others = CHECKS.filter(({ suite }) => suite.name !== area && suite.name !== 'okta-client').map(
    ({ check }) => check.id,
  );
  for (const checks of [own, others]) {
    if (checks.length === 0) continue;
    const { results } = await runInProcess({
      application: loadApplication(application),
      effort,
      faults: [id],
      checks,
    });
    if (results.some(({ verdict }) => verdict === 'fail' || verdict === 'warn')) return true;
  }
  return false;
}
