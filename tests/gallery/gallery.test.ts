import { expect, test } from 'vitest';
import { applicationIds, loadApplication } from '../../config/load-application.ts';
import { runInProcess } from '../support/in-process.ts';

/** With SCIM_GALLERY=all every application, which takes minutes; else every eighth, and those with odd tables. */
const ODD = [
  'infobric-equipment',
  'lucid-all-products',
  'oracle-cloud-infrastructure-console',
  'visibly',
  'zenya',
  'zoom',
];
const ids = applicationIds().filter(
  (id, index) => process.env.SCIM_GALLERY === 'all' || index % 8 === 0 || ODD.includes(id),
);

test.each(ids)('%s runs clean against the embedded provider', async (id) => {
  const { results } = await runInProcess({ application: loadApplication(id) });
  const unclean = results.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skip');
  expect(
    unclean.map((result) => `${result.id}: ${result.verdict}, ${result.message ?? result.reason}`),
  ).toEqual([]);
  expect(results.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThan(20);
});
