import type { AgainstBaseline } from '../report/against-baseline.ts';
import type {
  AttributeColumn,
  AttributeReport,
  Cause,
  CheckResult,
  RunReport,
  Verdict,
} from '../report/report.ts';
import { baselineLists } from './baseline.ts';
import { causesToShow, reach, stateOfCause } from './causes.ts';
import {
  findings,
  headline,
  type Outcome,
  outcomeOf,
  type State,
  stateOf,
  statesIn,
  tally,
  wordOf,
} from './conclusion.ts';
import { explain, problem } from './explain.ts';
import { learntRows } from './learnt.ts';
import { leftoverNote } from './leftovers.ts';
import { readinessLine, readinessLists } from './readiness.ts';
import { scopeLine } from './scope.ts';
import { clip, count, duration, oneLine, someOf, visible } from './text.ts';

/** GitHub refuses a step summary above 1 MiB; what does not fit is left out from the end. */
const LIMIT = 1_000_000;

const OUTCOME_MARK: Readonly<Record<Outcome, string>> = {
  conformant: '✅',
  'nothing wrong': 'ℹ️',
  'nothing new': '🔁',
  'not conformant': '❌',
  unjudged: '❔',
};

const STATE_MARK: Readonly<Record<State, string>> = {
  pass: '✅ pass',
  fail: '❌ fail',
  warn: '⚠️ warn',
  skip: '➖ skip',
  error: '❔ error',
  waived: '☑️ waived',
  known: '🔁 known',
  unrun: '⏸️ not run',
};

const COLUMNS: readonly AttributeColumn[] = ['create', 'read', 'update', 'clear', 'filter', 'required'];

/**
 * A summary of one or several runs as GitHub-flavoured Markdown, in at most `limit` bytes, most important first:
 * the verdicts, then what the findings come from, the findings, and attribute tables. Nothing in the reports can become markup.
 */
export function summaryMarkdown(reports: readonly RunReport[], limit = LIMIT): string {
  const sections = [
    ...(reports.length > 1 ? [() => overview(reports)] : []),
    ...reports.flatMap((report) => [
      () => heading(report),
      ...(causesToShow(report).length > 0 ? [() => causeTable(report)] : []),
      ...findings(report).map((check) => () => finding(check, report)),
    ]),
    ...reports
      .filter(({ target }) => learntRows(target.learnt).length > 0)
      .map((report) => () => learntTable(report)),
    ...reports
      .filter(({ attributes }) => attributes.length > 0)
      .map((report) => () => attributeTable(report)),
  ];
  return join(sections, limit);
}

/** Sections are made one by one: beyond the limit no more work is done. */
function join(sections: readonly (() => string)[], limit: number): string {
  const kept: string[] = [];
  let size = 0;
  for (const make of sections) {
    const section = make();
    size += Buffer.byteLength(section) + 1;
    if (size > limit) {
      kept.push(
        `_${count(sections.length - kept.length, 'more section')} left out; report.json has everything._\n`,
      );
      break;
    }
    kept.push(section);
  }
  return kept.join('\n');
}

function overview(reports: readonly RunReport[]): string {
  const states = statesIn(reports.map(({ checks }) => tally(checks)));
  const rows = reports.map((report) => {
    const counts = tally(report.checks);
    return row([
      text(report.target.name),
      text(headline(report)),
      ...states.map((state) => String(counts[state])),
    ]);
  });
  return table(['Target', 'Verdict', ...states.map(wordOf)], rows);
}

function heading(report: RunReport): string {
  const { target, run, tool } = report;
  const scope = scopeLine(report.run.scope);
  const facts = [
    `Target ${text(target.name)}, ${text(target.url)}`,
    `application ${text(target.application)}`,
    `seed ${run.seed}`,
    `effort ${run.effort}`,
    ...(scope === null ? [] : [`looked at ${text(scope)}`]),
    ...(report.baseline === undefined ? [] : [counted(report.baseline)]),
    count(run.requests, 'request'),
    duration(run.durationMs),
    `version ${text(tool.version)}`,
  ];
  const counts = tally(report.checks);
  const states = statesIn([counts]);
  const left = leftoverNote(run.leftBehind);
  const remarks = [
    ...(run.reason === null ? [] : [run.reason]),
    ...target.notes,
    ...(left === null ? [] : [left]),
  ];
  return [
    `## ${OUTCOME_MARK[outcomeOf(report)]} ${text(target.applicationName)}: ${text(headline(report))}`,
    '',
    facts.join(' · '),
    '',
    ...remarks.map((remark) => `> ${text(remark)}\n`),
    ...baselineLists(report.baseline).map(
      ({ what, ids }) => `- ${what} since the baseline: ${text(someOf(ids))}`,
    ),
    ...(baselineLists(report.baseline).length > 0 ? [''] : []),
    ...readinessLists(report).map((list) => `- ${text(readinessLine(list))}`),
    ...(readinessLists(report).length > 0 ? [''] : []),
    table(
      states.map((state) => STATE_MARK[state]),
      [row(states.map((state) => String(counts[state])))],
    ),
  ].join('\n');
}

function counted({ new: fresh, known, mended, startedAt }: AgainstBaseline): string {
  return `against the baseline of ${startedAt.slice(0, 10)}: ${fresh.length} new, ${known.length} known, ${mended.length} mended`;
}

/** Causes in the table; report.json has all. */
const MOST_CAUSES = 50;

function causeTable(report: RunReport): string {
  const found = causesToShow(report);
  const rows = found
    .slice(0, MOST_CAUSES)
    .map((cause) =>
      row([
        STATE_MARK[stateOfCause(cause, report)],
        `**${text(cause.title)}**${cause.citation === null ? '' : ` (${text(cause.citation)})`}`,
        cause.hint === null ? '' : text(clip(cause.hint, 500)),
        `${reach(cause)}: ${text(idsOf(cause))}`,
      ]),
    );
  const more =
    found.length > rows.length
      ? `\n_${count(found.length - rows.length, 'more cause')} in report.json._\n`
      : '';
  return `### What to repair\n\n${table(['', 'Cause', 'What to change', 'Checks'], rows)}${more}`;
}

function idsOf({ explains, blocks }: Cause): string {
  const ids = [...explains, ...blocks];
  return `${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ', …' : ''}`;
}

function finding(check: CheckResult, report: RunReport): string {
  const parts = explain(check, report).map(({ label, text: body }) => `**${label}**\n\n${codeBlock(body)}`);
  return [
    `<details><summary>${STATE_MARK[stateOf(check)]} <b>${html(check.title)}</b> (${check.level}, ${html(check.id)}): ${html(problem(check))}</summary>`,
    '',
    ...parts,
    '</details>',
    '',
  ].join('\n');
}

function learntTable({ target }: RunReport): string {
  const rows = learntRows(target.learnt).map(({ resource, what, paths, quote }) =>
    row([
      text(resource),
      what,
      text(clip(paths.join(', '), 2000)),
      quote === null ? '' : text(clip(quote, 500)),
    ]),
  );
  const title = `### ${text(target.name)}: what was learnt`;
  return `${title}\n\n${table(['Resource', 'What it does', 'Attributes', 'What the target says'], rows)}`;
}

function attributeTable(report: RunReport): string {
  const measured = COLUMNS.map((name) => `measured ${name}`);
  const header = ['Attribute', 'Type', 'filterable', 'required', 'matching', ...measured];
  const title = `### ${text(report.target.applicationName)}: attributes`;
  return `${title}\n\n${table(header, report.attributes.map(attributeRow))}`;
}

function attributeRow({ resource, path, type, documented, measured }: AttributeReport): string {
  return row([
    text(`${resource}: ${path}`),
    text(type),
    fact(documented.filterable),
    fact(documented.required),
    documented.matching ? 'yes' : 'no',
    ...COLUMNS.map((column) => mark(measured[column])),
  ]);
}

function fact(value: boolean | null): string {
  return value === null ? 'silent' : value ? 'yes' : 'no';
}

function mark(verdict: Verdict): string {
  return STATE_MARK[verdict];
}

/** A table from cells that are Markdown already. */
export function table(header: readonly string[], rows: readonly string[]): string {
  return [row(header), row(header.map(() => '---')), ...rows, ''].join('\n');
}

export function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Inline text: what Markdown could read as markup, or GitHub as a link or mention, is escaped (CommonMark §2.4). */
export function text(value: string): string {
  return oneLine(clip(value, 2000)).replace(/^[-+]|(?<=www)\.|[!#$&*:<>@[\\\]^_`{|}~]/gi, '\\$&');
}

/** Text inside raw HTML, with the characters of Markdown as character references as well. */
function html(value: string): string {
  return oneLine(clip(value, 2000)).replace(/[&<>"'`*_[\]\\|~:@]/g, (mark) => `&#${mark.charCodeAt(0)};`);
}

/** A fenced block whose fence is longer than any run of backticks inside (CommonMark §4.5). */
function codeBlock(value: string): string {
  const longest = (value.match(/`+/g) ?? []).reduce((length, run) => Math.max(length, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${visible(value)}\n${fence}\n`;
}
