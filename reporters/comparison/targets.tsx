import type { ComparedTarget, Comparison } from '../../report/comparison.ts';
import { STATES, type State, wordOf } from '../conclusion.ts';
import { Scroll } from '../html/parts.tsx';
import { clip, duration, oneLine } from '../text.ts';
import { headline } from './words.ts';

/** How many checks of a target are in a state. What a baseline excuses is a failure here as any other. */
function countOf(summary: ComparedTarget['summary'], state: State): number {
  if (state === 'known') return 0;
  return state === 'unrun' ? (summary.notRun ?? 0) : summary[state];
}

/** The verdict in one sentence, what has to be known before it is trusted, and what was compared. */
export function Targets({ comparison }: { readonly comparison: Comparison }) {
  const { targets, notes, verdict } = comparison;
  const sentence = headline(comparison);
  const colon = sentence.indexOf(': ');
  const states = STATES.filter(
    (state) =>
      !['unrun', 'known'].includes(state) || targets.some(({ summary }) => countOf(summary, state) > 0),
  );
  return (
    <section class={`verdict s-${verdict === 'equal' ? 'pass' : 'fail'}`}>
      <p class="eyebrow">
        <strong>Comparison</strong>
        <span>{targets.length} targets</span>
        <span>a difference counts from {comparison.failOn === 'must' ? 'MUST' : 'SHOULD'}</span>
      </p>
      <h1>
        <b>{sentence.slice(0, colon)}</b>
        <span>{sentence.slice(colon + 2)}</span>
      </h1>
      <Scroll kind="scroll" label="Targets">
        <table>
          <thead>
            <tr>
              {['Target', 'Started', 'Seed', 'Effort', 'Version', ...states.map(wordOf), 'Time'].map(
                (name, index) => (
                  <th scope="col" class={index > 4 ? 'num' : undefined}>
                    {name}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {targets.map(({ label, applicationName, url, run, toolVersion, summary, page }) => (
              <tr>
                <th scope="row">
                  {page === undefined ? oneLine(label) : <a href={page}>{oneLine(label)}</a>}
                  <span class="sub">
                    {oneLine(applicationName)} · {clip(oneLine(url), 200)}
                  </span>
                </th>
                <td>{run.startedAt.slice(0, 16).replace('T', ' ')}</td>
                <td>{run.seed}</td>
                <td>{run.effort}</td>
                <td>{oneLine(toolVersion)}</td>
                {states.map((state) => (
                  <td class={countOf(summary, state) === 0 ? 'num muted' : 'num'}>
                    {countOf(summary, state)}
                  </td>
                ))}
                <td class="num">{duration(run.durationMs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {notes.length === 0 ? null : (
        <ul class="notes">
          {notes.map((note) => (
            <li class="s-warn">{clip(oneLine(note), 1000)}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
