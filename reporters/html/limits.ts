/** How much evidence each card shows, in characters; report.json has everything. */
export interface Limits {
  /** One block: expected, actual, counterexample, a command. */
  readonly block: number;
  /** All bodies of a card's exchanges together. */
  readonly bodies: number;
  /** Exchanges of a card; the last ones, which are closest to the failure. */
  readonly exchanges: number;
}

/** Characters of evidence in the page; escaped as HTML, 50 failures stay below 3 MB. */
const BUDGET = 1_200_000;

/** The budget shared out among so many cards: with few failures nearly everything is shown. */
export function limitsFor(cards: number): Limits {
  const each = Math.min(120_000, BUDGET / Math.max(1, cards));
  return {
    block: Math.floor(each / 8),
    bodies: Math.floor(each / 2),
    exchanges: Math.max(3, Math.min(20, Math.floor(500 / Math.max(1, cards)))),
  };
}
