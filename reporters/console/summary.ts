import { createColors } from 'picocolors';
import type { Cause, CheckResult, RunReport } from '../../report/report.ts';
import { isNarrow } from '../../report/scope.ts';
import { baselineLine } from '../baseline.ts';
import { causes, checksOf, reach, stateOfCause } from '../causes.ts';
import { headline, outcomeOf, STATES, type State, stateOf, tally, wordOf } from '../conclusion.ts';
import { explain, problem } from '../explain.ts';
import { learntRows } from '../learnt.ts';
import { leftoverNote } from '../leftovers.ts';
import { readinessLine, readinessLists } from '../readiness.ts';
import { scopeLine } from '../scope.ts';
import { clip, count, duration, oneLine } from '../text.ts';
import { wrap } from './wrap.ts';

/** How the summary is laid out; `paths` are the files that the run wrote, for the last lines. */
export interface SummaryOptions {
  readonly color: boolean;
  /** Columns of the terminal; explanations are wrapped to it, commands never are. */
  readonly width: number;
  readonly paths?: readonly string[];
}

type Colors = ReturnType<typeof createColors>;

/** The colour of each state, the same in all console output. */
export function paint(colors: Colors, state: State): (text: string) => string {
  const paints: Readonly<Record<State, (text: string) => string>> = {
    pass: colors.green,
    fail: colors.red,
    warn: colors.yellow,
    skip: colors.dim,
    error: colors.magenta,
    waived: colors.cyan,
    known: colors.yellow,
    unrun: colors.dim,
  };
  return paints[state];
}

/** One symbol per state, so that nothing is told by colour alone. */
export const SYMBOLS: Readonly<Record<State, string>> = {
  pass: '✓',
  fail: '✗',
  warn: '!',
  skip: '-',
  error: '?',
  waived: '~',
  known: '=',
  unrun: '·',
};

/** Checks that are listed with a cause; the reports have all. */
const MOST_CHECKS = 12;

/**
 * A finished run as text for a terminal or a log: every cause explained by the finding that shows it best, then the counts,
 * the verdict and where the reports are. Control characters and escape sequences of the target are shown, never sent.
 */
export function consoleSummary(report: RunReport, options: SummaryOptions): string {
  const colors = createColors(options.color);
  return [
    ...causes(report).flatMap((cause) => [...explainCause(cause, report, colors, options.width), '']),
    ...remarks(report, colors, options.width),
    ...conclusion(report, colors, options.width),
    ...(options.paths ?? []).map((path) => `  ${colors.dim('report')}  ${oneLine(path)}`),
    '',
  ].join('\n');
}

/** One finding as it is; several as what they have in common, with the one that shows it best explained. */
function explainCause(cause: Cause, report: RunReport, colors: Colors, width: number): readonly string[] {
  const checks = checksOf(cause, report);
  const [typical] = checks;
  if (typical === undefined) return [];
  if (checks.length === 1) return explainCheck(typical, report, colors, width);
  const shown = checks.slice(0, MOST_CHECKS).map(({ id, title }) => `${oneLine(title)} (${oneLine(id)})`);
  const rest = checks.length > shown.length ? [`and ${checks.length - shown.length} more`] : [];
  const hint = cause.hint === null || cause.hint === typical.hint ? null : oneLine(cause.hint);
  return [
    `${label(stateOfCause(cause, report), colors)} ${colors.bold(oneLine(cause.title))} ${colors.dim(reach(cause))}`,
    ...(hint === null ? [] : wrap(hint, Math.max(20, width - 4)).map((line) => `    ${line}`)),
    `    ${colors.dim('Checks')}`,
    ...[...shown, ...rest]
      .flatMap((line) => wrap(line, Math.max(20, width - 6)))
      .map((line) => `      ${line}`),
    ...explainCheck(typical, report, colors, width - 4).map((line) => `    ${line}`),
  ];
}

function label(state: State, colors: Colors): string {
  return paint(colors, state)(`${SYMBOLS[state]} ${state}`);
}

function explainCheck(
  check: CheckResult,
  report: RunReport,
  colors: Colors,
  width: number,
): readonly string[] {
  const head = `${label(stateOf(check), colors)} ${colors.bold(oneLine(check.title))} ${colors.dim(`${oneLine(check.id)}, ${check.level}`)}`;
  const parts = explain(check, report).flatMap(({ label: name, text }) => {
    const command = name === 'Request' || name === 'Replay';
    const lines = command ? text.split('\n') : wrap(text, Math.max(20, width - 6));
    return [`    ${colors.dim(name)}`, ...lines.map((line) => `      ${line}`)];
  });
  return [head, ...wrap(problem(check), Math.max(20, width - 4)).map((line) => `    ${line}`), ...parts];
}

function remarks({ run, target }: RunReport, colors: Colors, width: number): readonly string[] {
  const left = leftoverNote(run.leftBehind);
  const texts = [
    ...target.notes,
    ...learntRows(target.learnt).map(
      ({ resource, what, paths }) => `learnt: a ${resource} ${what} ${clip(paths.join(', '), 300)}`,
    ),
    ...(run.reason === null ? [] : [run.reason]),
    ...(left === null ? [] : [left]),
  ];
  const lines = texts.flatMap((text) =>
    wrap(oneLine(text), Math.max(20, width - 8)).map(
      (line, index) => `  ${index === 0 ? colors.dim('note') : '    '}  ${line}`,
    ),
  );
  return lines.length === 0 ? [] : [...lines, ''];
}

function conclusion(report: RunReport, colors: Colors, width: number): readonly string[] {
  const counts = tally(report.checks);
  const color = {
    conformant: colors.green,
    'nothing wrong': colors.cyan,
    'nothing new': colors.yellow,
    'not conformant': colors.red,
    unjudged: colors.magenta,
  }[outcomeOf(report)];
  const scope = scopeLine(report.run.scope);
  const parts = STATES.filter((state) => counts[state] > 0).map((state) =>
    paint(colors, state)(`${counts[state]} ${wordOf(state)}`),
  );
  const { run, target } = report;
  return [
    `${colors.bold(oneLine(target.applicationName))}  ${oneLine(target.name)}  ${colors.dim(oneLine(target.url))}`,
    `  ${color(colors.bold(headline(report)))}`,
    `  ${parts.join('  ')}`,
    ...readinessLists(report).map((list) => `  ${oneLine(readinessLine(list))}`),
    `  ${colors.dim(`${run.requests === 0 ? '' : `${count(run.requests, 'request')} in ${duration(run.durationMs)}, `}effort ${run.effort}, seed ${run.seed}`)}`,
    ...(report.baseline === undefined
      ? []
      : wrap(`against the baseline: ${baselineLine(report.baseline)}`, Math.max(20, width - 2)).map(
          (line) => `  ${colors.dim(line)}`,
        )),
    ...(scope === null || !isNarrow(run.scope) ? [] : [`  ${colors.dim(`looked at: ${scope}`)}`]),
  ];
}
