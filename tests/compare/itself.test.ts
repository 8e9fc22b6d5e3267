import { expect, test } from 'vitest';
import { loadApplication } from '../../config/load-application.ts';
import { compareReports } from '../../report/compare.ts';
import { CHECKS } from '../../suites/registry.ts';
import { jittery, reportInProcess } from './support/report.ts';

/** Seeds tried here, each with every sixth check; with SCIM_SEEDS=<n> that many, each with all checks. */
const ALL = process.env.SCIM_SEEDS !== undefined;
const SEEDS = Number(process.env.SCIM_SEEDS ?? 2);
const APPLICATIONS = ['alvao', 'documo', 'github-enterprise-managed-user'];
const OPTIONS = { failOn: 'should', toolVersion: '0.0.0', comparedAt: new Date(0) } as const;

test.each(Array.from({ length: SEEDS }, (_, index) => index + 1))(
  'the provider does not differ from itself with seed %i',
  async (seed) => {
    const checks = CHECKS.filter((_, index) => ALL || index % 6 === seed).map(({ check }) => check.id);
    const application = loadApplication(APPLICATIONS[seed % APPLICATIONS.length] ?? 'alvao');
    const reports = await Promise.all(
      ['a1b2c3', 'zz9yx0'].map((runId) =>
        reportInProcess({ application, seed, runId, checks, through: jittery }),
      ),
    );
    const comparison = compareReports(reports, OPTIONS);
    expect({
      verdicts: [...comparison.checks, ...comparison.requirements].filter(({ differs }) => differs),
      observations: comparison.observations.filter(({ differs }) => differs),
      answers: comparison.answers,
    }).toEqual({ verdicts: [], observations: [], answers: [] });
    expect(comparison.verdict).toBe('equal');
    expect(comparison.summary.answers.compared).toBeGreaterThan(100);
  },
);
