import type { CheckResult, RunReport } from '../../report/report.ts';
import { bySuite, LEVELS, STATES, stateOf, tally } from '../conclusion.ts';
import { clip, duration, oneLine } from '../text.ts';
import { shownFindings } from './findings.tsx';
import { anchorOf, Badge, Counts, Heading, LevelTag, linkTo, Mark, Scroll } from './parts.tsx';

/** Suites are open as long as all their checks together are few enough to be looked through. */
const OPEN_UNTIL = 150;

/** All checks by suite, to be filtered by verdict, level, suite and words. */
export function Checks({ report }: { readonly report: RunReport }) {
  const suites = bySuite(report.checks);
  // A check with a card is found there under its anchor; the others under their row.
  const cards = new Set(shownFindings(report).map(({ id }) => id));
  return (
    <section id="checks">
      <Heading title="Checks" amount={report.checks.length} noun="check" />
      <Filters report={report} suites={[...suites.keys()]} />
      {[...suites].map(([name, checks]) => (
        <details class="suite" data-suite={name} open={report.checks.length <= OPEN_UNTIL}>
          <summary>
            <h3>{oneLine(name)}</h3>
            <Counts counts={tally(checks)} />
          </summary>
          <Scroll kind="inner" label={`Checks of ${oneLine(name)}`}>
            <table class="checks">
              <colgroup>
                <col />
                <col />
                <col />
                <col />
                <col />
                <col />
                <col />
              </colgroup>
              <thead>
                <tr>
                  <th scope="col">Verdict</th>
                  <th scope="col">Check</th>
                  <th scope="col">Level</th>
                  <th scope="col">Requirement</th>
                  <th scope="col" class="num">
                    Inputs
                  </th>
                  <th scope="col" class="num">
                    Requests
                  </th>
                  <th scope="col" class="num">
                    Time
                  </th>
                </tr>
              </thead>
              <tbody>
                {checks.map((check) => (
                  <Row check={check} report={report} anchored={!cards.has(check.id)} />
                ))}
              </tbody>
            </table>
          </Scroll>
        </details>
      ))}
      <p id="none" class="empty" hidden>
        No check matches.
      </p>
    </section>
  );
}

function Filters({ report, suites }: { readonly report: RunReport; readonly suites: readonly string[] }) {
  const counts = tally(report.checks);
  const levels = LEVELS.filter((level) => report.checks.some((check) => check.level === level));
  return (
    <form id="filters" class="filters" hidden>
      <fieldset class="chips">
        <legend class="hidden-text">Verdict</legend>
        {STATES.filter((state) => counts[state] > 0).map((state) => (
          <label class={`chip s-${state}`}>
            <input type="checkbox" name="state" value={state} />
            <span>
              <Mark state={state} />
              {state} {counts[state].toLocaleString('en-US')}
            </span>
          </label>
        ))}
      </fieldset>
      <select name="level" aria-label="Level">
        <option value="">every level</option>
        {levels.map((level) => (
          <option value={level}>{level}</option>
        ))}
      </select>
      <select name="suite" aria-label="Suite">
        <option value="">every suite</option>
        {suites.map((suite) => (
          <option value={suite}>{oneLine(suite)}</option>
        ))}
      </select>
      <input
        type="search"
        name="text"
        placeholder="Search checks and requirements"
        aria-label="Search checks and requirements"
      />
      <button type="reset">Reset</button>
      <output id="shown" class="muted" />
    </form>
  );
}

function Row({
  check,
  report,
  anchored,
}: {
  readonly check: CheckResult;
  readonly report: RunReport;
  readonly anchored: boolean;
}) {
  const state = stateOf(check);
  const remark = check.verdict === 'pass' ? null : (check.message ?? check.reason);
  return (
    <tr id={anchored ? anchorOf(check.id) : undefined} data-state={state} data-level={check.level}>
      <td>
        <Badge state={state} />
      </td>
      <td>
        <a href={linkTo(check.id)}>{oneLine(check.title)}</a>
        {remark === null ? null : <span class="sub">{clip(oneLine(remark), 400)}</span>}
        <code class="sub">{oneLine(check.id)}</code>
      </td>
      <td>
        <LevelTag level={check.level} />
      </td>
      <td>{citations(check, report)}</td>
      <td class="num">{check.runs.toLocaleString('en-US')}</td>
      <td class="num">{check.requests.toLocaleString('en-US')}</td>
      <td class="num">{duration(check.durationMs)}</td>
    </tr>
  );
}

/** The citations of a check's requirements, each once. */
function citations(check: CheckResult, report: RunReport): string {
  const texts = check.requirements.map((id) =>
    Object.hasOwn(report.requirements, id) ? (report.requirements[id]?.citation ?? id) : id,
  );
  return oneLine([...new Set(texts)].join(', '));
}
