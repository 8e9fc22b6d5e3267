import { decidingExchange } from '../report/deciding.ts';
import type { CheckResult, RunReport } from '../report/report.ts';
import { stateOf } from '../reporters/conclusion.ts';
import { Box } from '../reporters/html/code.tsx';
import { reportHtml } from '../reporters/html/report.tsx';
import { count } from '../reporters/text.ts';
import { answerText } from './exchange-text.ts';
import { REPORT_SCRIPT } from './scripts.generated.ts';
import { UI_STYLE } from './style.ts';

/** Longest body that is offered to be edited, in characters. */
const MOST = 100_000;

/** A report as report.html shows it, with what can be done about each finding. */
export function reportPage(report: RunReport): string {
  const failing = report.checks.filter((check) => stateOf(check) === 'fail').length;
  return reportHtml(report, {
    home: '/',
    own: { style: UI_STYLE, script: REPORT_SCRIPT },
    head: (
      <section class="actions" id="actions" data-report={report.run.id}>
        <a class="button" href="/">
          Another run
        </a>
        {failing === 0 ? null : (
          <button id="replay-all" class="primary" type="button">
            Replay all that failed ({count(failing, 'check')})
          </button>
        )}
        <p id="replayed" role="status" />
        <p id="trouble" class="trouble" role="alert" />
      </section>
    ),
    tools: (check) => <Tools check={check} report={report} />,
  });
}

function Tools({ check, report }: { readonly check: CheckResult; readonly report: RunReport }) {
  const deciding = decidingExchange(check);
  return (
    <div class="tools" data-check={check.id}>
      <div class="tool-row">
        <button type="button" data-do="replay">
          Replay
        </button>
        {deciding === undefined ? null : (
          <button type="button" data-do="try" aria-expanded="false">
            Try it
          </button>
        )}
        {check.verdict === 'error' || check.waived ? null : (
          <button type="button" data-do="waive" aria-expanded="false">
            Waive
          </button>
        )}
        <span class="fate" data-fate />
      </div>
      <div class="outcome pair" data-outcome hidden>
        <div class="part actual">
          <h4>Before</h4>
          <Box name="before" />
        </div>
        <div class="part expected">
          <h4>Now</h4>
          <Box name="now" />
        </div>
      </div>
      {deciding === undefined ? null : (
        <Editor exchange={deciding} expected={check.expected} report={report} />
      )}
      <form class="waiver" data-waiver hidden>
        <label class="field grow">
          <span>Why it is accepted</span>
          <input name="reason" required />
        </label>
        <label class="field">
          <span>Who answers for it</span>
          <input name="owner" required />
        </label>
        <label class="field">
          <span>Until</span>
          <input name="expires" type="date" required />
        </label>
        <button type="submit">Write the waiver</button>
      </form>
    </div>
  );
}

function Editor(props: {
  readonly exchange: NonNullable<ReturnType<typeof decidingExchange>>;
  readonly expected: string | null;
  readonly report: RunReport;
}) {
  const { exchange, expected, report } = props;
  const { method, url, headers, body } = exchange.request;
  const base = report.target.url.replace(/[?#].*$/, '').replace(/\/$/, '');
  const path = url.startsWith(base) ? url.slice(base.length) : '/Users';
  const kept = Object.entries(headers).filter(([name]) =>
    ['accept', 'content-type', 'if-match', 'if-none-match'].includes(name),
  );
  return (
    <form class="editor" data-editor hidden>
      <div class="row">
        <label class="field">
          <span>Method</span>
          <select name="method">
            {['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((name) => (
              <option selected={name === method}>{name}</option>
            ))}
          </select>
        </label>
        <label class="field grow">
          <span>Path below {base}</span>
          <input name="path" value={path} spellcheck={false} required />
        </label>
      </div>
      <label class="field">
        <span>Headers; those of the credentials are added</span>
        <textarea name="headers" rows={2} spellcheck={false}>
          {kept.map(([name, value]) => `${name}: ${value}`).join('\n')}
        </textarea>
      </label>
      <label class="field">
        <span>Body</span>
        <textarea name="body" rows={8} spellcheck={false}>
          {body !== null && body.length <= MOST ? indented(body) : ''}
        </textarea>
      </label>
      <div class="tool-row">
        <button type="submit">Send to the target</button>
        <span class="muted">What this creates is not deleted by itself.</span>
      </div>
      <div class="pair">
        <div class="part expected">
          <h4>Expected</h4>
          <Box name="expected">{expected ?? 'see the requirement below'}</Box>
        </div>
        <div class="part actual">
          <h4>Answer</h4>
          <Box name="answer">{answerText(exchange)}</Box>
        </div>
      </div>
    </form>
  );
}

function indented(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
