import type { RequirementReport, RunReport } from '../../report/report.ts';
import { STATES, type State } from '../conclusion.ts';
import { requirementStates } from '../coverage.ts';
import { clip, oneLine, visible } from '../text.ts';
import { Badge, Bar, Citation, Counts, Heading, LevelTag, Scroll } from './parts.tsx';

interface RequirementRow {
  readonly id: string;
  readonly requirement: RequirementReport;
  readonly state: State | null;
}

/** Every requirement that the run judged, with the gravest verdict on it. */
export function Requirements({ report }: { readonly report: RunReport }) {
  const states = requirementStates(report);
  const rank = (state: State | null) => (state === null ? STATES.length : STATES.indexOf(state));
  const rows = Object.entries(report.requirements)
    .map(([id, requirement]) => ({ id, requirement, state: states.get(id) ?? null }))
    .sort((a, b) => rank(a.state) - rank(b.state));
  if (rows.length === 0) return null;
  return (
    <section id="requirements">
      <Heading title="Requirements" amount={rows.length} noun="requirement" />
      <p class="lead">Each with the gravest verdict of the checks that judge it.</p>
      <Coverage rows={rows} />
      <Scroll kind="scroll" label="Requirements">
        <table class="requirements">
          <thead>
            <tr>
              <th scope="col" data-sort="state">
                Verdict
              </th>
              <th scope="col" data-sort="text">
                Level
              </th>
              <th scope="col" data-sort="text">
                Source
              </th>
              <th scope="col">Statement</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, requirement, state }) => (
              <tr data-state={state ?? 'skip'}>
                <td>{state === null ? <span class="muted">not judged</span> : <Badge state={state} />}</td>
                <td>
                  <LevelTag level={requirement.level} />
                </td>
                <td>
                  <Citation requirement={requirement} />
                  <code class="sub">{oneLine(id)}</code>
                </td>
                <td>{clip(visible(requirement.statement), 2000)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}

/** How far each source of requirements was covered, and how it went. */
function Coverage({ rows }: { readonly rows: readonly RequirementRow[] }) {
  const sources = [...new Set(rows.map(({ requirement }) => sourceOf(requirement)))].sort();
  return (
    <ul class="coverage">
      {sources.map((source) => {
        const own = rows.filter(({ requirement }) => sourceOf(requirement) === source);
        const counts = countStates(own);
        const judged = own.length - counts.skip;
        return (
          <li>
            <b>{oneLine(source)}</b>
            <span class="muted">
              {judged.toLocaleString('en-US')} of {own.length.toLocaleString('en-US')} judged
            </span>
            <Bar counts={counts} />
            <Counts counts={counts} />
          </li>
        );
      })}
    </ul>
  );
}

function countStates(rows: readonly RequirementRow[]): Record<State, number> {
  const counts = { pass: 0, fail: 0, warn: 0, skip: 0, error: 0, waived: 0, known: 0, unrun: 0 };
  for (const { state } of rows) counts[state ?? 'skip'] += 1;
  return counts;
}

/** The document that a requirement stands in: its citation without the place in it. */
function sourceOf({ citation }: RequirementReport): string {
  return citation.replace(/ (§.*|[A-Z]-\d+)$/, '').replace(/ rule$/, ' rules');
}
