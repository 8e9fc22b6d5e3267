import type { ComponentChildren } from 'preact';
import type { CheckResult, RunReport } from '../../report/report.ts';
import { baselineLists } from '../baseline.ts';
import { headline, type Outcome, outcomeOf, type State, statesIn, tally, wordOf } from '../conclusion.ts';
import { leftoverNote } from '../leftovers.ts';
import { scopeLine } from '../scope.ts';
import { clip, duration, oneLine, someOf } from '../text.ts';
import { Bar, Mark } from './parts.tsx';

/** The colour of a whole run. */
export const OUTCOME_STATE: Readonly<Record<Outcome, State>> = {
  conformant: 'pass',
  // Neutral: what was not looked at is not praised.
  'nothing wrong': 'skip',
  'nothing new': 'known',
  'not conformant': 'fail',
  unjudged: 'error',
};

/** The verdict in one sentence, what was run against what, and what a reader has to know before he reads on. */
export function VerdictSection({ report }: { readonly report: RunReport }) {
  const { target } = report;
  const sentence = headline(report);
  const [opening = '', ...rest] = sentence.split(': ');
  return (
    <section class={`verdict s-${OUTCOME_STATE[outcomeOf(report)]}`}>
      <p class="eyebrow">
        <strong>{oneLine(target.applicationName)}</strong>
        <span>{oneLine(target.name)}</span>
        <code>{oneLine(target.url)}</code>
      </p>
      <h1>
        <b>{opening}</b>
        {rest.length === 0 ? null : <span>{rest.join(': ')}</span>}
      </h1>
      <Proportion checks={report.checks} />
      <Facts report={report} />
      <button type="button" class="printing" data-print="short" hidden>
        Print on two pages
      </button>
      <Notes report={report} />
      <Documentation {...report} />
    </section>
  );
}

function Proportion({ checks }: { readonly checks: readonly CheckResult[] }) {
  const counts = tally(checks);
  return (
    <>
      <Bar counts={counts} />
      <ul class="legend">
        {statesIn([counts]).map((state) => (
          <li>
            <Mark state={state} />
            <b>{counts[state].toLocaleString('en-US')}</b> {wordOf(state)}
          </li>
        ))}
      </ul>
    </>
  );
}

function Facts({ report }: { readonly report: RunReport }) {
  const { run, target } = report;
  const scope = scopeLine(report.run.scope);
  return (
    <dl class="facts">
      <Fact name="Application" wide>
        {oneLine(target.applicationName)} <code class="muted">{oneLine(target.application)}</code>
      </Fact>
      <Fact name="Source of its attribute table" wide>
        {target.source === null ? 'none' : oneLine(target.source)}
      </Fact>
      {scope === null ? null : <Fact name="Looked at">{clip(scope, 400)}</Fact>}
      {report.baseline === undefined ? null : (
        <Fact name="Against the baseline" wide>
          {report.baseline.new.length} new, {report.baseline.known.length} known,{' '}
          {report.baseline.mended.length} mended since {report.baseline.startedAt.slice(0, 10)}
        </Fact>
      )}
      <Fact name="Effort">{run.effort}</Fact>
      <Fact name="Seed">{run.seed}</Fact>
      <Fact name="Started">
        <time dateTime={run.startedAt}>{run.startedAt.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC')}</time>
      </Fact>
      <Fact name="Duration">{duration(run.durationMs)}</Fact>
      <Fact name="Requests">{run.requests.toLocaleString('en-US')}</Fact>
      <Fact name="Checks">{report.checks.length.toLocaleString('en-US')}</Fact>
    </dl>
  );
}

function Fact({
  name,
  wide,
  children,
}: {
  readonly name: string;
  readonly wide?: boolean;
  readonly children: ComponentChildren;
}) {
  return (
    <div class={wide === true ? 'wide' : undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** How what the baseline tells is marked. */
const BASELINE_STATE = { new: 'fail', mended: 'pass' } as const;
const BASELINE_WORDS = { new: 'New since the baseline', mended: 'Mended since the baseline' } as const;

function Notes({ report: { run, target, baseline } }: { readonly report: RunReport }) {
  const left = leftoverNote(run.leftBehind);
  const notes: readonly (readonly [State, string])[] = [
    ...(run.complete
      ? []
      : [['error', `The run is incomplete: ${run.reason ?? 'it was interrupted.'}`] as const]),
    ...(run.complete && run.reason !== null ? [['error', run.reason] as const] : []),
    ...baselineLists(baseline).map(
      ({ what, ids }) => [BASELINE_STATE[what], `${BASELINE_WORDS[what]}: ${someOf(ids, 60)}`] as const,
    ),
    ...target.notes.map((note) => ['warn', note] as const),
    ...(left === null ? [] : [['warn', left] as const]),
  ];
  if (notes.length === 0) return null;
  return (
    <ul class="notes">
      {notes.map(([state, text]) => (
        <li class={`s-${state}`}>{clip(oneLine(text), 4000)}</li>
      ))}
    </ul>
  );
}

/** What the documentation says besides: there to look up, out of the way of the findings. */
function Documentation({ target }: RunReport) {
  if (target.documentation.length === 0) return null;
  return (
    <details class="documentation">
      <summary>What the documentation of {oneLine(target.applicationName)} says besides</summary>
      <ul>
        {target.documentation.map((text) => (
          <li>{clip(oneLine(text), 4000)}</li>
        ))}
      </ul>
    </details>
  );
}
