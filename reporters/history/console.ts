import type { CheckHistory, History, TargetHistory } from '../../report/history.ts';
import { count, oneLine } from '../text.ts';

/** Most checks named in one line. */
const NAMED = 10;

/** What happened to each target, in a few lines. */
export function historySummary({ targets }: History, paths: readonly string[]): string {
  return [...targets.flatMap(lines), ...paths.map((path) => `  report  ${oneLine(path)}`), ''].join('\n');
}

function lines({
  name,
  applicationName,
  runs,
  fresh,
  fixed,
  flaky,
  standing,
  first,
}: TargetHistory): readonly string[] {
  const lists: readonly (readonly [string, readonly CheckHistory[]])[] = [
    ['new', fresh],
    ['fixed', fixed],
    ['flaky', flaky],
    ['failing as before', standing],
    ...(first.length === 0 ? [] : ([['failing in its only run', first]] as const)),
  ];
  return [
    `${oneLine(applicationName)}  ${oneLine(name)}  ${count(runs.length, 'run')}`,
    ...lists.map(([title, checks]) => `  ${checks.length} ${title}${named(checks)}`),
  ];
}

function named(checks: readonly CheckHistory[]): string {
  if (checks.length === 0) return '';
  const ids = checks.slice(0, NAMED).map(({ id }) => oneLine(id));
  const rest = checks.length > NAMED ? ` and ${checks.length - NAMED} more` : '';
  return `: ${ids.join(', ')}${rest}`;
}
