import type { RunReport } from '../../report/report.ts';
import { headline, type Outcome, outcomeOf, type State, statesIn, tally, wordOf } from '../conclusion.ts';
import { count, duration, oneLine } from '../text.ts';
import { page } from './page.tsx';
import { Mark, Scroll } from './parts.tsx';
import { OUTCOME_STATE } from './verdict.tsx';

/** One run of the overview and the folder that holds its reports, relative to the page. */
export interface IndexEntry {
  readonly report: RunReport;
  readonly folder: string;
}

/** The gravest outcome first. */
const OUTCOMES: readonly Outcome[] = [
  'not conformant',
  'unjudged',
  'nothing new',
  'nothing wrong',
  'conformant',
];

const SENTENCES: Readonly<Record<Outcome, string>> = {
  'not conformant': 'not conformant',
  unjudged: 'not judged',
  'nothing new': 'with known failures alone',
  'nothing wrong': 'with nothing wrong in what was looked at',
  conformant: 'conformant',
};

/** A page over several runs: one row each, linked to its report. */
export function indexHtml(entries: readonly IndexEntry[]): string {
  const outcomes = entries.map(({ report }) => outcomeOf(report));
  const states = statesIn(entries.map(({ report }) => tally(report.checks)));
  const gravest = OUTCOMES.find((outcome) => outcomes.includes(outcome)) ?? 'unjudged';
  const amount = outcomes.filter((outcome) => outcome === gravest).length;
  const sentence = `${amount} of ${count(entries.length, 'target')} ${SENTENCES[gravest]}`;
  return page({
    title: `${sentence} · scim-conformance`,
    sections: [],
    main: (
      <section class={`verdict s-${OUTCOME_STATE[gravest]}`}>
        <h1>
          <b>{sentence}</b>
        </h1>
        <Scroll kind="scroll" label="Targets">
          <table>
            <Head states={states} />
            <tbody>
              {entries.map((entry) => (
                <Row {...entry} states={states} />
              ))}
            </tbody>
          </table>
        </Scroll>
      </section>
    ),
    footer: (
      <span>
        {entries[0] === undefined
          ? ''
          : `${entries[0].report.tool.name} ${oneLine(entries[0].report.tool.version)}`}
      </span>
    ),
  });
}

function Head({ states }: { readonly states: readonly State[] }) {
  return (
    <thead>
      <tr>
        <th scope="col">Target</th>
        <th scope="col">Verdict</th>
        {states.map((state) => (
          <th scope="col" class="num">
            {wordOf(state)}
          </th>
        ))}
        <th scope="col" class="num">
          Requests
        </th>
        <th scope="col" class="num">
          Time
        </th>
      </tr>
    </thead>
  );
}

function Row({ report, folder, states }: IndexEntry & { readonly states: readonly State[] }) {
  const counts = tally(report.checks);
  const { target, run } = report;
  return (
    <tr>
      <th scope="row">
        <a href={`${folder.split(/[\\/]/).map(encodeURIComponent).join('/')}/report.html`}>
          {oneLine(target.name)}
        </a>
        <span class="sub">
          {oneLine(target.applicationName)} · {oneLine(target.url)}
        </span>
      </th>
      <td>
        <Mark state={OUTCOME_STATE[outcomeOf(report)]} /> {headline(report)}
      </td>
      {states.map((state) => (
        <td class={counts[state] === 0 ? 'num muted' : 'num'}>{counts[state]}</td>
      ))}
      <td class="num">{run.requests.toLocaleString('en-US')}</td>
      <td class="num">{duration(run.durationMs)}</td>
    </tr>
  );
}
