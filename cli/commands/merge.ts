import { join } from 'node:path';
import { UsageError } from '../../config/usage-error.ts';
import { withCauses } from '../../report/causes.ts';
import { type MergeSource, mergeReports } from '../../report/merge.ts';
import type { RunReport } from '../../report/report.ts';
import { withUnjudged } from '../../report/unjudged.ts';
import { readiness } from '../../suites/readiness.ts';
import { CHECKS } from '../../suites/registry.ts';
import { EXIT } from '../exit-code.ts';
import { findReports } from '../find-reports.ts';
import { openFolder, writeAll } from '../output.ts';

/**
 * Joins the reports in the folders, target by target, and writes all that a run writes.
 * @throws UsageError, before anything is written, when they are not parts of the same runs
 */
export async function merge(folders: readonly string[], out: string): Promise<number> {
  const found = await Promise.all(
    folders.map(async (folder) =>
      (await findReports(folder)).map(({ file, report }) => ({ file: join(folder, file), report })),
    ),
  );
  const reports = byTarget(found.flat()).map(joined);
  await openFolder(out);
  await writeAll(reports, out);
  return EXIT.conformant;
}

/** The parts of each target. One part of every target would be no shards, but runs of different targets. */
function byTarget(sources: readonly MergeSource[]): readonly (readonly MergeSource[])[] {
  const targets = new Map<string, MergeSource[]>();
  for (const source of sources) {
    const { name } = source.report.target;
    targets.set(name, [...(targets.get(name) ?? []), source]);
  }
  const groups = [...targets.values()];
  const amounts = new Set(groups.map((group) => group.length));
  if (groups.length > 1 && (amounts.size > 1 || amounts.has(1))) {
    const listed = groups.map(
      (group) => `${group[0]?.report.target.name} (${group.map(({ file }) => file).join(', ')})`,
    );
    throw new UsageError(
      `these reports are not shards of the same runs, they are of different targets: ${listed.join('; ')}`,
    );
  }
  return groups;
}

function joined(sources: readonly MergeSource[]): RunReport {
  const order = CHECKS.map(({ check }) => check.id);
  try {
    const merged = mergeReports(sources, order);
    const lists = readiness(merged.checks);
    return withCauses(withUnjudged(lists.length === 0 ? merged : { ...merged, readiness: lists }));
  } catch (error) {
    throw new UsageError(
      `the reports cannot be merged: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
