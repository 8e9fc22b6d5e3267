import type { FoundReport } from '../cli/find-reports.ts';
import { toolVersion } from '../config/package-root.ts';
import { historyOf } from '../report/history.ts';
import { headline, outcomeOf } from '../reporters/conclusion.ts';
import { TREND_STYLE } from '../reporters/history/style.ts';
import { Trend } from '../reporters/history/trend.tsx';
import { page } from '../reporters/html/page.tsx';
import { Mark, Scroll } from '../reporters/html/parts.tsx';
import { OUTCOME_STATE } from '../reporters/html/verdict.tsx';
import { clip, count, oneLine } from '../reporters/text.ts';
import { REPORTS_SCRIPT } from './scripts.generated.ts';
import { UI_STYLE } from './style.ts';

/** Most reports in the table; the trend is of all. */
const SHOWN = 200;

/** The reports of a folder: their trend by target, and two of them to be compared. */
export function reportsPage(found: readonly FoundReport[], folder: string): string {
  const { targets } = historyOf(found, toolVersion());
  return page({
    title: 'Runs · scim-conformance',
    sections: [],
    home: '/',
    own: { style: `${UI_STYLE}${TREND_STYLE}`, script: REPORTS_SCRIPT },
    main: (
      <>
        <section class="start">
          <h1>Runs</h1>
          <p class="lead">
            {found.length === 0 ? 'There is no report in' : `${count(found.length, 'report')} in`}{' '}
            <code>{oneLine(folder)}</code>. Tick two to compare them.
          </p>
          {found.length === 0 ? null : <Table found={found.slice(0, SHOWN)} />}
        </section>
        {targets
          .filter(({ runs }) => runs.length > 1)
          .map(({ name, applicationName, runs, fresh, fixed }) => (
            <section>
              <h2>
                {oneLine(name)} <small>{oneLine(applicationName)}</small>
              </h2>
              <p class="lead">
                {count(runs.length, 'run')}; since the one before the latest {count(fresh.length, 'check')}{' '}
                newly failing, {fixed.length} fixed.
              </p>
              <Trend runs={runs} />
            </section>
          ))}
      </>
    ),
    footer: <span>scim-conformance {toolVersion()}</span>,
  });
}

function Table({ found }: { readonly found: readonly FoundReport[] }) {
  return (
    <form id="compare">
      <div class="tool-row">
        <button type="submit" class="primary" disabled>
          Compare the two
        </button>
        <span id="ticked" class="muted" role="status" />
      </div>
      <Scroll kind="scroll" label="Reports">
        <table>
          <thead>
            <tr>
              <th scope="col">Compare</th>
              <th scope="col">Target</th>
              <th scope="col">Verdict</th>
              <th scope="col">Started</th>
              <th scope="col">Effort</th>
            </tr>
          </thead>
          <tbody>
            {found.map(({ file, report }) => (
              <Row file={file} report={report} />
            ))}
          </tbody>
        </table>
      </Scroll>
    </form>
  );
}

function Row({ file, report }: FoundReport) {
  const { run, target } = report;
  const started = run.startedAt.slice(0, 16).replace('T', ' ');
  return (
    <tr>
      <td>
        <input type="checkbox" name="run" value={run.id} aria-label={`${oneLine(target.name)}, ${started}`} />
      </td>
      <th scope="row">
        <a href={`/reports/${encodeURIComponent(run.id)}`}>{oneLine(target.name)}</a>
        <span class="sub">{clip(oneLine(`${target.applicationName} · ${file}`), 200)}</span>
      </th>
      <td>
        <Mark state={OUTCOME_STATE[outcomeOf(report)]} /> {headline(report)}
      </td>
      <td>{started}</td>
      <td>{run.effort}</td>
    </tr>
  );
}
