import type { HistoryRun } from '../../report/history.ts';
import type { Verdict } from '../../report/report.ts';
import { Mark } from '../html/parts.tsx';

/** From the bottom of a bar to its top: what is good carries the rest. */
const STACK: readonly Verdict[] = ['pass', 'warn', 'fail', 'error'];

const WIDTH = 1000;
const HEIGHT = 180;
/** Room for the numbers at the left and for the dates below. */
const LEFT = 40;
const BELOW = 22;
const WIDEST_BAR = 48;

/** The runs as stacked bars, oldest first: how many checks pass, warn, fail and could not be carried out. */
export function Trend({ runs }: { readonly runs: readonly HistoryRun[] }) {
  const most = Math.max(1, ...runs.map(total));
  const slot = (WIDTH - LEFT) / Math.max(1, runs.length);
  const bar = Math.min(WIDEST_BAR, slot * 0.8);
  const height = (amount: number): number => (amount / most) * (HEIGHT - BELOW - 10);
  const [first, last] = [runs[0], runs.at(-1)];
  return (
    <figure>
      <svg class="trend" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={described(runs)}>
        <text x={LEFT - 6} y={14} text-anchor="end">
          {most}
        </text>
        <text x={LEFT - 6} y={HEIGHT - BELOW} text-anchor="end">
          0
        </text>
        <line x1={LEFT} y1={HEIGHT - BELOW} x2={WIDTH} y2={HEIGHT - BELOW} />
        {runs.map((run, index) => (
          <Bar run={run} x={LEFT + index * slot + (slot - bar) / 2} width={bar} height={height} />
        ))}
        <text x={LEFT} y={HEIGHT - 5}>
          {first?.startedAt.slice(0, 10)}
        </text>
        {runs.length > 1 ? (
          <text x={WIDTH} y={HEIGHT - 5} text-anchor="end">
            {last?.startedAt.slice(0, 10)}
          </text>
        ) : null}
      </svg>
      <figcaption>
        <ul class="legend">
          {STACK.map((verdict) => (
            <li>
              <Mark state={verdict} /> {verdict}
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  );
}

interface BarProps {
  readonly run: HistoryRun;
  readonly x: number;
  readonly width: number;
  /** The height of so many checks. */
  readonly height: (amount: number) => number;
}

function Bar({ run, x, width, height }: BarProps) {
  let y = HEIGHT - BELOW;
  return (
    <g>
      <title>{`${run.startedAt.slice(0, 16).replace('T', ' ')}: ${STACK.map((verdict) => `${run.summary[verdict]} ${verdict}`).join(', ')}`}</title>
      {STACK.map((verdict) => {
        const part = height(run.summary[verdict]);
        y -= part;
        return part === 0 ? null : (
          <rect
            class={`s-${verdict}`}
            x={x.toFixed(1)}
            y={y.toFixed(1)}
            width={width.toFixed(1)}
            height={part.toFixed(1)}
          />
        );
      })}
    </g>
  );
}

function total({ summary }: HistoryRun): number {
  return STACK.reduce((sum, verdict) => sum + summary[verdict], 0);
}

function described(runs: readonly HistoryRun[]): string {
  const [first, last] = [runs[0], runs.at(-1)];
  if (first === undefined || last === undefined) return 'no runs';
  return `${runs.length} runs; failures from ${first.summary.fail} to ${last.summary.fail}, passes from ${first.summary.pass} to ${last.summary.pass}`;
}
