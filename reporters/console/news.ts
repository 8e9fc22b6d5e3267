import { causesOf } from '../../report/causes.ts';
import type { Cause, CheckResult } from '../../report/report.ts';
import { stateOf } from '../conclusion.ts';
import { problem } from '../explain.ts';
import { clip, count, oneLine } from '../text.ts';

/** One thing to tell while a run goes on: a sentence and, for the margin, what it is about. */
export interface Item {
  readonly state: 'fail' | 'error';
  readonly sentence: string;
  readonly about: string;
}

/** So many checks make it worth a line that they have something in common. */
const SEVERAL = 3;

/** Lines that a reader still takes in while waiting; the summary at the end has everything. */
const MOST_ITEMS = 20;

/** Results that causes are looked for in, again and again: of more than these there is enough to read already. */
const MOST_RESULTS = 100;

const LONGEST_SENTENCE = 300;

/**
 * What is worth telling of a target while its checks go on: the first finding of each cause as soon as it is known, and what
 * several findings have in common once that can be said. Further findings of a cause are counted, not told.
 */
export class News {
  readonly #troubles = new Map<string, CheckResult>();
  /** Checks whose finding was told. */
  readonly #told = new Set<string>();
  readonly #summed = new Set<string>();
  #items = 0;

  /** Notes a result, or what it is so far. @returns what it adds to what is known; mostly nothing */
  note(result: CheckResult): readonly Item[] {
    const enough = this.#items >= MOST_ITEMS || this.#troubles.size >= MOST_RESULTS;
    if (enough || !isTrouble(result)) return [];
    this.#troubles.set(result.id, result);
    const causes = causesOf({ checks: [...this.#troubles.values()], requirements: {} }).filter(
      ({ explains, blocks }) => explains.includes(result.id) || blocks.includes(result.id),
    );
    const items = [...this.#first(result, causes), ...causes.flatMap((cause) => this.#common(cause))];
    this.#items += items.length;
    return this.#items < MOST_ITEMS ? items : [...items, ENOUGH];
  }

  /** A failure, unless another one of the same cause has been told. */
  #first(result: CheckResult, causes: readonly Cause[]): readonly Item[] {
    const known = causes.some(({ explains }) => explains.some((id) => this.#told.has(id)));
    if (known || result.verdict !== 'fail') return [];
    this.#told.add(result.id);
    return [{ state: 'fail', sentence: clip(problem(result), LONGEST_SENTENCE), about: oneLine(result.id) }];
  }

  /** What the findings of a cause have in common, once for each cause. */
  #common({ title, explains, blocks }: Cause): readonly Item[] {
    const members = [...explains, ...blocks];
    if (members.length < SEVERAL || members.some((id) => this.#summed.has(id))) return [];
    const sentence = clip(oneLine(title), LONGEST_SENTENCE);
    // The words of one of them say no more than those that were told.
    if (members.some((id) => this.#told.has(id)) && this.#isOfOne(title, members)) return [];
    for (const id of members) this.#summed.add(id);
    const state = explains.length > 0 ? 'fail' : 'error';
    const what = explains.length > 0 ? 'explains' : 'blocks';
    return [{ state, sentence, about: `${what} ${count(members.length, 'check')} so far` }];
  }

  /** Whether a sentence is that of a single finding. */
  #isOfOne(sentence: string, members: readonly string[]): boolean {
    const own = members.flatMap((id) => this.#troubles.get(id) ?? []);
    return own.some(({ message, others = [] }) =>
      [message, ...others.map((one) => one.message)].includes(sentence),
    );
  }
}

/** Without an obstacle nothing of the target is in the way: the run ends. */
function isTrouble(result: CheckResult): boolean {
  const state = stateOf(result);
  return state === 'fail' || (state === 'error' && (result.obstacle ?? null) !== null);
}

const ENOUGH: Item = {
  state: 'fail',
  sentence: 'More is found; the summary at the end has all of it',
  about: 'from here on only counted',
};
