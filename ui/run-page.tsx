import { page } from '../reporters/html/page.tsx';
import { count, oneLine } from '../reporters/text.ts';
import type { PlannedCheck, Run } from './runs.ts';
import { WATCH_SCRIPT } from './scripts.generated.ts';
import { UI_STYLE } from './style.ts';

/** The page that shows a run while it goes on; its program fills it by what it hears. */
export function runPage({ id, chosen: { spec }, checks }: Run, waitingFor: number): string {
  const suites = [...new Set(checks.map(({ suite }) => suite))];
  return page({
    title: `${oneLine(spec.name)}: running · scim-conformance`,
    sections: [],
    home: '/',
    own: { style: UI_STYLE, script: WATCH_SCRIPT },
    main: (
      <section class="watch" id="watch" data-run={id} data-total={checks.length}>
        <p class="eyebrow">
          <strong>{oneLine(spec.application.name)}</strong>
          <span>{oneLine(spec.name)}</span>
          <code>{oneLine(spec.url ?? 'the built-in provider')}</code>
        </p>
        <div class="watch-head">
          <h1 id="state">{waitingFor > 0 ? `Waiting for ${count(waitingFor, 'run')}` : 'Connecting'}</h1>
          <button id="stop" type="button">
            Stop and clean up
          </button>
        </div>
        <div id="over" hidden />
        <Numbers total={checks.length} />
        <p id="news" class="hidden-text" role="status" />
        <div class="columns">
          <FindingsSoFar />
          <section aria-label="Suites">
            <h2>Suites</h2>
            <ul class="suites">
              {suites.map((name) => (
                <SuiteRow name={name} checks={checks.filter(({ suite }) => suite === name)} />
              ))}
            </ul>
          </section>
        </div>
      </section>
    ),
    footer: <span>The report of this run goes into the folder of reports when it ends.</span>,
  });
}

/** How far the run is. */
function Numbers({ total }: { readonly total: number }) {
  return (
    <dl class="numbers">
      <div>
        <dt>Checks</dt>
        <dd>
          <b id="done">0</b> of {total}
        </dd>
      </div>
      <div>
        <dt>Failing</dt>
        <dd>
          <b id="failing">0</b>
        </dd>
      </div>
      <div>
        <dt>Requests</dt>
        <dd>
          <b id="requests">0</b>
        </dd>
      </div>
      <div>
        <dt>Requests a second</dt>
        <dd>
          <b id="rate">0</b>
        </dd>
      </div>
      <div class="curve">
        <dt class="hidden-text">Requests a second over time</dt>
        <dd>
          <svg viewBox="0 0 120 32" preserveAspectRatio="none" aria-hidden="true">
            <path id="area" />
            <path id="curve" />
          </svg>
        </dd>
      </div>
      <div>
        <dt>Time</dt>
        <dd>
          <b id="time">0 s</b>
        </dd>
      </div>
    </dl>
  );
}

function FindingsSoFar() {
  return (
    <section aria-label="Findings">
      <h2>What is wrong</h2>
      <p class="muted" id="nothing">
        Nothing so far. Causes and failing checks appear here as soon as they are known.
      </p>
      <ol id="causes" class="causes" hidden />
      <details id="failures" hidden open>
        <summary>
          <span id="failure-count">Failing checks</span>
        </summary>
        <ul id="failure-list" />
      </details>
    </section>
  );
}

function SuiteRow({ name, checks }: { readonly name: string; readonly checks: readonly PlannedCheck[] }) {
  return (
    <li data-suite={name}>
      <span class="suite-name">{name}</span>
      <span class="cells" aria-hidden="true">
        {checks.map(({ id, title }) => (
          <i data-check={id} title={title} />
        ))}
      </span>
      <span class="suite-count">
        <span data-done>0</span>/{checks.length}
      </span>
    </li>
  );
}
