import { resolve } from 'node:path';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { streamSSE } from 'hono/streaming';
import { toolVersion } from '../config/package-root.ts';
import { UsageError } from '../config/usage-error.ts';
import { compareReports } from '../report/compare.ts';
import type { RunReport } from '../report/report.ts';
import { comparisonHtml } from '../reporters/comparison/html.tsx';
import { readChoice, readReplay, readTry, readWaiver } from './bodies.ts';
import { announced, chosenTarget } from './choose.ts';
import { testConnection } from './connect.ts';
import type { Library } from './library.ts';
import { replayFindings } from './replay.ts';
import { reportPage } from './report-page.tsx';
import { reportsPage } from './reports-page.tsx';
import { runPage } from './run-page.tsx';
import type { Run, Runs } from './runs.ts';
import { type Offer, startPage } from './start-page.tsx';
import { tryRequest } from './try.ts';
import { addWaiver, WAIVERS_FILE } from './waivers.ts';

/** Largest body of a request, in bytes. */
const LARGEST = 2 * 1024 * 1024;

/** What the pages are made of. */
export interface Rooms {
  readonly runs: Runs;
  readonly library: Library;
  readonly folder: string;
  readonly config: string | undefined;
  readonly offer: Omit<Offer, 'runs'>;
  /** Aborted when the server ends. */
  readonly signal: AbortSignal;
}

/** Pages and answers, for whoever was let in. */
export function routes(rooms: Rooms): Hono {
  const { runs, offer } = rooms;
  const app = new Hono();
  app.use(bodyLimit({ maxSize: LARGEST }));
  app.get('/', (context) => context.html(startPage({ ...offer, runs: runs.all() })));
  runRoutes(app, rooms);
  reportRoutes(app, rooms);
  doingRoutes(app, rooms);
  app.notFound((context) => context.text('There is no such page.', 404));
  app.onError((error, context) => {
    if (error instanceof UsageError) return context.text(error.message, 400);
    process.stderr.write(`scim-conformance: ${error.message}\n`);
    return context.text('Something went wrong in scim-conformance; its terminal says more.', 500);
  });
  return app;
}

function runRoutes(app: Hono, { runs, library, config }: Rooms): void {
  app.post('/api/announce', async (context) =>
    context.json(announced(readChoice(await bodyOf(context)), config)),
  );
  app.post('/api/connect', async (context) => {
    const chosen = chosenTarget(readChoice(await bodyOf(context)), config);
    const found = await testConnection(chosen);
    if (found.connected) library.remember(chosen);
    return context.json(found);
  });
  app.post('/api/runs', async (context) => {
    const run = runs.start(readChoice(await bodyOf(context)));
    library.remember(run.chosen);
    return context.json({ id: run.id });
  });
  app.post('/api/runs/:id/stop', (context) => {
    runs.stop(found(runs.find(context.req.param('id'))), 'the run was stopped on its page');
    return context.json({});
  });
  app.get('/runs/:id', (context) => {
    const run = found(runs.find(context.req.param('id')));
    const ahead =
      run.state === 'waiting'
        ? runs
            .all()
            .filter(({ state }) => state !== 'over')
            .indexOf(run)
        : 0;
    const waitingFor =
      run.state === 'waiting' ? runs.all().filter(({ state }) => state !== 'over').length - 1 - ahead : 0;
    return context.html(runPage(run, waitingFor));
  });
  app.get('/runs/:id/report', (context) => {
    const { report } = found(runs.find(context.req.param('id')));
    return context.redirect(report === null ? '/' : `/reports/${report.run.id}`);
  });
  app.get('/runs/:id/events', (context) => events(context, found(runs.find(context.req.param('id')))));
}

/** The events of a run, from the one after the last that the page has. */
function events(context: Context, { log }: Run): Response {
  const last = Number(context.req.header('last-event-id') ?? -1);
  return streamSSE(context, async (stream) => {
    const gone = new AbortController();
    stream.onAbort(() => gone.abort());
    for await (const [number, event] of log.from(Number.isInteger(last) ? last + 1 : 0, gone.signal))
      await stream.writeSSE({ id: String(number), data: JSON.stringify(event) });
  });
}

/** Finds the report that a path names. */
function reportIn(library: Library): (context: Context) => Promise<RunReport> {
  return async (context) => found((await library.report(context.req.param('id') ?? '')) ?? undefined);
}

function reportRoutes(app: Hono, { library, folder }: Rooms): void {
  const reportOf = reportIn(library);
  app.get('/reports', async (context) => context.html(reportsPage(await library.reports(), folder)));
  app.get('/reports/:id', async (context) => context.html(reportPage(await reportOf(context))));
  app.get('/compare', async (context) => {
    const ids = context.req.queries('run') ?? [];
    const reports = await Promise.all(ids.slice(0, 8).map((id) => library.report(id)));
    const both = reports.map((report) => found(report ?? undefined));
    if (both.length < 2) throw new UsageError('tick two runs to compare');
    const pages = both.map(({ run }) => `/reports/${run.id}`);
    const options = { failOn: 'must', toolVersion: toolVersion(), comparedAt: new Date(), pages } as const;
    return context.html(comparisonHtml(compareReports(both, options)));
  });
}

/** What can be done about the findings of a report. */
function doingRoutes(app: Hono, { runs, library, folder, signal }: Rooms): void {
  const reportOf = reportIn(library);
  app.post('/api/reports/:id/replay', async (context) => {
    const { checks } = readReplay(await bodyOf(context));
    const report = await reportOf(context);
    const spec = library.access(report);
    return context.json(await runs.inTurn(() => replayFindings(report, checks, spec, folder, signal)));
  });
  app.post('/api/reports/:id/try', async (context) => {
    const wish = readTry(await bodyOf(context));
    return context.json({ answer: await tryRequest(wish, library.access(await reportOf(context))) });
  });
  app.post('/api/reports/:id/waive', async (context) => {
    const { check, reason, owner, expires } = readWaiver(await bodyOf(context));
    const { target } = await reportOf(context);
    const file = library.waiversFile(target.name) ?? resolve(WAIVERS_FILE);
    addWaiver(file, { check, application: target.application, reason, owner, expires });
    return context.json({ file });
  });
}

/** What was asked for. @throws UsageError where it is not there */
function found<T>(thing: T | undefined): T {
  if (thing === undefined) throw new UsageError('there is no such run or report (any more)');
  return thing;
}

/** A body of JSON. @throws UsageError for anything else */
async function bodyOf(context: Context): Promise<unknown> {
  try {
    return await context.req.json();
  } catch {
    throw new UsageError('the request is not understood: it is no JSON');
  }
}
