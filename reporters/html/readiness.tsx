import type { ReadinessList, ReadinessRow, RunReport } from '../../report/report.ts';
import type { State } from '../conclusion.ts';
import { readinessLine, readinessLists } from '../readiness.ts';
import { clip, oneLine } from '../text.ts';
import { Badge, Heading, linkTo, Mark, Scroll } from './parts.tsx';

const STATE: Readonly<Record<ReadinessRow['verdict'], State>> = {
  pass: 'pass',
  fail: 'fail',
  notApplicable: 'skip',
  notJudged: 'unrun',
};

/** How the tests that identity providers run themselves would go: one line per list, its tests below. */
export function ReadinessSection({ report }: { readonly report: RunReport }) {
  const lists = readinessLists(report);
  if (lists.length === 0) return null;
  const known = new Set(report.checks.map(({ id }) => id));
  return (
    <section id="readiness">
      <Heading title="Readiness" amount={lists.length} noun="list" />
      <p class="lead">
        How the tests of identity providers would go, as far as the checks tell. Where a list is laxer than
        the standard, its test passes although a check fails.
      </p>
      {lists.map((list) => (
        <Tests list={list} known={known} />
      ))}
    </section>
  );
}

function Tests({ list, known }: { readonly list: ReadinessList; readonly known: ReadonlySet<string> }) {
  const fails = list.rows.some(({ verdict }) => verdict === 'fail');
  const judged = list.rows.every(({ verdict }) => verdict !== 'notJudged');
  return (
    <details class="suite" open={fails}>
      <summary>
        <h3>
          <Mark state={fails ? 'fail' : judged ? 'pass' : 'unrun'} />{' '}
          {clip(oneLine(readinessLine(list)), 400)}
        </h3>
      </summary>
      <Scroll kind="inner" label={`Tests of ${oneLine(list.title)}`}>
        <table>
          <thead>
            <tr>
              <th scope="col">Verdict</th>
              <th scope="col">Test</th>
              <th scope="col">Checks</th>
            </tr>
          </thead>
          <tbody>
            {list.rows.map((row) => (
              <tr>
                <td>
                  <Badge
                    state={STATE[row.verdict]}
                    word={row.verdict === 'notJudged' ? 'not judged' : undefined}
                  />
                </td>
                <td>
                  {oneLine(row.id)} {clip(oneLine(row.title), 400)}
                </td>
                <td>
                  {row.checks
                    .filter((id) => known.has(id))
                    .map((id) => (
                      <a class="sub" href={linkTo(id)}>
                        <code>{oneLine(id)}</code>
                      </a>
                    ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </details>
  );
}
