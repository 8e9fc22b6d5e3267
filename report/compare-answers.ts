import { isObject, type Json, type JsonObject, sameJson } from '../scim/json.ts';
import type { AnswerRow, Cell } from './comparison.ts';
import { operationName, operationOf } from './operation.ts';
import type { RunReport, TranscriptExchange } from './report.ts';
import { CUT } from './transcript.ts';

/** Most rows of a comparison, and most checks named in one of them. */
const MOST_ROWS = 1000;
const NAMED_CHECKS = 5;

/** Answers to the same requests, compared. */
export interface AnswerComparison {
  /** Exchanges that correspond: the same request at the same place on at least two targets. */
  readonly compared: number;
  /** All differences, of which `rows` are the first. */
  readonly different: number;
  readonly rows: readonly AnswerRow[];
}

/**
 * Compares the answers of corresponding exchanges. Exchanges correspond when the same check sent the same request at the
 * same place: where an earlier answer led to another request, or another seed to other input, nothing can be said.
 */
export function compareAnswers(reports: readonly Pick<RunReport, 'transcript'>[]): AnswerComparison {
  const rows = new Map<string, AnswerRow>();
  let compared = 0;
  for (const [check, exchanges] of corresponding(reports)) {
    const answers = exchanges.map((exchange) => (exchange === null ? null : answerOf(exchange)));
    const [request] = exchanges.flatMap((exchange) => exchange?.request ?? []);
    if (request === undefined) continue;
    compared++;
    for (const [path, values] of differences(answers)) {
      add(rows, check, { operation: operationName(operationOf(request.method, request.path)), path, values });
    }
  }
  const all = [...rows.values()].sort((a, b) => b.count - a.count);
  return { compared, different: all.length, rows: all.slice(0, MOST_ROWS) };
}

type Corresponding = readonly [check: string, exchanges: readonly (TranscriptExchange | null)[]];

/** The exchanges of all targets at one place; null for a target whose request there is another one. */
function* corresponding(reports: readonly Pick<RunReport, 'transcript'>[]): Generator<Corresponding> {
  const checks = new Set(reports.flatMap(({ transcript }) => Object.keys(transcript ?? {})));
  for (const check of checks) {
    const transcripts = reports.map(({ transcript }) =>
      transcript !== undefined && Object.hasOwn(transcript, check) ? transcript[check] : undefined,
    );
    const longest = Math.max(...transcripts.map((transcript) => transcript?.exchanges.length ?? 0));
    for (let at = 0; at < longest; at++) {
      const keys = transcripts.map((transcript) => {
        const exchange = transcript?.exchanges[at];
        return exchange === undefined ? null : JSON.stringify([transcript?.place, exchange.request]);
      });
      const common = mostFrequent(keys.filter((key) => key !== null));
      if (common === null) continue;
      yield [
        check,
        keys.map((key, target) => (key === common ? (transcripts[target]?.exchanges[at] ?? null) : null)),
      ];
    }
  }
}

/** The key that most targets share, the first of several; null when no two share one. */
function mostFrequent(keys: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  return most < 2 ? null : (keys.find((key) => counts.get(key) === most) ?? null);
}

/** What an answer says. */
interface Answer {
  readonly status: number | string;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined where there is none. */
  readonly body: Json | undefined;
}

function answerOf({ response }: TranscriptExchange): Answer {
  if (response === null) return { status: 'no answer', headers: {}, body: undefined };
  const { status, headers, body } = response;
  return { status, headers, body: body === null ? undefined : parsed(body) };
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A value on one target: undefined where there is none, {@link UNKNOWN} where it was not compared. */
type Side = Json | undefined | typeof UNKNOWN;
const UNKNOWN = Symbol('not compared');

type Difference = readonly [path: string, values: readonly Cell[]];

/** Where the answers are not all the same; an answer that is null was not compared. */
function differences(answers: readonly (Answer | null)[]): Difference[] {
  const known = answers.filter((answer) => answer !== null);
  const statuses = answers.map((answer): Side => (answer === null ? UNKNOWN : answer.status));
  // A success and an error have nothing in common that would be worth a comparison.
  if (new Set(known.map(({ status }) => Number(status) < 400)).size > 1) return differing('status', statuses);
  const headers = [...new Set(known.flatMap((answer) => Object.keys(answer.headers)))].sort();
  const bodies = answers.map(
    (answer): Side => (answer === null || answer.body === CUT ? UNKNOWN : answer.body),
  );
  return [
    ...differing('status', statuses),
    ...headers.flatMap((name) =>
      differing(
        `header ${name}`,
        answers.map((answer): Side => (answer === null ? UNKNOWN : own(answer.headers, name))),
      ),
    ),
    ...differing('$', bodies),
  ];
}

/** The deepest places at which values differ: members and elements are compared where all have some. */
function differing(path: string, sides: readonly Side[]): Difference[] {
  const known = sides.filter((side): side is Json | undefined => side !== UNKNOWN);
  if (known.every((side) => sameJson(side, known[0]))) return [];
  if (known.every(isObject)) {
    const keys = [...new Set(known.flatMap(Object.keys))];
    return keys.flatMap((key) =>
      differing(
        step(path, key),
        sides.map((side) => (isObject(side) ? own(side, key) : UNKNOWN)),
      ),
    );
  }
  if (known.every((side) => Array.isArray(side))) return differingElements(path, sides);
  return [[path, sides.map(cell)]];
}

function differingElements(path: string, sides: readonly Side[]): Difference[] {
  const named = sides.map((side) => (Array.isArray(side) ? elements(side) : null));
  const names = [...new Set(named.flatMap((byName) => [...(byName?.keys() ?? [])]))];
  return names.flatMap((name) =>
    differing(
      `${path}[${name}]`,
      named.map((byName) => (byName === null ? UNKNOWN : byName.get(name))),
    ),
  );
}

/**
 * The elements of an array by what they are, so that one that is missing does not move the others: by type where that is
 * unique, texts and the like by themselves. What is there several times is numbered.
 */
function elements(array: readonly Json[]): ReadonlyMap<string, Json> {
  const named = new Map<string, Json>();
  for (const item of array) {
    const name = isObject(item)
      ? typeof item.type === 'string'
        ? `type eq ${JSON.stringify(item.type)}`
        : ''
      : JSON.stringify(item);
    const same = [...named.keys()].filter((key) => key === name || key.startsWith(`${name}#`)).length;
    named.set(name === '' ? `#${same}` : same === 0 ? name : `${name}#${same}`, item);
  }
  return named;
}

function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function step(path: string, key: string): string {
  return /^[\w$]+$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

function cell(side: Side): Cell {
  if (side === UNKNOWN) return null;
  return side === undefined ? { absent: true } : { value: side };
}

/** Puts a difference beside those like it, which say the same about the target with other generated values. */
function add(
  rows: Map<string, AnswerRow>,
  check: string,
  { operation, path, values }: Pick<AnswerRow, 'operation' | 'path' | 'values'>,
): void {
  const key = JSON.stringify([operation, path, path.startsWith('$') ? pattern(values) : values]);
  const known = rows.get(key);
  const checks = known?.checks ?? [];
  rows.set(key, {
    operation,
    path,
    values: known?.values ?? values,
    count: (known?.count ?? 0) + 1,
    checks: checks.includes(check) || checks.length >= NAMED_CHECKS ? checks : [...checks, check],
  });
}

/** Which targets have a value of which type, and which of them have the same one. */
function pattern(values: readonly Cell[]): readonly string[] {
  const seen: string[] = [];
  return values.map((cell) => {
    if (cell === null) return 'not compared';
    if ('absent' in cell) return 'absent';
    const text = JSON.stringify(cell.value);
    if (!seen.includes(text)) seen.push(text);
    return `${cell.value === null ? 'null' : typeof cell.value} ${seen.indexOf(text)}`;
  });
}
