/** One measured figure. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms' | 's' | 'MB' | '%' | 'times';
  /** The most it may be (of `%`: the least), or null. */
  readonly budget: number | null;
}

/** Seconds by size. */
export interface Curve {
  readonly name: string;
  readonly unit: string;
  readonly points: readonly { readonly size: number; readonly value: number }[];
}

/** Everything that one run of the benchmark measured. */
export interface Measurements {
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly machine: { readonly cores: number; readonly model: string; readonly node: string };
  readonly figures: readonly Figure[];
  readonly curves: readonly Curve[];
}

/** How much memory one long run held. */
export interface Soak {
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly minutes: number;
  readonly requests: number;
  /** At equal distances over the whole run. */
  readonly memoryMB: readonly number[];
}

/** The page about performance and its picture. */
export function performancePage(
  measurements: Measurements,
  soak: Soak | null,
): {
  readonly markdown: string;
  readonly svg: string;
} {
  const { date, machine, figures, curves } = measurements;
  const markdown = [
    '# Performance',
    '',
    `Written by \`npm run bench\` on ${date}: ${machine.cores} cores (${machine.model}), Node.js ${machine.node}.`,
    'Figures are medians of three runs; those in "times" are ratios within one run, which noise disturbs least.',
    '',
    '| figure | measured | budget | |',
    '|---|--:|--:|---|',
    ...figures.map(figureRow),
    '',
    '## Cost by size',
    '',
    '![Seconds by the number of targets, applications, checks, users and members](images/performance.svg)',
    '',
    ...curves.map(
      ({ name, unit, points }) =>
        `- ${name} (${unit}): ${points.map(({ size, value }) => `${size}: ${value.toFixed(1)} s`).join(', ')}`,
    ),
    '',
    ...(soak === null ? [] : soakSection(soak)),
  ].join('\n');
  return { markdown, svg: picture(curves) };
}

function soakSection({ date, minutes, requests, memoryMB }: Soak): readonly string[] {
  const at = (share: number): string =>
    `${Math.round(minutes * share)} min: ${memoryMB[Math.round((memoryMB.length - 1) * share)]} MB`;
  return [
    '## A long run',
    '',
    `Written by \`npm run soak\` on ${date}: ${requests.toLocaleString('en-US')} requests at \`thorough\` in ${minutes.toFixed(0)} minutes, against a provider in`,
    `a process of its own. Memory of the harness: ${[0.1, 0.25, 0.5, 0.75, 1].map(at).join(', ')}; at most ${Math.max(...memoryMB)} MB.`,
    '',
  ];
}

function figureRow({ name, value, unit, budget }: Figure): string {
  const shown = `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ${unit}`;
  if (budget === null) return `| ${name} | ${shown} | | |`;
  const kept = unit === '%' ? value >= budget : value <= budget;
  return `| ${name} | ${shown} | ${budget} ${unit} | ${kept ? 'kept' : '**missed**'} |`;
}

const PER_ROW = 3;
const WIDTH = 280;
const HEIGHT = 180;
const MARGIN = 40;

/** Small charts, a few in a row, each from zero, so that a straight line is a straight line. */
function picture(curves: readonly Curve[]): string {
  const charts = curves.map((curve, index) => {
    const [x, y] = [(index % PER_ROW) * WIDTH, Math.floor(index / PER_ROW) * HEIGHT];
    return `<g transform="translate(${x} ${y})">${chart(curve)}</g>`;
  });
  const size = `${PER_ROW * WIDTH} ${Math.ceil(curves.length / PER_ROW) * HEIGHT}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size}" font-family="sans-serif" font-size="11">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    ...charts,
    '</svg>',
    '',
  ].join('\n');
}

function chart({ name, points }: Curve): string {
  // Shards stand for checks: one of eight holds an eighth of them.
  const sizes = points.map(({ size }) => (name === 'checks' ? 100 / size : size));
  const largest = Math.max(...sizes);
  const most = Math.max(...points.map(({ value }) => value));
  const x = (size: number): number => MARGIN + (size / largest) * (WIDTH - 2 * MARGIN);
  const y = (value: number): number => HEIGHT - MARGIN - (value / most) * (HEIGHT - 2 * MARGIN);
  const places = points.map(
    ({ value }, index) => `${x(sizes[index] ?? 0).toFixed(1)},${y(value).toFixed(1)}`,
  );
  return [
    `<path d="M${MARGIN} ${MARGIN}V${HEIGHT - MARGIN}H${WIDTH - MARGIN}" fill="none" stroke="#999"/>`,
    `<polyline points="${places.join(' ')}" fill="none" stroke="#1a6dd4" stroke-width="2"/>`,
    ...places.map((place) => `<circle cx="${place.replace(',', '" cy="')}" r="3" fill="#1a6dd4"/>`),
    `<text x="${WIDTH / 2}" y="20" text-anchor="middle" font-weight="bold">${name === 'checks' ? 'checks, %' : name}</text>`,
    `<text x="${MARGIN - 4}" y="${MARGIN + 4}" text-anchor="end">${most.toFixed(0)} s</text>`,
    `<text x="${WIDTH - MARGIN}" y="${HEIGHT - MARGIN + 16}" text-anchor="end">${largest.toLocaleString('en-US')}</text>`,
    `<text x="${MARGIN}" y="${HEIGHT - MARGIN + 16}" text-anchor="middle">0</text>`,
  ].join('');
}
