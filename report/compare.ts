import type { Json, JsonObject } from '../scim/json.ts';
import { compareAnswers } from './compare-answers.ts';
import { type Observed, observationRows } from './compare-observations.ts';
import { checkRows, requirementRows } from './compare-verdicts.ts';
import type { ComparedTarget, Comparison, Gated, VerdictRow } from './comparison.ts';
import type { Learnt, RunReport } from './report.ts';
import { isNarrow } from './scope.ts';

/** How many targets one comparison takes. */
export const MOST_TARGETS = 50;

/** Answers from which a median says something. */
const OFTEN = 5;

export interface CompareOptions {
  /** The lowest level at which a difference counts. */
  readonly failOn: Comparison['failOn'];
  readonly toolVersion: string;
  readonly comparedAt: Date;
  /** The link to the page of each report, null where it has none. */
  readonly pages?: readonly (string | null)[];
}

/**
 * Compares run reports, the first of which is what the others are read against. Verdicts decide whether the targets
 * are equal: a check or a requirement on which one of them fails and another does not counts at `must`, one on which
 * one warns at `should`. Observations and answers are choices that the standard leaves open; they are shown.
 */
export function compareReports(reports: readonly RunReport[], options: CompareOptions): Comparison {
  const checks = checkRows(reports);
  const requirements = requirementRows(reports);
  const observations = observationRows(observedBy(reports));
  const answers = compareAnswers(reports);
  const counts = (gated: Gated): boolean =>
    gated === 'must' || (gated === 'should' && options.failOn === 'should');
  const layer = (rows: readonly VerdictRow[]) => ({
    compared: rows.filter(({ verdicts }) => verdicts.filter((verdict) => verdict !== null).length > 1).length,
    different: rows.filter(({ differs }) => differs).length,
    gated: rows.filter(({ gated }) => counts(gated)).length,
  });
  const summary = {
    checks: layer(checks),
    requirements: layer(requirements),
    observations: {
      compared: observations.length,
      different: observations.filter(({ differs }) => differs).length,
    },
    answers: { compared: answers.compared, different: answers.different },
  };
  return {
    schemaVersion: 1,
    tool: { name: 'scim-conformance', version: options.toolVersion },
    comparedAt: options.comparedAt.toISOString(),
    failOn: options.failOn,
    verdict: summary.checks.gated + summary.requirements.gated > 0 ? 'different' : 'equal',
    targets: targetsOf(reports, options.pages),
    notes: notesOn(reports, summary.answers.compared),
    summary,
    checks,
    requirements,
    observations,
    answers: answers.rows,
  };
}

/** What the runs observed, with the usual time of every operation that was measured often enough. */
function observedBy(reports: readonly RunReport[]): Observed[] {
  const ids = new Set(reports.flatMap(({ checks }) => checks.map(({ id }) => id)));
  return reports.map(({ observations, latency = [], checks, target: { learnt } }) => {
    const times = latency
      .filter(({ count }) => count >= OFTEN)
      .map(({ operation, median }): [string, Json] => [`latency.${operation}`, median]);
    return {
      observations: { ...observations, ...learntOf(learnt), ...Object.fromEntries(times) },
      whole: checks.length === ids.size,
    };
  });
}

/** What was learnt about a target, as observations: `learnt.User.demanded`. */
function learntOf(learnt: Learnt | undefined): JsonObject {
  const entries = (learnt?.resources ?? []).flatMap(({ resource, demanded, refused, forgotten }) => {
    const lists = { demanded: demanded.map(({ path }) => path), refused, forgotten };
    return Object.entries(lists).map(([name, paths]) => [`learnt.${resource}.${name}`, [...paths].sort()]);
  });
  return Object.fromEntries(entries);
}

function targetsOf(reports: readonly RunReport[], pages: CompareOptions['pages']): ComparedTarget[] {
  const labels = labelsOf(reports);
  return reports.map(({ target, run, tool, summary }, index) => {
    const { id, seed, effort, startedAt, durationMs, requests, complete, reason } = run;
    const { name, url, application, applicationName } = target;
    const page = pages?.[index];
    return {
      label: labels[index] ?? name,
      name,
      url,
      application,
      applicationName,
      run: { id, seed, effort, startedAt, durationMs, requests, complete, reason },
      toolVersion: tool.version,
      summary,
      ...(page && { page }),
    };
  });
}

/** The targets' names; where several have the same, each with its number among them. */
function labelsOf(reports: readonly RunReport[]): string[] {
  const names = reports.map(({ target }) => target.name);
  return names.map((name, index) => {
    if (names.indexOf(name) === names.lastIndexOf(name)) return name;
    return `${name} (${names.slice(0, index + 1).filter((other) => other === name).length})`;
  });
}

/** What two targets may differ in without it being the targets' doing. */
const CONDITIONS: readonly (readonly [name: string, of: (report: RunReport) => string, effect: string])[] = [
  [
    'Seeds',
    ({ run }) => String(run.seed),
    'the targets saw different input, and answers are compared only where the requests were the same',
  ],
  ['Efforts', ({ run }) => run.effort, 'one target was tried harder than another'],
  [
    'Versions of the harness',
    ({ tool }) => tool.version,
    'checks that only one version has are not compared',
  ],
  [
    'Applications',
    ({ target }) => target.application,
    'the targets were held against different attribute tables',
  ],
];

function notesOn(reports: readonly RunReport[], comparedAnswers: number): string[] {
  const different = CONDITIONS.flatMap(([name, of, effect]) => {
    const values = [...new Set(reports.map(of))];
    return values.length < 2 ? [] : [`${name} differ (${values.join(', ')}): ${effect}.`];
  });
  const labels = labelsOf(reports);
  const incomplete = reports.flatMap(({ run }, index) =>
    run.complete
      ? []
      : [`The run against ${labels[index]} is incomplete: ${run.reason ?? 'it was interrupted'}.`],
  );
  const silent = labels.filter((_, index) => reports[index]?.transcript === undefined);
  const narrow = labels.filter((_, index) => isNarrow(reports[index]?.run.scope));
  return [
    ...different,
    ...incomplete,
    ...(narrow.length === 0
      ? []
      : [
          `Less than the default set was looked at on ${narrow.join(', ')}: equal is only what was compared.`,
        ]),
    ...(silent.length === 0
      ? []
      : [`Answers are not compared for ${silent.join(', ')}: the report has no transcript.`]),
    ...(silent.length === 0 && comparedAnswers === 0
      ? ['No two targets were sent the same requests, so no answers are compared.']
      : []),
  ];
}
