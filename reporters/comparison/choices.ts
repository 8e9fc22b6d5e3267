import type { AnswerRow, Cell } from '../../report/comparison.ts';

/** What targets chose differently, wherever it shows. */
export interface Choice {
  readonly operations: readonly string[];
  /** The places in the answers, the most frequent first. */
  readonly paths: readonly string[];
  /** What each target answered in the first place. */
  readonly values: readonly Cell[];
  readonly count: number;
  readonly checks: readonly string[];
  /** Places that differ for no other reason: an answer without a body has nothing in it. */
  readonly follows: readonly string[];
}

/** Checks named with a choice. */
const NAMED_CHECKS = 5;

/**
 * The differences between answers by the choice behind them: one that is made for every resource and request, such as an
 * ETag, would else fill most of the rows. The most frequent choice comes first.
 */
export function choicesOf(answers: readonly AnswerRow[]): readonly Choice[] {
  const groups = new Map<string, Choice>();
  for (const row of answers) {
    const status = answers.find((other) => other !== row && explains(other, row));
    const key = keyOf(status ?? row);
    const known = groups.get(key);
    groups.set(key, joined(known, row, status));
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}

function joined(known: Choice | undefined, row: AnswerRow, status: AnswerRow | undefined): Choice {
  const first = known ?? {
    operations: [],
    paths: [],
    values: (status ?? row).values,
    count: 0,
    checks: [],
    follows: [],
  };
  if (status !== undefined) return { ...first, follows: withMember(first.follows, row.path) };
  return {
    ...first,
    operations: withMember(first.operations, row.operation),
    paths: withMember(first.paths, row.path),
    count: first.count + row.count,
    checks: row.checks.reduce(withMember, first.checks).slice(0, NAMED_CHECKS),
  };
}

function withMember(list: readonly string[], item: string): readonly string[] {
  return list.includes(item) ? list : [...list, item];
}

/** Whether a row differs only because some answers have no body: it has nothing exactly where their status is 204. */
function explains(status: AnswerRow, row: AnswerRow): boolean {
  if (status.path !== 'status' || status.operation !== row.operation) return false;
  const bare = status.values.map((cell) => cell !== null && 'value' in cell && cell.value === 204);
  const absent = row.values.map((cell) => cell !== null && 'absent' in cell);
  return (
    bare.includes(true) &&
    (row.path === '$' || row.path === 'header content-type') &&
    absent.join() === bare.join()
  );
}

/**
 * Equal for what shows the same choice: the same values of a member of this name, in whatever attribute; or the same place,
 * of whatever resource, where the targets agree in the same way with other values.
 */
function keyOf({ path, values }: AnswerRow): string {
  if (!path.startsWith('$')) return JSON.stringify([path, values]);
  const plain = path.replace(/^\$\.Resources\[[^\]]*\]/, '$').replaceAll(/\[[^\]]*\]/g, '');
  const member = plain.slice(plain.lastIndexOf('.') + 1);
  return JSON.stringify(values.every(isPlain) ? [member, values] : [plain, agreement(values)]);
}

function isPlain(cell: Cell): boolean {
  return cell === null || 'absent' in cell || typeof cell.value !== 'object' || cell.value === null;
}

/** Which targets have something, and which of them the same. */
function agreement(values: readonly Cell[]): readonly number[] {
  const texts = values.map((cell) => JSON.stringify(cell));
  return texts.map((text) => texts.indexOf(text));
}
