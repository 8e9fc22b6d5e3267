import type { CheckHistory, History, HistoryRun, TargetHistory } from '../../report/history.ts';
import type { Verdict } from '../../report/report.ts';
import { isNarrow } from '../../report/scope.ts';
import type { State } from '../conclusion.ts';
import { page } from '../html/page.tsx';
import { Heading, Mark, Scroll, STATE_SYMBOL } from '../html/parts.tsx';
import { scopeLine } from '../scope.ts';
import { clip, count, oneLine } from '../text.ts';
import { TREND_STYLE } from './style.ts';
import { Trend } from './trend.tsx';

/** Most runs shown of a check's past, the latest ones. */
const SHOWN_RUNS = 40;

const STYLE = `${TREND_STYLE}
h3:has(+ .scroll) { margin: 1.8rem 0 .5rem; }
.scroll + details, figure + details { margin-top: 1.2rem; }
.past { white-space: nowrap; letter-spacing: .1em; }
.past span { color: var(--c, var(--muted)); font-weight: 700; }
`;

/** Past runs as one self-contained HTML document: for each target the trend, what is new, fixed and flaky, and the runs. */
export function historyHtml({ tool, targets }: History): string {
  const { sentence, state } = conclusionOf(targets);
  return page({
    title: `${sentence} · scim-conformance`,
    sections: targets.map(({ name, fresh }, index) => ({
      id: `target-${index}`,
      name: oneLine(name),
      amount: fresh.length === 0 ? null : fresh.length,
    })),
    own: { style: STYLE },
    main: (
      <>
        <section class={`verdict s-${state}`}>
          <h1>
            <b>{sentence}</b>
          </h1>
        </section>
        {targets.map((target, index) => (
          <Target target={target} id={`target-${index}`} />
        ))}
      </>
    ),
    footer: (
      <span>
        {tool.name} {oneLine(tool.version)}
      </span>
    ),
  });
}

/** What the latest runs say, and its colour: what fails as before is no news, and not green. */
function conclusionOf(targets: readonly TargetHistory[]): {
  readonly sentence: string;
  readonly state: State;
} {
  const amount = (key: 'fresh' | 'standing' | 'first'): number =>
    targets.reduce((sum, target) => sum + target[key].length, 0);
  const fails = (number: number): string => `${number === 1 ? 'fails' : 'fail'}`;
  const fresh = amount('fresh');
  const failing = amount('standing') + amount('first');
  if (fresh > 0) return { sentence: `${count(fresh, 'check')} newly ${fails(fresh)}`, state: 'fail' };
  if (failing > 0)
    return {
      sentence: `Nothing new fails, ${count(failing, 'check')} still ${fails(failing)}`,
      state: 'warn',
    };
  const cut = targets.filter(({ runs }) => runs.at(-1)?.complete === false);
  if (cut.length > 0)
    return {
      sentence: `Nothing new fails, and ${count(cut.length, 'latest run')} ${cut.length === 1 ? 'is' : 'are'} incomplete`,
      state: 'error',
    };
  return { sentence: 'Nothing new fails', state: 'pass' };
}

const LISTS = [
  ['fresh', 'New: fails, and did not before'],
  ['fixed', 'Fixed: failed before, and does not any more'],
  ['flaky', 'Flaky: went from failing to not failing and back'],
  ['standing', 'Failing as before'],
  ['first', 'Fails in the only run that judged it'],
] as const;

function Target({ target, id }: { readonly target: TargetHistory; readonly id: string }) {
  return (
    <section id={id}>
      <Heading title={oneLine(target.name)} amount={target.runs.length} noun="run" />
      <p class="lead">
        {oneLine(target.applicationName)} · {clip(oneLine(target.url), 200)}
      </p>
      <Trend runs={target.runs} />
      {LISTS.map(([key, title]) => (
        <Checks title={title} of={`${target.name}, ${target.application}`} checks={target[key]} />
      ))}
      <Runs runs={target.runs} of={`${target.name}, ${target.application}`} />
    </section>
  );
}

interface ChecksProps {
  readonly title: string;
  /** The target, so that each table of the page has a name of its own. */
  readonly of: string;
  readonly checks: readonly CheckHistory[];
}

function Checks({ title, of, checks }: ChecksProps) {
  if (checks.length === 0) return null;
  return (
    <>
      <h3>
        {title} <small class="muted">{count(checks.length, 'check')}</small>
      </h3>
      <Scroll kind="scroll" label={`${title} (${oneLine(of)})`}>
        <table>
          <thead>
            <tr>
              <th scope="col">Check</th>
              <th scope="col">Runs, oldest first</th>
              <th scope="col">Since</th>
            </tr>
          </thead>
          <tbody>
            {checks.map((check) => (
              <tr>
                <th scope="row">
                  {clip(oneLine(check.title), 300)}
                  <code class="sub">{oneLine(check.id)}</code>
                </th>
                <td class="past">
                  {check.verdicts.slice(-SHOWN_RUNS).map((verdict) => (
                    <Past verdict={verdict} />
                  ))}
                </td>
                <td>{day(check.since)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}

function Past({ verdict }: { readonly verdict: Verdict | null }) {
  return (
    <>
      <span class={verdict === null ? undefined : `s-${verdict}`} aria-hidden="true">
        {verdict === null ? '·' : STATE_SYMBOL[verdict]}
      </span>
      <span class="hidden-text">{verdict ?? 'not run'}, </span>
    </>
  );
}

function Runs({ runs, of }: { readonly runs: readonly HistoryRun[]; readonly of: string }) {
  return (
    <details>
      <summary>All runs</summary>
      <Scroll kind="scroll" label={`All runs (${oneLine(of)})`}>
        <table>
          <thead>
            <tr>
              {['Started', 'Report', 'Seed', 'Effort', 'Version', 'pass', 'warn', 'fail', 'error'].map(
                (name) => (
                  <th scope="col">{name}</th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {[...runs]
              .reverse()
              .map(({ startedAt, file, seed, effort, toolVersion, complete, summary, scope, page: link }) => (
                <tr>
                  <td>
                    {day(startedAt)}
                    {complete ? null : (
                      <span class="sub">
                        <Mark state="error" /> incomplete
                      </span>
                    )}
                  </td>
                  <td>
                    {link === undefined ? (
                      clip(oneLine(file), 200)
                    ) : (
                      <a href={link}>{clip(oneLine(file), 200)}</a>
                    )}
                    {isNarrow(scope) ? <span class="sub">{clip(scopeLine(scope) ?? '', 200)}</span> : null}
                  </td>
                  <td>{seed}</td>
                  <td>{effort}</td>
                  <td>{oneLine(toolVersion)}</td>
                  <td>{summary.pass}</td>
                  <td>{summary.warn}</td>
                  <td>{summary.fail}</td>
                  <td>{summary.error}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </Scroll>
    </details>
  );
}

/** A moment for reading, to the minute, UTC. */
function day(instant: string): string {
  return instant.slice(0, 16).replace('T', ' ');
}
