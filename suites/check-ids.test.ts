import { expect, test } from 'vitest';
import { CHECKS } from './registry.ts';

test('suites/check-ids.ts is up to date: npm run docs', async () => {
  const ids = CHECKS.map(({ check }) => check.id).sort();
  const text = `/** The ids of all checks, for the compiler. \`npm run docs\` writes this file. */
export const CHECK_IDS = [
${ids.map((id) => `  '${id}',`).join('\n')}
] as const;

/** The id of a check, so that a misspelt one does not compile. */
export type CheckId = (typeof CHECK_IDS)[number];
`;
  await expect(text).toMatchFileSnapshot('check-ids.ts');
});
