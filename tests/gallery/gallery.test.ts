import { expect, test } from 'vitest';
import { applicationIds, loadApplication } from '../../config/load-application.ts';
import { selectChecks } from '../../suites/registry.ts';
import { runInProcess } from '../support/in-process.ts';

/**
 * With SCIM_GALLERY=all every application with all suites, which takes minutes; else every twelfth, and those with odd
 * tables, with the suites that look at the table.
 */
const ALL = process.env.SCIM_GALLERY === 'all';
const ODD = [
  'infobric-equipment',
  'lucid-all-products',
  'oracle-cloud-infrastructure-console',
  'visibly',
  'zenya',
  'zoom',
];
const ids = applicationIds().filter((id, index) => ALL || index % 12 === 0 || ODD.includes(id));

test.each(ids)('%s runs clean against the embedded provider', async (id) => {
  const checks = selectChecks(ALL ? ['all'] : ['application'], []).map(({ check }) => check.id);
  const { results } = await runInProcess({ application: loadApplication(id), checks });
  const unclean = results.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skip');
  expect(
    unclean.map((result) => `${result.id}: ${result.verdict}, ${result.message ?? result.reason}`),
  ).toEqual([]);
  expect(results.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThan(20);
});
