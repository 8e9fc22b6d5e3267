import { someOf } from '../reporters/text.ts';
import type { FoundJournal } from './read-journals.ts';
import { cleanupCommand, type TargetSpec } from './targets.ts';

/**
 * Which earlier runs against a target left a journal, because they ended before they had cleaned up, and the command that
 * does it; null where there is none. A target that deletes nothing leaves one of each run: they are told together.
 */
export function earlierRuns(
  spec: TargetSpec,
  journals: readonly Pick<FoundJournal, 'head'>[],
  folder: string,
): string | null {
  const heads = journals.map(({ head }) => head).filter(({ url }) => url === spec.url);
  const [first] = heads;
  if (first === undefined) return null;
  const said =
    heads.length === 1
      ? `the run ${first.run} of ${first.startedAt.slice(0, 10)} did not clean up ${spec.name}; to do so:`
      : `the runs ${someOf(heads.map(({ run }) => run))} did not clean up ${spec.name}; to do so, with the --run of each:`;
  return `${said}\n  ${cleanupCommand(spec, first.run, folder)}\n`;
}
