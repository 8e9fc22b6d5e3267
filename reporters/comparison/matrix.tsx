import type { CheckRow, RequirementRow } from '../../report/comparison.ts';
import type { Verdict } from '../../report/report.ts';
import { Heading, LevelTag, Scroll, STATE_SYMBOL } from '../html/parts.tsx';
import { clip, oneLine, visible } from '../text.ts';
import { grouped, verdictText } from './words.ts';

/** With more targets the columns hold signs alone, and their heads stand upright. */
const WORDY_COLUMNS = 6;

interface MatrixProps {
  readonly kind: 'requirement' | 'check';
  readonly rows: readonly (RequirementRow | CheckRow)[];
  readonly labels: readonly string[];
}

/** Targets by requirements, or by checks. */
export function VerdictMatrix({ kind, rows, labels }: MatrixProps) {
  const different = rows.filter(({ differs }) => differs).length;
  const title = kind === 'check' ? 'Checks' : 'Requirements';
  return (
    <section id={`${kind}s`} class="layer">
      <Heading title={title} amount={different} noun="difference" />
      <p class="lead">
        {kind === 'check'
          ? 'Each experiment on every target; a dot where the report does not have it.'
          : 'Each with the gravest verdict of the checks that all reports have.'}
      </p>
      <Scroll kind="scroll" label={title}>
        <table class={`matrix ${labels.length > WORDY_COLUMNS ? 'dense' : 'wordy'}`}>
          <thead>
            <tr>
              <th scope="col">{kind === 'check' ? 'Check' : 'Requirement'}</th>
              {labels.map((label) => (
                <th scope="col" class="target">
                  <span>{oneLine(label)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr class={row.differs ? undefined : 'same'}>
                <th scope="row">
                  <LevelTag level={row.level} /> {clip(visible(row.title), 400)}
                  <code class="sub">{oneLine(row.id)}</code>
                  {'messages' in row ? <Messages row={row} labels={labels} /> : null}
                </th>
                {row.verdicts.map((verdict) => (
                  <Tile verdict={verdict} word={labels.length <= WORDY_COLUMNS} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {different === 0 ? <p class="empty only-differences">No difference.</p> : null}
    </section>
  );
}

/** What is wrong where it is, and for which targets. */
function Messages({ row, labels }: { readonly row: CheckRow; readonly labels: readonly string[] }) {
  if (!row.differs) return null;
  const found = row.messages.flatMap((message, index) => {
    const isFinding = row.verdicts[index] !== 'pass' && row.verdicts[index] !== null;
    return message === null || !isFinding
      ? []
      : [{ message: clip(oneLine(message), 300), label: labels[index] ?? '' }];
  });
  if (found.length === 0) return null;
  return (
    <span class="sub">
      {grouped(
        found.map(({ message }) => message),
        found.map(({ label }) => label),
      )}
    </span>
  );
}

function Tile({ verdict, word }: { readonly verdict: Verdict | null; readonly word: boolean }) {
  if (verdict === null) {
    return (
      <td class="cell muted">
        <span aria-hidden="true">·</span>
        <span class="hidden-text">{verdictText(null)}</span>
      </td>
    );
  }
  return (
    <td class={`cell s-${verdict}`}>
      <span class="tile" title={verdict}>
        <span>
          <span aria-hidden="true">{STATE_SYMBOL[verdict]}</span>
          <span class={word ? undefined : 'hidden-text'}> {verdict}</span>
        </span>
      </span>
    </td>
  );
}
