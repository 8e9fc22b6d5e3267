import { afterAll, beforeAll } from 'vitest';
import type { Application, Constraints } from '../config/application.ts';
import { DEFAULT_CONCURRENCY, DEFAULT_TIMEOUT } from '../config/limits.ts';
import { loadApplication } from '../config/load-application.ts';
import { toolVersion } from '../config/package-root.ts';
import { shellQuote } from '../config/shell-quote.ts';
import type { SuiteCheck } from '../engine/check.ts';
import type { Connection } from '../engine/connection.ts';
import { defineTests, summarise } from '../engine/define.ts';
import { withProfile } from '../engine/discovery.ts';
import type { EffortName } from '../engine/effort.ts';
import { PLAN_DEFAULTS, type Plan } from '../engine/plan.ts';
import { probeTarget } from '../engine/probe.ts';
import type { Session } from '../engine/session.ts';
import type { Credentials } from '../http/credentials.ts';
import type { Access } from '../report/access.ts';
import type { CheckResult, RunReport, Verdict } from '../report/report.ts';
import type { RunScope } from '../report/scope.ts';
import { withUnjudged } from '../report/unjudged.ts';
import { causesToShow, reach } from '../reporters/causes.ts';
import { type Item, News } from '../reporters/console/news.ts';
import { explain, problem } from '../reporters/explain.ts';
import { oneLine } from '../reporters/text.ts';
import { writeReports } from '../reporters/write.ts';
import { reportRequirements } from '../requirements/index.ts';
import { currentCheckId } from '../suites/aliases.ts';
import { assembleReport } from '../suites/assemble.ts';
import { inTellingOrder } from '../suites/in-telling-order.ts';
import { openSession } from '../suites/open-session.ts';
import { selectChecks } from '../suites/registry.ts';
import { type App, type RunningApp, startApp } from './app.ts';
import { refuseUnknownCheck, refuseUnknownId, refuseUnknownSuite } from './known-names.ts';

export type { App } from './app.ts';

/** What to test, and how. */
export interface ConformanceOptions {
  /** An id of `scim-conformance applications list`, the path of a profile, or a profile. */
  readonly application: string | Application;
  /** The service provider: one that runs somewhere, */
  readonly url?: string;
  /** or one of this process. */
  readonly app?: App;
  /** Where SCIM begins in `app`; by default at its root. */
  readonly basePath?: string;
  /** A bearer token, or other credentials; by default none are sent. */
  readonly token?: string;
  readonly credentials?: Credentials;
  readonly headers?: Readonly<Record<string, string>>;
  readonly constraints?: Constraints;
  /** Default: quick. */
  readonly effort?: EffortName;
  /** Default: 1. */
  readonly seed?: number;
  /** Suites, groups of suites or RFC sections, as --suite takes them; by default application and entra. */
  readonly suites?: readonly string[];
  /** Checks, requirements or prefixes of either, as --check takes them. */
  readonly checks?: readonly string[];
  /** Ids of checks that may fail for now. */
  readonly except?: readonly string[];
  /** Requests in flight at a time. Default: 8. */
  readonly concurrency?: number;
  /** Milliseconds to wait for an answer. Default: 30,000. */
  readonly timeout?: number;
  /** A folder for report.json, report.html, junit.xml and summary.md; by default none are written. */
  readonly out?: string;
}

/**
 * Defines a test for each check in the project's own vitest, all against one service provider. Call it at the top of a
 * test file. What a check creates it deletes. A requirement that only recommends fails no test.
 * @throws TypeError for options that contradict each other; UsageError for an application, a suite or a check that is not
 *   known, with the names that may have been meant
 */
export function defineConformance(options: ConformanceOptions): void {
  const except = (options.except ?? []).map(currentCheckId);
  const named = (options.checks ?? []).map(currentCheckId);
  options.suites?.forEach(refuseUnknownSuite);
  named.forEach(refuseUnknownCheck);
  except.forEach(refuseUnknownId);
  const chosen = selectChecks(options.suites ?? [], named).filter(({ check }) => !except.includes(check.id));
  const checks = inTellingOrder(chosen);
  if (checks.length === 0) throw new TypeError('suites, checks and except leave nothing to test');
  if ((options.url === undefined) === (options.app === undefined))
    throw new TypeError('give either url or app: what is to be tested');
  const application =
    typeof options.application === 'string' ? loadApplication(options.application) : options.application;
  const startedAt = new Date();
  const results = new Map<string, CheckResult>();
  let running: Running | null = null;

  beforeAll(async () => {
    running = await start(options, application, checks);
  }, 0);

  afterAll(async () => {
    if (running === null) return;
    const { session, app, asked } = running;
    await session.close();
    await app?.close();
    const durationMs = Date.now() - startedAt.getTime();
    const summary = { ...summarise(session), requests: session.requests + asked };
    const outcome = { plan: session.plan, results, summary, stopped: null, durationMs };
    const report = withUnjudged(assembleReport(outcome, startedAt));
    const { run, target } = report;
    const told = causeLines(report);
    if (told !== '') process.stdout.write(told);
    if (options.out === undefined) return;
    await writeReports(
      {
        ...report,
        run: { ...run, scope: scopeOf(options, checks) },
        target: { ...target, access: accessOf(options) },
      },
      options.out,
    );
  }, 0);

  defineTests(
    checks,
    () => {
      if (running === null) throw new Error('the service provider was not reached');
      return running.session;
    },
    (result) => {
      const here = { ...result, replay: replayHere(result) };
      results.set(result.id, here);
      tell(running?.news.note(result) ?? []);
      return describeResult(here, application, options);
    },
  );
}

interface Running {
  readonly session: Session;
  readonly app: RunningApp | null;
  /** Requests of the connection test. */
  readonly asked: number;
  readonly news: News;
}

/** What is found is told at once: vitest shows why a test fails when the whole file has ended. */
function tell(items: readonly Item[]): void {
  for (const { state, sentence, about } of items)
    process.stdout.write(`${unjudged(state, `${state}: ${sentence}`)} (${about})\n`);
}

async function start(
  options: ConformanceOptions,
  application: Application,
  checks: readonly SuiteCheck[],
): Promise<Running> {
  const app = options.app === undefined ? null : await startApp(options.app, options.basePath ?? '');
  const connection: Connection = {
    url: app?.url ?? options.url ?? '',
    credentials: options.credentials ?? bearer(options.token),
    headers: options.headers ?? {},
    userAgent: null,
    tls: null,
    concurrency: options.concurrency ?? DEFAULT_CONCURRENCY,
    rate: null,
    timeout: options.timeout ?? DEFAULT_TIMEOUT,
  };
  const { facts, trouble, exchanges } = await probeTarget(connection, toolVersion(), app?.transport);
  if (trouble !== null) {
    await app?.close();
    throw new Error(`${connection.url} cannot be judged: ${trouble.seen}. ${trouble.advice}`);
  }
  const plan: Plan = {
    runId: Math.random().toString(36).slice(2, 8).padEnd(6, '0'),
    seed: options.seed ?? 1,
    effort: options.effort ?? 'quick',
    checks: checks.map(({ check }) => check.id),
    ...PLAN_DEFAULTS,
    toolVersion: toolVersion(),
    application,
    target: {
      ...connection,
      name: application.id,
      constraints: options.constraints ?? {},
      facts: withProfile(facts, application),
      replay: ['--application', application.id, '--url', connection.url],
    },
  };
  const news = new News();
  const session = await openSession(plan, app?.transport, (opened) => {
    opened.onFinding = (found) => tell(news.note(found));
  });
  return { session, app, asked: exchanges.length, news };
}

function bearer(token: string | undefined): Credentials {
  return token === undefined ? { kind: 'none' } : { kind: 'bearer', token };
}

/** What the options let the tests look at. */
function scopeOf(options: ConformanceOptions, checks: readonly SuiteCheck[]): RunScope {
  const ids = new Set(checks.map(({ check }) => check.id));
  return {
    suites: options.suites ?? [],
    checks: options.checks ?? [],
    readOnly: false,
    shard: null,
    whole: selectChecks([], []).every(({ check }) => ids.has(check.id)),
  };
}

/** How a request is sent again: with a token that only the test knows, and not at all where the port ended with it. */
function accessOf({ app, credentials, token }: ConformanceOptions): Access {
  const kind = credentials?.kind ?? bearer(token).kind;
  const scheme = kind === 'none' || kind === 'basic' || kind === 'header' ? kind : 'bearer';
  const header = credentials?.kind === 'header' ? credentials.name : null;
  const username = credentials?.kind === 'basic' ? credentials.username : null;
  return { scheme, header, username, variable: null, gone: app !== undefined };
}

/** The command that runs one test of a vitest project again, with the same seed and so the same requests. */
function replayHere({ suite, title }: Pick<CheckResult, 'suite' | 'title'>): string {
  const pattern = `${suite} ${title}`.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return ['npx', 'vitest', 'run', '-t', pattern].map(shellQuote).join(' ');
}

/** What the findings have in common: a line each, in the order in which to mend them; nothing for a single finding. */
function causeLines(report: RunReport): string {
  const lines = causesToShow(report).map(
    (cause) => `  ${unjudged(cause.gate, `${cause.gate}: ${oneLine(cause.title)}`)} (${reach(cause)})`,
  );
  return lines.length === 0 ? '' : `\n${oneLine(report.target.name)}: what to repair\n${lines.join('\n')}\n`;
}

/** Says of what could not be judged that it could not, where it does not say so itself; that is no failure of the target. */
function unjudged(verdict: Verdict, words: string): string {
  if (verdict !== 'error') return words;
  const plain = words.replace(/^error: /, '');
  return /^cannot (be )?judge/.test(plain) ? plain : `cannot be judged: ${plain}`;
}

/** A finding as the message of a failing test. Where the port ended with it, no request can be sent again by itself. */
function describeResult(result: CheckResult, { id, name }: Application, options: ConformanceOptions): string {
  const requirements = reportRequirements(result.requirements, name);
  const target = { url: options.url ?? '', application: id, access: { ...accessOf(options), gone: false } };
  const parts = explain(result, { requirements, target }).filter(
    ({ label }) => label !== 'Request' || options.app === undefined,
  );
  const head = unjudged(result.verdict, problem(result));
  return [head, ...parts.map(({ label, text }) => `${label}: ${text}`)].join('\n');
}
