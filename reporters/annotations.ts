import type { Cause, RunReport } from '../report/report.ts';
import { causes, stateOfCause } from './causes.ts';
import { clip, count, oneLine, someOf } from './text.ts';

/** GitHub shows no more of each kind for one step. */
const MOST = 10;

/** How GitHub marks each gate; what is known or mended is a notice. */
const COMMANDS: Readonly<Record<Cause['gate'], 'error' | 'warning'>> = {
  fail: 'error',
  error: 'error',
  warn: 'warning',
};

/**
 * The causes of failures as workflow commands of GitHub Actions, which become annotations: at most ten errors, ten warnings
 * and ten notices, the gravest first. Against a baseline the causes of what is new, and a notice each of what is known and
 * mended. One line each, ready for standard output.
 */
export function annotations(reports: readonly RunReport[]): string {
  const lines = reports.flatMap((report) => [
    ...cutShort(report),
    ...causes(report)
      .filter((cause) => stateOfCause(cause, report) !== 'known')
      .map((cause) => ({ command: COMMANDS[cause.gate], line: annotation(cause, report) })),
    ...baselineNotices(report),
  ]);
  return (['error', 'warning', 'notice'] as const)
    .flatMap((command) => lines.filter((each) => each.command === command).slice(0, MOST))
    .map(({ line }) => `${line}\n`)
    .join('');
}

/** A run that did not get to all of its checks, whatever the others came to. */
function cutShort({ checks, target, run }: RunReport) {
  const unrun = checks.filter(({ notRun }) => notRun === true).length;
  if (unrun === 0) return [];
  const title = clip(
    oneLine(`${target.name}: ${unrun} of ${count(checks.length, 'check')} did not run`),
    200,
  );
  const message = clip(oneLine(run.reason ?? 'the run is incomplete'), 1000);
  return [
    { command: 'error' as const, line: `::error title=${escapeProperty(title)}::${escapeData(message)}` },
  ];
}

/** What fails as it did in the baseline, and what does no more. */
function baselineNotices({ target, baseline }: RunReport) {
  if (baseline === undefined) return [];
  const words = { known: 'known, as in the baseline', mended: 'mended since the baseline' } as const;
  return (['known', 'mended'] as const)
    .filter((what) => baseline[what].length > 0)
    .map((what) => {
      const title = clip(
        oneLine(`${target.name}: ${count(baseline[what].length, 'check')} ${words[what]}`),
        200,
      );
      const line = `::notice title=${escapeProperty(title)}::${escapeData(someOf(baseline[what]))}`;
      return { command: 'notice' as const, line };
    });
}

function annotation(cause: Cause, report: RunReport): string {
  const known = new Set(report.baseline?.known);
  const ids = [...cause.explains, ...cause.blocks].filter((id) => !known.has(id));
  const first = report.checks.find(({ id }) => id === ids[0]);
  const rule = cause.citation === null ? '' : ` (${cause.citation})`;
  const parts = [
    `${cause.title}${rule}`,
    cause.hint,
    ids.length > 1
      ? `${count(ids.length, 'check')}: ${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ', …' : ''}`
      : null,
    first === undefined || first.replay === '' ? null : `Repeat: ${first.replay}`,
  ];
  const message = parts
    .filter((part) => part !== null)
    .map((part) => clip(oneLine(part), 1000))
    .join('\n');
  const title = oneLine(
    `${report.target.name}: ${report.baseline?.new.some((id) => ids.includes(id)) === true ? 'new: ' : ''}${ids.length === 1 ? (first?.title ?? cause.title) : cause.title}`,
  );
  return `::${COMMANDS[cause.gate]} title=${escapeProperty(clip(title, 200))}::${escapeData(message)}`;
}

/** What may stand behind a command (actions/toolkit, `escapeData`). */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** What may stand in a command's property (actions/toolkit, `escapeProperty`). */
function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
