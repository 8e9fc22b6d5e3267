import type { Comparison, VerdictRow } from '../../report/comparison.ts';
import { row, table, text } from '../markdown.ts';
import { someOf } from '../text.ts';
import { choicesOf } from './choices.ts';
import { cellText, grouped, headline, verdictText } from './words.ts';

/** More targets than this are named by verdict: nobody reads a table of 50 columns. */
const MOST_COLUMNS = 8;
/** Most rows of one table: a GitHub step summary holds 1 MiB. */
const MOST_ROWS = 300;

/** A comparison as GitHub-flavoured Markdown: the verdict, then the differences of each layer. Nothing in it can become markup. */
export function comparisonMarkdown(comparison: Comparison): string {
  const { targets, notes, verdict } = comparison;
  const labels = targets.map(({ label }) => label);
  const verdicts = (rows: readonly VerdictRow[]): readonly Line[] =>
    rows
      .filter(({ differs }) => differs)
      .map((each) => [each.id, each.title, each.verdicts.map(verdictText)]);
  return [
    `## ${verdict === 'equal' ? '✅' : '❌'} ${headline(comparison)}`,
    '',
    table(
      ['Target', 'Application', 'URL', 'Started', 'Seed', 'Effort', 'Version'],
      targets.map(({ label, applicationName, url, run, toolVersion }) =>
        row(
          [label, applicationName, url, run.startedAt, String(run.seed), run.effort, toolVersion].map(text),
        ),
      ),
    ),
    ...notes.map((note) => `> ${text(note)}\n`),
    ...section('Checks', ['Check', 'Title'], verdicts(comparison.checks), labels),
    ...section('Requirements', ['Requirement', 'Statement'], verdicts(comparison.requirements), labels),
    ...section(
      'Observations',
      ['Observation', ''],
      comparison.observations
        .filter(({ differs }) => differs)
        .map(({ key, values }) => [key, '', values.map((value) => cellText(value))]),
      labels,
    ),
    ...section(
      'Answers to the same requests',
      ['Where', 'Request'],
      choicesOf(comparison.answers).map(({ operations, paths, values }) => [
        someOf(paths, 3),
        someOf(operations, 3),
        values.map((value) => cellText(value)),
      ]),
      labels,
    ),
  ].join('\n');
}

type Line = readonly [name: string, detail: string, values: readonly string[]];

function section(
  title: string,
  names: readonly [string, string],
  lines: readonly Line[],
  labels: readonly string[],
): readonly string[] {
  if (lines.length === 0) return [];
  const wide = labels.length <= MOST_COLUMNS;
  const rows = lines
    .slice(0, MOST_ROWS)
    .map(([name, detail, values]) =>
      row([name, detail, ...(wide ? values : [grouped(values, labels)])].map(text)),
    );
  const rest = lines.length > MOST_ROWS ? [`_${lines.length - MOST_ROWS} more in comparison.json._\n`] : [];
  return [`### ${title}`, '', table([...names, ...(wide ? labels.map(text) : ['Targets'])], rows), ...rest];
}
