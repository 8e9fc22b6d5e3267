import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OWN_SCHEMAS } from '../../config/own-schemas.ts';
import { parseReport } from '../../report/read.ts';
import type { CheckResult, RunReport, Verdict } from '../../report/report.ts';
import {
  type Counts,
  countsFile,
  type Expectation,
  type PinnedServer,
  readCounts,
  VERDICTS,
} from './expectation.ts';
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

    test.for(applications)('deviates for %s exactly as listed', async (application, { skip }) => {
      if (typeof server === 'string') return skip(`${name}: ${server}`);
      const report = await runAll(server, expectation, application, folder);
      expect(findings(report)).toEqual(expectedFindings(expectation, application));
      expect(leftovers(report, server.url)).toEqual(expectedLeftovers(expectation, application));
      expect(report.run.complete).toBe(true);
      const counts = countsToKeep(countsIn(report), expectation, application);
      await expect(counts).toMatchFileSnapshot(countsFile(expectation, application));
    });

    test('is expected to deviate only for applications that are run', () => {
      const named = new Set([...deviations, ...leftBehind].flatMap((one) => one.applications));
      expect([...named].filter((id) => !applications.includes(id))).toEqual([]);
    });
  });
}

/** Runs what is expected of one application into a folder of its own. */
async function runAll(
  server: ForeignServer,
  { suites = [], effort }: Expectation,
  application: string,
  folder: string,
): Promise<RunReport> {
  const place = await mkdtemp(join(folder, 'run-'));
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

/** The verdict on a check. How fast an answer comes is this machine's doing, and no finding about the server. */
function verdictOf({ verdict, finding }: CheckResult): Verdict {
  return verdict === 'warn' && finding?.deviation === 'slow' ? 'pass' : verdict;
}

/** What a run found, `error` included: a check that cannot judge is a finding about the server or the check. */
function findings(report: RunReport): readonly string[] {
  return report.checks
    .filter((check) => ['fail', 'warn', 'error'].includes(verdictOf(check)))
    .map(({ verdict, id, violated }) => `${verdict} ${id} ${violated}`)
    .sort();
}

function expectedFindings({ deviations }: Expectation, application: string): readonly string[] {
  return deviations
    .filter(({ applications }) => applications.includes(application))
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

/** The numbers of verdicts, for the page. */
function countsIn({ checks }: RunReport): Counts {
  const verdicts = checks.map(verdictOf);
  const of = (wanted: Verdict): number => verdicts.filter((one) => one === wanted).length;
  return { pass: of('pass'), fail: of('fail'), warn: of('warn'), error: of('error'), skip: of('skip') };
}

/** The counts as their file has them. Whether a check finds what it needs in time is no finding: those that are known stay then. */
function countsToKeep(counts: Counts, server: PinnedServer, application: string): string {
  const known = existsSync(new URL(countsFile(server, application), import.meta.url))
    ? readCounts(server, application)
    : counts;
  const same = VERDICTS.every((verdict) => DEPENDS.has(verdict) || known[verdict] === counts[verdict]);
  const kept = same && known.pass + known.skip === counts.pass + counts.skip ? known : counts;
  return `{ ${VERDICTS.map((verdict) => `"${verdict}": ${kept[verdict]}`).join(', ')} }\n`;
}

/** Verdicts between which a check may choose by what it meets. */
const DEPENDS: ReadonlySet<Verdict> = new Set(['pass', 'skip']);
