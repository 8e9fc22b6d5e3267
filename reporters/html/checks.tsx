import type { CheckResult, RunReport } from '../../report/report.ts';
import { bySuite, LEVELS, STATES, stateOf, tally, wordOf } from '../conclusion.ts';
import { clip, duration, oneLine } from '../text.ts';
import { shownFindings } from './findings.tsx';
import { anchorOf, Badge, Counts, Heading, LevelTag, linkTo, Mark, Scroll } from './parts.tsx';

/** Suites are open as long as all their checks together are few enough to be looked through. */
const OPEN_UNTIL = 150;

/** The columns of a suite's table, and how each is sorted; the script takes the values from the cells. */
const COLUMNS = [
  { name: 'Verdict', sort: 'state' },
  { name: 'Check', sort: 'text' },
  { name: 'Level', sort: 'text' },
  { name: 'Requirement', sort: 'text' },
  { name: 'Inputs', sort: 'number' },
  { name: 'Requests', sort: 'number' },
  { name: 'Time', sort: 'number' },
] as const;

/** All checks by suite, to be sorted, and filtered by verdict, level, suite, requirement and words. */
export function Checks({ report }: { readonly report: RunReport }) {
  const suites = bySuite(report.checks);
  // A check with a card is found there under its anchor; the others under their row.
  const cards = new Set(shownFindings(report).map(({ id }) => id));
  const requirements = judgedRequirements(report);
  return (
    <section id="checks">
      <Heading title="Checks" amount={report.checks.length} noun="check" />
      <Filters report={report} suites={[...suites.keys()]} requirements={requirements} />
      {[...suites].map(([name, checks]) => (
        <details class="suite" data-suite={name} open={report.checks.length <= OPEN_UNTIL}>
          <summary>
            <h3>{oneLine(name)}</h3>
            <Counts counts={tally(checks)} />
          </summary>
          <Scroll kind="inner" label={`Checks of ${oneLine(name)}`}>
            <table class="checks">
              <colgroup>
                {COLUMNS.map(() => (
                  <col />
                ))}
              </colgroup>
              <thead>
                <tr>
                  {COLUMNS.map(({ name, sort }) => (
                    <th scope="col" data-sort={sort} class={sort === 'number' ? 'num' : undefined}>
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {checks.map((check) => (
                  <Row
                    check={check}
                    report={report}
                    anchored={!cards.has(check.id)}
                    requirements={requirements}
                  />
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

/** The requirements that the checks judge, by their ids in order; rows and the filter name them by their number. */
function judgedRequirements({ checks }: RunReport): ReadonlyMap<string, number> {
  const ids = [...new Set(checks.flatMap(({ requirements }) => requirements))].sort();
  return new Map(ids.map((id, index) => [id, index]));
}

function Filters(props: {
  readonly report: RunReport;
  readonly suites: readonly string[];
  readonly requirements: ReadonlyMap<string, number>;
}) {
  const { report, suites, requirements } = props;
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
              {wordOf(state)} {counts[state].toLocaleString('en-US')}
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
      <select name="requirement" aria-label="Requirement">
        <option value="">every requirement</option>
        {[...requirements].map(([id, number]) => (
          <option value={number}>{clip(oneLine(id), 80)}</option>
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
  requirements,
}: {
  readonly check: CheckResult;
  readonly report: RunReport;
  readonly anchored: boolean;
  readonly requirements: ReadonlyMap<string, number>;
}) {
  const state = stateOf(check);
  const remark = check.verdict === 'pass' ? null : (check.message ?? check.reason);
  return (
    <tr
      id={anchored ? anchorOf(check.id) : undefined}
      data-state={state}
      data-level={check.level}
      data-requirements={check.requirements.map((id) => requirements.get(id)).join(' ')}
    >
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
      <td class="num" data-value={Math.round(check.durationMs)}>
        {duration(check.durationMs)}
      </td>
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
