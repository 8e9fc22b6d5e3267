import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadApplication } from '../../config/load-application.ts';
import { CHECKS } from '../../suites/registry.ts';
import { runInProcess } from '../support/in-process.ts';
import { APPLICATIONS } from './measure.ts';
import type { Power } from './power-page.ts';
import { type Costs, tellingOrder } from './telling-order.ts';
import { POWER } from './write-page.ts';

test('suites/telling.ts is written from docs/power.json', async () => {
  const { caught }: Power = JSON.parse(readFileSync(POWER, 'utf8'));
  const known = new Set<string>(CHECKS.map(({ check }) => check.id));
  const order = tellingOrder(caught, await costs()).filter((id) => known.has(id));
  const text = `import type { CheckId } from './check-ids.ts';

/**
 * The checks in the order in which they reveal most for each request. \`npm run telling\` writes this file, from what
 * \`npm run power\` measured last.
 */
export const TELLING: readonly CheckId[] = [
${order.map((id) => `  '${id}',`).join('\n')}
];
`;
  await expect(text).toMatchFileSnapshot('../../suites/telling.ts');
});

/** The requests of each check on a conformant target, on average of the applications that it applies to. */
async function costs(): Promise<Costs> {
  const seen = new Map<string, number[]>(CHECKS.map(({ check }) => [check.id, []]));
  for (const id of APPLICATIONS) {
    const { results } = await runInProcess({ application: loadApplication(id), effort: 'quick' });
    for (const { id: check, requests } of results) if (requests > 0) seen.get(check)?.push(requests);
  }
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  return new Map([...seen].map(([check, requests]) => [check, mean(requests)]));
}
