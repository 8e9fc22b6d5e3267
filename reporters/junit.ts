import { create } from 'xmlbuilder2';
import type { XMLBuilder } from 'xmlbuilder2/lib/interfaces.js';
import type { CheckResult, RunReport } from '../report/report.ts';
import { baselineLine } from './baseline.ts';
import { bySuite, stateOf, tally } from './conclusion.ts';
import { explain, problem } from './explain.ts';
import { scopeLine } from './scope.ts';
import { oneLine } from './text.ts';

/**
 * The run report as JUnit XML, valid against Jenkins' schema (`jenkins-junit-10.xsd`) whatever the target answered.
 * A waived finding is a skipped test case, and so is a failure that the baseline has; a warning passes and is told in `<system-out>`.
 */
export function junitXml(report: RunReport): string {
  const document = create({ version: '1.0', encoding: 'UTF-8' });
  const counts = tally(report.checks);
  const judged = report.checks.length > 0 && counts.unrun === 0;
  const root = document.ele('testsuites', {
    name: legal(`scim-conformance ${report.target.name}`),
    tests: String(report.checks.length + (judged ? 0 : 1)),
    failures: String(counts.fail),
    errors: String(counts.error + (judged ? 0 : 1)),
    time: seconds(report.run.durationMs),
  });
  for (const [suite, checks] of bySuite(report.checks)) addSuite(root, suite, checks, report);
  if (!judged) addUnjudged(root, report);
  return `${document.end({ prettyPrint: true })}\n`;
}

/**
 * One test case with an error: a CI server takes a file without test cases for success, or for nothing at all, and one
 * whose test cases were skipped because the run ended for success too.
 */
function addUnjudged(root: XMLBuilder, { run, target, checks }: RunReport): void {
  const suite = root.ele('testsuite', { name: 'connection', tests: '1', failures: '0', errors: '1' });
  const testcase = suite.ele('testcase', {
    classname: legal(`${target.application}.connection`),
    name: checks.length === 0 ? 'the target can be judged' : 'the run is complete',
    time: seconds(run.durationMs),
  });
  const message = oneLine(run.reason ?? 'no check was chosen');
  testcase
    .ele('error', { type: 'unjudged', message: legal(message) })
    .txt(legal(`${target.url}\n${message}\n`));
}

function addSuite(root: XMLBuilder, name: string, checks: readonly CheckResult[], report: RunReport): void {
  const counts = tally(checks);
  const suite = root.ele('testsuite', {
    name: legal(name),
    tests: String(checks.length),
    failures: String(counts.fail),
    errors: String(counts.error),
    skipped: String(counts.skip + counts.waived + counts.known + counts.unrun),
    time: seconds(checks.reduce((sum, check) => sum + check.durationMs, 0)),
    timestamp: report.run.startedAt.replace(/(\.\d+)?Z$/, ''),
  });
  const properties = suite.ele('properties');
  const scope = scopeLine(report.run.scope);
  const facts: Readonly<Record<string, string | number>> = {
    target: report.target.name,
    application: report.target.application,
    seed: report.run.seed,
    effort: report.run.effort,
    toolVersion: report.tool.version,
    ...(scope === null ? {} : { scope }),
    ...(report.baseline === undefined ? {} : { baseline: baselineLine(report.baseline) }),
  };
  for (const [key, value] of Object.entries(facts)) {
    properties.ele('property', { name: key, value: legal(String(value)) });
  }
  for (const check of checks) addCase(suite, check, report);
}

function addCase(suite: XMLBuilder, check: CheckResult, report: RunReport): void {
  const testcase = suite.ele('testcase', {
    classname: legal(`${report.target.application}.${check.suite}`),
    name: legal(check.title),
    time: seconds(check.durationMs),
  });
  const state = stateOf(check);
  if (state === 'fail' || state === 'error') {
    testcase
      .ele(state === 'fail' ? 'failure' : 'error', { type: check.level, message: legal(problem(check)) })
      .txt(legal(explanation(check, report)));
  } else if (state === 'skip') {
    testcase.ele('skipped', { message: legal(oneLine(check.reason ?? 'not applicable')) });
  } else if (state === 'unrun') {
    testcase.ele('skipped', { message: legal(`not run: ${oneLine(check.reason ?? 'the run ended')}`) });
  } else if (state === 'known') {
    testcase.ele('skipped', { message: legal(knownReason(check, report)) });
  } else if (state === 'waived') {
    testcase.ele('skipped', { message: legal(`waived: ${oneLine(check.reason ?? 'no reason given')}`) });
  }
  testcase.ele('system-out').txt(legal(systemOut(check, report)));
}

/** Why a failure that the baseline has fails nothing. */
function knownReason(check: CheckResult, { baseline }: RunReport): string {
  const since = baseline === undefined ? '' : ` of ${baseline.startedAt.slice(0, 10)}`;
  return `known: fails in the baseline${since} too: ${problem(check)}`;
}

/** One `[[PROPERTY|name=value]]` line each, because Jenkins' schema has no properties inside a test case. */
function systemOut(check: CheckResult, report: RunReport): string {
  const properties: Readonly<Record<string, string>> = {
    id: check.id,
    requirements: check.requirements.join(','),
    level: check.level,
    seed: String(check.counterexample?.seed ?? report.run.seed),
    replay: check.replay,
  };
  const lines = Object.entries(properties).map(([name, value]) => `[[PROPERTY|${name}=${oneLine(value)}]]`);
  if (stateOf(check) === 'warn' || stateOf(check) === 'known') {
    // The target's words must not look like a property of ours.
    lines.push(
      `${stateOf(check) === 'warn' ? 'warning' : 'known'}: ${problem(check)}`.replaceAll('[[', '[ ['),
    );
    lines.push(explanation(check, report).replaceAll('[[', '[ ['));
  }
  return `\n${lines.join('\n')}\n`;
}

function explanation(check: CheckResult, report: RunReport): string {
  const parts = explain(check, report).map(({ label, text }) => `${label}:\n${text.replace(/^/gm, '  ')}`);
  return `${problem(check)}\n\n${parts.join('\n\n')}\n`;
}

/** XML 1.0 §2.2 allows neither most control characters, nor surrogates, nor U+FFFE and U+FFFF, not even escaped. */
function legal(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd');
}

/** Seconds with three decimals, the form that the schema's SUREFIRE_TIME allows. */
function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
