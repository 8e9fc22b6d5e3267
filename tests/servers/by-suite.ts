import { OWN_SCHEMAS } from '../../config/own-schemas.ts';
import { type Counts, readCounts, type SuiteCounts } from './counts.ts';
import type { PinnedServer } from './expectation.ts';

/** The run of a server that most checks apply to, and its counts. */
interface Widest {
  readonly name: string;
  readonly counts: SuiteCounts;
}

/** The application of the run that most checks apply to: none, where there is such a run, else the first. */
export function widest(applications: readonly string[]): string {
  const [first = OWN_SCHEMAS.id] = applications;
  return applications.includes(OWN_SCHEMAS.id) ? OWN_SCHEMAS.id : first;
}

function widestRuns(servers: readonly PinnedServer[]): readonly Widest[] {
  return servers.map((server) => ({
    name: server.name,
    counts: readCounts(server, widest(server.applications)),
  }));
}

/** The suites that any of them ran, in the order of the longest run. */
function suitesOf(runs: readonly Widest[]): readonly string[] {
  const lists = runs.map(({ counts }) => Object.keys(counts));
  return [...new Set(lists.toSorted((a, b) => b.length - a.length).flat())];
}

/** The parts of a cell, in the order they are shown. A warning is no failure. */
function partsOf({
  pass,
  warn,
  fail,
  error,
}: Counts): readonly [passed: number, failed: number, unjudged: number] {
  return [pass + warn, fail, error];
}

/** A table of suites and servers: how many checks pass, fail and cannot be judged. */
export function suiteTable(servers: readonly PinnedServer[]): string {
  const runs = widestRuns(servers);
  const row = (suite: string): string =>
    [suite, ...runs.map(({ counts }) => cell(counts[suite]))].join(' | ');
  return [
    `| suite | ${runs.map(({ name }) => name).join(' | ')} |`,
    `|---|${runs.map(() => '--:').join('|')}|`,
    ...suitesOf(runs).map((suite) => `| ${row(suite)} |`),
  ].join('\n');
}

function cell(counts: Counts | undefined): string {
  if (counts === undefined) return '';
  const parts = partsOf(counts);
  return parts.every((part) => part === 0) ? '' : parts.join(' / ');
}

const LEFT = 150;
const TOP = 120;
const ROW = 20;
const COLUMN = 46;
const BAR = 38;

/** In the order of the parts; readable on light and on dark. */
const COLOURS = ['#2e9e5b', '#d64545', '#9aa0a6'];
const WORDS = ['pass', 'fail', 'cannot be judged'];

/** The same as a picture: a bar in each cell, as long as the checks that apply to it share out. */
export function suitePicture(servers: readonly PinnedServer[]): string {
  const runs = widestRuns(servers);
  const suites = suitesOf(runs);
  const [width, height] = [LEFT + runs.length * COLUMN + 60, TOP + suites.length * ROW + 34];
  const text = (x: number, y: number, words: string, more = ''): string =>
    `<text x="${x}" y="${y}"${more}>${words}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11">`,
    '<title>How many checks of each suite pass, fail and cannot be judged on each server</title>',
    '<style>text{fill:#1f2328}@media(prefers-color-scheme:dark){text{fill:#e6edf3}}</style>',
    ...runs.map(({ name }, index) => {
      const [x, y] = [LEFT + index * COLUMN + 12, TOP - 8];
      return text(x, y, escaped(name), ` transform="rotate(-40 ${x} ${y})"`);
    }),
    ...suites.flatMap((suite, line) => {
      const y = TOP + line * ROW;
      return [
        text(LEFT - 8, y + 13, suite, ' text-anchor="end"'),
        ...runs.map(({ counts }, index) => bar(counts[suite], LEFT + index * COLUMN, y + 3)),
      ];
    }),
    ...WORDS.map((words, index) => {
      const [x, y] = [LEFT + index * 100, height - 18];
      return `<rect x="${x}" y="${y}" width="12" height="12" fill="${COLOURS[index]}"/>${text(x + 17, y + 10, words)}`;
    }),
    '</svg>',
    '',
  ].join('\n');
}

function bar(counts: Counts | undefined, x: number, y: number): string {
  const parts = counts === undefined ? [] : partsOf(counts);
  const all = parts.reduce((sum, part) => sum + part, 0);
  let from = x;
  return parts
    .map((part, index) => {
      const length = all === 0 ? 0 : (part / all) * BAR;
      const drawn = `<rect x="${from.toFixed(1)}" y="${y}" width="${length.toFixed(1)}" height="14" fill="${COLOURS[index]}"/>`;
      from += length;
      return part === 0 ? '' : drawn;
    })
    .join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
