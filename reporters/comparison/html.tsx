import type { Comparison } from '../../report/comparison.ts';
import { page, type Section } from '../html/page.tsx';
import { Heading, Scroll } from '../html/parts.tsx';
import { COMPARISON_SCRIPT } from '../html/scripts.generated.ts';
import { clip, oneLine } from '../text.ts';
import { choicesOf } from './choices.ts';
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

function sections({ summary, answers }: Comparison): readonly Section[] {
  return [
    { id: 'requirements', name: 'Requirements', amount: summary.requirements.different },
    { id: 'checks', name: 'Checks', amount: summary.checks.different },
    { id: 'observations', name: 'Observations', amount: summary.observations.different },
    { id: 'answers', name: 'Answers', amount: choicesOf(answers).length },
  ];
}

function Filters() {
  return (
    <form id="comparison-filters" class="filters">
      <label class="chip s-waived">
        <input type="checkbox" id="everything" name="everything" value="shown" />
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
                    <Value text={cellText(value, 400)} />
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
  const choices = choicesOf(answers);
  return (
    <section id="answers" class="layer">
      <Heading title="Answers to the same requests" amount={choices.length} noun="difference" />
      <p class="lead">
        What differs for one reason is one row, wherever it shows.{' '}
        {summary.answers.compared.toLocaleString('en-US')} exchanges correspond. Ids, times, versions, markers
        and base URLs are placeholders in braces; values are examples from the first exchange.
      </p>
      {answers.length === 0 ? null : (
        <Scroll kind="scroll" label="Answers to the same requests">
          <table>
            <Head first={['Where', 'Request']} labels={labels} />
            <tbody>
              {choices.map(({ operations, paths, follows, values, count, checks }) => (
                <tr>
                  <th scope="row">
                    <Some texts={paths} />
                    {follows.length === 0 ? null : (
                      <span class="sub">and with it {follows.map(oneLine).join(', ')}</span>
                    )}
                    <span class="sub">
                      {count === 1 ? 'once' : `${count.toLocaleString('en-US')} times`}, in{' '}
                      {clip(oneLine(checks.join(', ')), 300)}
                    </span>
                  </th>
                  <td>
                    <Some texts={operations} />
                  </td>
                  {values.map((value) => (
                    <td>
                      <Value text={cellText(value, 400)} />
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

/** From how many characters on a value may be broken anywhere: words and media types are not. */
const LONG = 50;

function Value({ text }: { readonly text: string }) {
  return <code class={text.length > LONG ? 'long' : undefined}>{text}</code>;
}

/** Texts that stand at once; the others are a click away. */
const SHOWN = 3;

/** Places or requests, a line each. */
function Some({ texts }: { readonly texts: readonly string[] }) {
  const line = (text: string) => (
    <div>
      <code>{clip(oneLine(text), 300)}</code>
    </div>
  );
  const rest = texts.slice(SHOWN);
  return (
    <>
      {texts.slice(0, SHOWN).map(line)}
      {rest.length === 0 ? null : (
        <details>
          <summary class="sub">{`and ${rest.length} more`}</summary>
          {rest.map(line)}
        </details>
      )}
    </>
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
