import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../config/package-root.ts';
import { CHECKS } from '../../suites/registry.ts';
import { REPORTED } from './kinds/reported.ts';

const page = readFileSync(join(packageRoot(), 'docs/field-bugs.md'), 'utf8');

/** The checks that the page names, a row each. */
const named = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| report'))
  .map((line) => /`([a-z-]+\/[a-z-]+)`[^`]*\|$/.exec(line)?.[1] ?? line);

test('the page of reported defects has a row for each that is held, by the check that finds it', () => {
  expect(named.toSorted()).toEqual(REPORTED.map(({ finds }) => finds?.[0]?.check ?? '').toSorted());
  expect(named.filter((id) => !CHECKS.some(({ check }) => check.id === id))).toEqual([]);
});
