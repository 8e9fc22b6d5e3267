import type { OperationLatency, RunReport } from '../../report/report.ts';
import { oneLine } from '../text.ts';
import { Heading, Scroll } from './parts.tsx';

/** Operations shown; there are only more when a target has endpoints of its own. */
const MOST_OPERATIONS = 40;

/** How long each kind of request takes: the numbers, and a bar to the median with a whisker to the 95th percentile. */
export function LatencySection({ report }: { readonly report: RunReport }) {
  const rows = (report.latency ?? []).slice(0, MOST_OPERATIONS);
  if (rows.length === 0) return null;
  const longest = Math.max(1, ...rows.map(({ p95 }) => p95));
  return (
    <section id="latency">
      <Heading title="Latency" amount={rows.length} noun="operation" />
      <p class="lead">
        Milliseconds until the answer was complete, at the concurrency of this run. Each bar ends at the
        median, its whisker at the 95th percentile.
      </p>
      <Scroll kind="scroll" label="Latency">
        <table class="latency">
          <thead>
            <tr>
              <th scope="col">Operation</th>
              <td class="plot" />
              <th scope="col" class="num">
                Median
              </th>
              <th scope="col" class="num">
                p95
              </th>
              <th scope="col" class="num">
                Longest
              </th>
              <th scope="col" class="num">
                Requests
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row row={row} longest={longest} />
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}

function Row({ row, longest }: { readonly row: OperationLatency; readonly longest: number }) {
  const { operation, count, median, p95, max } = row;
  return (
    <tr>
      <th scope="row">
        <code>{oneLine(operation)}</code>
      </th>
      <td class="plot">
        <Bar median={(100 * median) / longest} p95={(100 * p95) / longest} />
      </td>
      <td class="num">{milliseconds(median)}</td>
      <td class="num">{milliseconds(p95)}</td>
      <td class="num">{milliseconds(max)}</td>
      <td class="num">{count.toLocaleString('en-US')}</td>
    </tr>
  );
}

/** Both in percent of the width. */
function Bar({ median, p95 }: { readonly median: number; readonly p95: number }) {
  return (
    <svg class="bar-plot" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect x="0" y="2" width={median.toFixed(2)} height="6" />
      <path d={`M${median.toFixed(2)} 5H${p95.toFixed(2)}M${p95.toFixed(2)} 2V8`} />
    </svg>
  );
}

function milliseconds(value: number): string {
  return value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString('en-US');
}
