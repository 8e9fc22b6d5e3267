import type { CheckResult, Counterexample, RunReport } from '../report/report.ts';
import { type Asked, requestScript } from './request-script.ts';
import { clip, count, oneLine, prettyJson, visible } from './text.ts';

/** One labelled part of an explanation; the text is harmless and may have several lines. */
export interface Explanation {
  readonly label:
    | 'Requirement'
    | 'Expected'
    | 'Actual'
    | 'Counterexample'
    | 'Hint'
    | 'Request'
    | 'Replay'
    | 'Waived'
    | 'Also';
  readonly text: string;
}

const LONGEST = 4000;
/** Findings beside the first one that are named in an explanation; report.json has all. */
const MOST_OTHERS = 8;

/** What is wrong, in one harmless line. */
export function problem(check: CheckResult): string {
  return clip(oneLine(check.message ?? check.reason ?? check.title), 1000);
}

/** Everything a reader needs to understand and repeat a finding, most important first; parts without content are absent. */
export function explain(
  check: CheckResult,
  report: Pick<RunReport, 'requirements'> & Asked,
): readonly Explanation[] {
  const requests = requestScript(check, report, LONGEST);
  const parts: readonly (readonly [Explanation['label'], string | null])[] = [
    ['Requirement', cite(check, report)],
    ['Expected', check.expected],
    ['Actual', check.actual],
    ['Counterexample', check.counterexample && describeCounterexample(check.counterexample)],
    ['Hint', check.hint],
    ['Also', alsoFound(check)],
    ['Waived', check.waived ? check.reason : null],
    ['Request', requests === null ? null : wholeCommand(requests, LONGEST)],
    ['Replay', check.replay === '' ? null : wholeCommand(check.replay, LONGEST)],
  ];
  return parts.flatMap(([label, text]) =>
    text === null ? [] : [{ label, text: clip(visible(text), LONGEST) }],
  );
}

/** What else the check found, a line each. */
function alsoFound({ others = [] }: CheckResult): string | null {
  const lines = others
    .slice(0, MOST_OTHERS)
    .map(({ verdict, message }) => `${verdict}: ${oneLine(message ?? '')}`);
  const left = others.length - lines.length;
  return lines.length === 0 ? null : [...lines, ...(left > 0 ? [`and ${left} more`] : [])].join('\n');
}

/** A command, or where it is too long to be shown a remark instead: half a command must not be copied. */
export function wholeCommand(command: string, limit: number): string {
  if (command.length <= limit) return command;
  return `# ${command.length.toLocaleString('en-US')} characters, too long to show; the request is in report.json`;
}

/** The requirements a finding is about: the violated one, or all that the check judges. */
export function concerned(check: CheckResult): readonly string[] {
  return check.violated === null ? check.requirements : [check.violated];
}

function cite(check: CheckResult, report: Pick<RunReport, 'requirements'>): string | null {
  const lines = concerned(check).map((id) => {
    const known = Object.hasOwn(report.requirements, id) ? report.requirements[id] : undefined;
    return known === undefined ? id : `${known.citation} (${id}, ${known.level}): ${known.statement}`;
  });
  return lines.length === 0 ? null : lines.join('\n');
}

/** How a counterexample was found: "seed 7, path 3:0, made smaller 12 times". */
export function origin({ seed, path, shrinks, cutShort }: Counterexample): string {
  const shrunk = shrinks === 0 ? 'not made smaller' : `made smaller ${count(shrinks, 'time')}`;
  const rest = cutShort ? '; stopped at the budget, a smaller case may exist' : '';
  return `seed ${seed}${path === '' ? '' : `, path ${path}`}, ${shrunk}${rest}`;
}

function describeCounterexample(counterexample: Counterexample): string {
  const { steps, value } = counterexample;
  const body =
    steps === null
      ? prettyJson(value)
      : steps.map((step, index) => `${index + 1}. ${oneLine(step)}`).join('\n');
  return `${clip(body, LONGEST - 500)}\n(${origin(counterexample)})`;
}
