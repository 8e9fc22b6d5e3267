import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Stryker } from '@stryker-mutator/core';
import { expect, test } from 'vitest';
import { MUTATION, writePowerPage } from '../power/write-page.ts';
import { OPTIONS } from './options.ts';
import { type MutationScore, percentage, scoresOf, total } from './score.ts';

/** Below this share of killed mutants, in per cent, the tests of the oracle have become worse. */
const DEMANDED = 95;

test('the unit tests notice a change of the oracle', async () => {
  const mutants = await new Stryker(OPTIONS).runMutationTest();
  const score: MutationScore = {
    date: new Date().toISOString().slice(0, 10),
    files: scoresOf(mutants, resolve('.')),
  };
  writeFileSync(MUTATION, `${JSON.stringify(score, null, 1)}\n`);
  writePowerPage();
  expect(percentage(total(score.files))).toBeGreaterThanOrEqual(DEMANDED);
});
