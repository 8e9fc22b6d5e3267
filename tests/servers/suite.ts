import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OWN_SCHEMAS } from '../../config/own-schemas.ts';
import { parseReport } from '../../report/read.ts';
import type { RunReport } from '../../report/report.ts';
import { widest } from './by-suite.ts';
import { countsFile, countsIn, countsToKeep, verdictOf } from './counts.ts';
import type { Expectation, PinnedServer } from './expectation.ts';
import { runCommand } from './kit/command.ts';
import { writeConfiguration } from './kit/configuration.ts';
import type { ForeignServer } from './kit/server.ts';
import { unlessMissing } from './kit/tool.ts';

const SEED = '1';
/** A server is downloaded and built when it is started for the first time. */
const FIRST_START = 600_000;

/**
 * Declares the tests of one server: it is started once, and every application's run finds exactly what is expected.
 * Without its toolchain it is left out, and in CI the tests fail.
 */
export function describeServer(expectation: PinnedServer, start: () => Promise<ForeignServer>): void {
  const { name, applications, deviations, leftBehind = [] } = expectation;
  describe(name, () => {
    let server: ForeignServer | string;
    let folder: string;

    beforeAll(async () => {
      server = await unlessMissing(start);
      folder = await mkdtemp(join(tmpdir(), 'scim-conformance-servers-'));
    }, FIRST_START);
    afterAll(async () => {
      if (typeof server === 'object') await server.close();
      if (folder !== undefined) await rm(folder, { recursive: true });
    });

    test.for(SHORT ? [widest(applications)] : applications)(
      'deviates for %s exactly as listed',
      async (application, { skip }) => {
        if (typeof server === 'string') return skip(`${name}: ${server}`);
        const place = await mkdtemp(join(folder, 'run-'));
        const report = withoutChance(
          await runAll(server, expectation, application, place),
          expectation,
          application,
        );
        await keepReports(place, expectation, application);
        expect(findings(report)).toEqual(expectedFindings(expectation, application));
        expect(leftovers(report, server.url)).toEqual(expectedLeftovers(expectation, application));
        expect(report.run.complete).toBe(true);
        const counts = countsToKeep(countsIn(report), expectation, application);
        await expect(counts).toMatchFileSnapshot(countsFile(expectation, application));
      },
    );

    test('is expected to deviate only for applications that are run', () => {
      const named = new Set([...deviations, ...leftBehind].flatMap((one) => one.applications));
      expect([...named].filter((id) => !applications.includes(id))).toEqual([]);
    });
  });
}

/** In the short form each server has one run: `npm run test:servers -- --short`. */
const SHORT = process.env.SCIM_SERVERS_SHORT !== undefined;

/** Where reports are to be kept, if they are: `npm run test:servers -- --reports`. */
const REPORTS = process.env.SCIM_SERVERS_REPORTS ?? '';

/** Keeps what a run wrote, where that is asked for: `scim-sdk.airstack/report.html`. */
async function keepReports(place: string, server: PinnedServer, application: string): Promise<void> {
  if (REPORTS === '') return;
  const name = basename(countsFile(server, application), '.json');
  for (const file of ['report.json', 'report.html', 'summary.md'])
    await cp(join(place, file), join(REPORTS, name, file));
}

/** Runs what is expected of one application into this folder. */
async function runAll(
  server: ForeignServer,
  { suites = [], effort }: Expectation,
  application: string,
  place: string,
): Promise<RunReport> {
  const config = await writeConfiguration(server, configured(application), place);
  const plan = [...suites.flatMap((suite) => ['--suite', suite]), '--effort', effort, '--seed', SEED];
  const { status, output } = await runCommand(['run', '--config', config, ...plan, '--out', place]);
  expect([0, 1], output).toContain(status);
  return parseReport(await readFile(join(place, 'report.json'), 'utf8'));
}

/** As the configuration names it: a profile of a server's folder by its path, nothing for what the server declares. */
function configured(application: string): string | null {
  if (application === OWN_SCHEMAS.id) return null;
  if (!application.endsWith('.json')) return application;
  return fileURLToPath(new URL(application, import.meta.url));
}

/** What a run found, `error` included: a check that cannot judge is a finding about the server or the check. */
function findings(report: RunReport): readonly string[] {
  return report.checks
    .filter((check) => ['fail', 'warn', 'error'].includes(verdictOf(check)))
    .map(({ verdict, id, violated }) => `${verdict} ${id} ${violated}`)
    .sort();
}

/** The report without the findings that may be there and need not. */
function withoutChance(report: RunReport, { deviations }: Expectation, application: string): RunReport {
  const known = deviations.filter(
    ({ sometimes, applications }) => sometimes === true && applications.includes(application),
  );
  const isKnown = ({ id, verdict, violated }: RunReport['checks'][number]): boolean =>
    known.some(
      (one) =>
        one.verdict === verdict && one.requirement === violated && one.checks.some((each) => each === id),
    );
  const checks = report.checks.map((check) =>
    isKnown(check) ? { ...check, verdict: 'pass' as const } : check,
  );
  return { ...report, checks };
}

function expectedFindings({ deviations }: Expectation, application: string): readonly string[] {
  return deviations
    .filter(({ applications, sometimes }) => sometimes !== true && applications.includes(application))
    .flatMap(({ verdict, checks, requirement }) => checks.map((id) => `${verdict} ${id} ${requirement}`))
    .sort();
}

/** The endpoints of what could not be deleted, each once: how many there are is the run's own business. */
function leftovers({ run }: RunReport, url: string): readonly string[] {
  return [
    ...new Set(run.leftBehind.map((location) => location.replace(url, '').replace(/\/[^/]*$/, ''))),
  ].sort();
}

function expectedLeftovers({ leftBehind = [] }: Expectation, application: string): readonly string[] {
  return leftBehind
    .filter(({ applications }) => applications.includes(application))
    .map(({ endpoint }) => endpoint)
    .sort();
}
