import type { Application } from '../config/application.ts';
import { page } from '../reporters/html/page.tsx';
import { Badge } from '../reporters/html/parts.tsx';
import { oneLine } from '../reporters/text.ts';
import type { Run } from './runs.ts';
import { START_SCRIPT } from './scripts.generated.ts';
import { UI_STYLE } from './style.ts';

/** What the first page offers. */
export interface Offer {
  readonly applications: readonly Pick<Application, 'id' | 'name'>[];
  /** Names of the configured targets. */
  readonly targets: readonly string[];
  /** Groups of suites, then suites. */
  readonly suites: readonly string[];
  readonly runs: readonly Run[];
  readonly version: string;
}

const EFFORTS = [
  ['smoke', 'Smoke', 'the most telling checks, seconds'],
  ['quick', 'Quick', 'every check, few inputs'],
  ['standard', 'Standard', 'what a release deserves'],
  ['thorough', 'Thorough', 'many inputs, minutes'],
] as const;

const SCHEMES = [
  ['bearer', 'Bearer token'],
  ['basic', 'User name and password'],
  ['header', 'Key in a header'],
  ['none', 'No authentication'],
] as const;

/** The page to start a run from. */
export function startPage(offer: Offer): string {
  return page({
    title: 'Test a SCIM endpoint · scim-conformance',
    sections: [{ id: 'runs', name: 'Runs', amount: offer.runs.length === 0 ? null : offer.runs.length }],
    home: '/',
    own: { style: UI_STYLE, script: START_SCRIPT },
    main: (
      <>
        <section class="start">
          <h1>Test a SCIM endpoint</h1>
          <p class="lead">
            Creates users and groups as an identity provider does, looks at every answer, and says what is
            wrong and why.
          </p>
          <StartForm {...offer} />
        </section>
        <RunList runs={offer.runs} />
      </>
    ),
    footer: (
      <>
        <span>scim-conformance {offer.version}</span>
        <span>Tokens stay in the memory of this program; nothing is fetched from elsewhere.</span>
      </>
    ),
  });
}

function StartForm({ applications, targets, suites }: Offer) {
  return (
    <form id="start" class="panel" autocomplete="off">
      <Target targets={targets} />
      <Applications applications={applications} />
      <HowMuch suites={suites} />
      <div class="go">
        <p id="sentence" aria-live="polite" />
        <button id="run" class="primary" type="submit">
          Run
        </button>
      </div>
      <p id="trouble" class="trouble" role="alert" />
    </form>
  );
}

function Target({ targets }: Pick<Offer, 'targets'>) {
  const configured = targets.length > 0;
  return (
    <fieldset>
      <legend>What to test</legend>
      <div class="tabs">
        {configured ? <Tab value="configured" text="A configured target" checked /> : null}
        <Tab value="url" text="An endpoint" checked={!configured} />
        <Tab value="embedded" text="The built-in provider, to look around" />
      </div>
      {configured ? (
        <label class="field" data-for="configured">
          <span>Target</span>
          <select name="name">
            {targets.map((name) => (
              <option value={name}>{oneLine(name)}</option>
            ))}
          </select>
        </label>
      ) : null}
      <Endpoint />
      <p id="connection" class="connection" role="status" />
    </fieldset>
  );
}

/** An endpoint and how it lets in. */
function Endpoint() {
  return (
    <div class="row" data-for="url">
      <label class="field far">
        <span>Base URL</span>
        <input name="url" type="url" placeholder="https://app.example.com/scim/v2" spellcheck={false} />
      </label>
      <label class="field">
        <span>It wants</span>
        <select name="scheme">
          {SCHEMES.map(([value, text]) => (
            <option value={value}>{text}</option>
          ))}
        </select>
      </label>
      <label class="field" data-scheme="basic" hidden>
        <span>User name</span>
        <input name="username" type="text" autocomplete="off" spellcheck={false} />
      </label>
      <label class="field" data-scheme="header" hidden>
        <span>Name of the header</span>
        <input name="header" type="text" placeholder="x-api-key" autocomplete="off" spellcheck={false} />
      </label>
      <label class="field grow" data-scheme="bearer basic header">
        <span id="secret-name">Token</span>
        <input name="secret" type="password" autocomplete="new-password" spellcheck={false} />
      </label>
    </div>
  );
}

function Applications({ applications }: Pick<Offer, 'applications'>) {
  return (
    <fieldset data-for="url embedded">
      <legend>As which application</legend>
      <label class="field wide">
        <span>Its attribute table is what the target is held to</span>
        <input
          name="application"
          type="search"
          list="applications"
          placeholder={`As the target describes itself, or one of ${applications.length} applications`}
          spellcheck={false}
        />
      </label>
      <datalist id="applications">
        {applications.map(({ id, name }) => (
          <option value={id}>{oneLine(name)}</option>
        ))}
      </datalist>
    </fieldset>
  );
}

function HowMuch({ suites }: Pick<Offer, 'suites'>) {
  return (
    <fieldset>
      <legend>How much</legend>
      <div class="tabs efforts">
        {EFFORTS.map(([value, name, words]) => (
          <label class="tab">
            <input type="radio" name="effort" value={value} checked={value === 'quick'} />
            <span>
              <b>{name}</b> <small>{words}</small>
            </span>
          </label>
        ))}
      </div>
      <More suites={suites} />
    </fieldset>
  );
}

function More({ suites }: Pick<Offer, 'suites'>) {
  return (
    <details class="more">
      <summary>Suites, and what may be changed</summary>
      <p class="muted">None ticked: what an identity provider relies on (application and entra).</p>
      <div class="ticks">
        {suites.map((name) => (
          <label>
            <input type="checkbox" name="suites" value={name} /> {name}
          </label>
        ))}
      </div>
      <label class="tick">
        <input type="checkbox" name="readOnly" /> Read only: send GET requests alone
      </label>
    </details>
  );
}

function Tab(props: { readonly value: string; readonly text: string; readonly checked?: boolean }) {
  return (
    <label class="tab">
      <input type="radio" name="from" value={props.value} checked={props.checked === true} />
      <span>{props.text}</span>
    </label>
  );
}

/** The runs started from here, the latest first, and the way to earlier ones. */
function RunList({ runs }: { readonly runs: readonly Run[] }) {
  return (
    <section id="runs">
      <h2>Runs</h2>
      {runs.length === 0 ? <p class="lead">None was started from this page yet.</p> : null}
      <ul class="runs">
        {runs.map(({ id, chosen, state, report, choice }) => (
          <li>
            <a href={`/runs/${id}`}>{oneLine(chosen.spec.name)}</a>
            <span class="muted">
              {oneLine(chosen.spec.application.name)} · {choice.effort ?? 'standard'}
            </span>
            {report === null ? (
              <span>{state === 'over' ? 'ended without a report' : state}</span>
            ) : (
              <>
                {report.summary.fail > 0 ? <Badge state="fail" word={`${report.summary.fail} fail`} /> : null}
                {report.summary.warn > 0 ? <Badge state="warn" word={`${report.summary.warn} warn`} /> : null}
                <Badge state="pass" word={`${report.summary.pass} pass`} />
              </>
            )}
          </li>
        ))}
      </ul>
      <p>
        <a href="/reports">All runs of the folder, their trend, and comparing two of them</a>
      </p>
    </section>
  );
}
