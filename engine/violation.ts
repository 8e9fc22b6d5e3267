import type { Exchange } from '../http/exchange.ts';
import type { Answer } from './answer.ts';
import type { Evidence } from './complaint.ts';
import type { Refused } from './refused.ts';

/** The target broke a requirement. */
export class Violation extends Error {
  override readonly name = 'Violation';
  readonly evidence: Evidence;
  /** What else is wrong, seen at the same time. */
  readonly others: readonly Evidence[];

  /** The refusal that is blamed, where success was wanted. */
  readonly refused: Refused | null;

  constructor(evidence: Evidence, others: readonly Evidence[] = [], refused: Refused | null = null) {
    super(evidence.message);
    this.evidence = evidence;
    this.others = others;
    this.refused = refused;
  }
}

/** Something the check needs first did not work, so that it cannot judge: its verdict is `error`, never `pass`. */
export class SetupFailure extends Error {
  override readonly name: string = 'SetupFailure';
  /** The exchange that stood in the way, where it was one. */
  readonly exchange: Exchange | null;
  /** Path of the attribute that was not as it should be, where one was. */
  readonly attribute: string | null;

  /** @param answer the refusal that stood in the way, or what had another effect than it should */
  constructor(
    message: string,
    answer: Pick<Answer, 'exchange'> | null = null,
    attribute: string | null = null,
  ) {
    super(message);
    this.exchange = answer?.exchange ?? null;
    this.attribute = attribute;
  }
}

/**
 * The target refuses this generated input, which other checks judge; the property goes on with other inputs, and cannot
 * be judged when every input is refused.
 */
export class InputRefused extends SetupFailure {
  override readonly name = 'InputRefused';
}

/** The target says, in its answer, that it does not have what the check is about: the check is skipped. */
export class NotOffered extends Error {
  override readonly name = 'NotOffered';
}
