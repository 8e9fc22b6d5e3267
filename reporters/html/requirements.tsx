import type { RunReport } from '../../report/report.ts';
import { STATES, type State } from '../conclusion.ts';
import { requirementStates } from '../coverage.ts';
import { clip, oneLine, visible } from '../text.ts';
import { Badge, Citation, Heading, LevelTag, Scroll } from './parts.tsx';

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
      <Scroll kind="scroll" label="Requirements">
        <table class="requirements">
          <thead>
            <tr>
              <th scope="col">Verdict</th>
              <th scope="col">Level</th>
              <th scope="col">Source</th>
              <th scope="col">Statement</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, requirement, state }) => (
              <tr>
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
