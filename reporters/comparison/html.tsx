import type { Comparison } from '../../report/comparison.ts';
import { page, type Section } from '../html/page.tsx';
import { Heading, Scroll } from '../html/parts.tsx';
import { COMPARISON_SCRIPT } from '../html/scripts.generated.ts';
import { clip, oneLine } from '../text.ts';
import { VerdictMatrix } from './matrix.tsx';
import { COMPARISON_STYLE } from './style.ts';
import { Targets } from './targets.tsx';
import { cellText } from './words.ts';

/**
 * A comparison as one self-contained HTML document: the verdict and the targets, then requirements, checks, observations
 * and answers, one column per target. Only what differs is shown until everything is asked for.
 */
export function comparisonHtml(comparison: Comparison): string {
  const { tool, targets, checks, requirements } = comparison;
  const labels = targets.map(({ label }) => label);
  return page({
    title: `Comparison of ${targets.length} targets · scim-conformance`,
    sections: sections(comparison),
    own: { style: COMPARISON_STYLE, script: COMPARISON_SCRIPT },
    main: (
      <>
        <Targets comparison={comparison} />
        <Filters />
        <VerdictMatrix kind="requirement" rows={requirements} labels={labels} />
        <VerdictMatrix kind="check" rows={checks} labels={labels} />
        <Observations comparison={comparison} labels={labels} />
        <Answers comparison={comparison} labels={labels} />
      </>
    ),
    footer: (
      <>
        <span>
          {tool.name} {oneLine(tool.version)}
        </span>
        <span>Everything shown here is in comparison.json; credentials are in neither.</span>
      </>
    ),
  });
}

function sections({ summary }: Comparison): readonly Section[] {
  return [
    { id: 'requirements', name: 'Requirements', amount: summary.requirements.different },
    { id: 'checks', name: 'Checks', amount: summary.checks.different },
    { id: 'observations', name: 'Observations', amount: summary.observations.different },
    { id: 'answers', name: 'Answers', amount: summary.answers.different },
  ];
}

function Filters() {
  return (
    <form id="comparison-filters" class="filters">
      <label class="chip s-waived">
        <input type="checkbox" id="everything" />
        <span>Show everything, not only differences</span>
      </label>
      <input type="search" name="text" placeholder="Search" aria-label="Search in all tables" hidden />
      <span id="comparison-shown" class="muted" role="status" />
    </form>
  );
}

interface LayerProps {
  readonly comparison: Comparison;
  readonly labels: readonly string[];
}

function Observations({ comparison, labels }: LayerProps) {
  const { observations, summary } = comparison;
  return (
    <section id="observations" class="layer">
      <Heading title="Observations" amount={summary.observations.different} noun="difference" />
      <p class="lead">
        What the targets do where the standard leaves the choice open. Times are classes. No judgement.
      </p>
      <Scroll kind="scroll" label="Observations">
        <table>
          <Head first={['Observation']} labels={labels} />
          <tbody>
            {observations.map(({ key, values, differs }) => (
              <tr class={differs ? undefined : 'same'}>
                <th scope="row">
                  <code>{oneLine(key)}</code>
                </th>
                {values.map((value) => (
                  <td>
                    <code>{cellText(value, 400)}</code>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <None shown={summary.observations.different === 0} />
    </section>
  );
}

function Answers({ comparison, labels }: LayerProps) {
  const { answers, summary } = comparison;
  return (
    <section id="answers" class="layer">
      <Heading title="Answers to the same requests" amount={summary.answers.different} noun="difference" />
      <p class="lead">
        {summary.answers.compared.toLocaleString('en-US')} exchanges correspond. Ids, times, versions, markers
        and base URLs are placeholders in braces; values are examples from the first exchange.
      </p>
      {answers.length === 0 ? null : (
        <Scroll kind="scroll" label="Answers to the same requests">
          <table>
            <Head first={['Request', 'Where']} labels={labels} />
            <tbody>
              {answers.map(({ operation, path, values, count, checks }) => (
                <tr>
                  <th scope="row">
                    <code>{oneLine(operation)}</code>
                    <span class="sub">
                      {count === 1 ? 'once' : `${count} times`}, in {clip(oneLine(checks.join(', ')), 300)}
                    </span>
                  </th>
                  <td>
                    <code>{clip(oneLine(path), 300)}</code>
                  </td>
                  {values.map((value) => (
                    <td>
                      <code>{cellText(value, 400)}</code>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <None shown={answers.length === 0} />
    </section>
  );
}

function Head({ first, labels }: { readonly first: readonly string[]; readonly labels: readonly string[] }) {
  return (
    <thead>
      <tr>
        {[...first, ...labels.map(oneLine)].map((name) => (
          <th scope="col">{name}</th>
        ))}
      </tr>
    </thead>
  );
}

/** What stands in the place of a table without rows. */
function None({ shown }: { readonly shown: boolean }) {
  return shown ? <p class="empty only-differences">No difference.</p> : null;
}
