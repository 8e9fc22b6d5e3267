import type { Exchange } from '../http/exchange.ts';
import type { RequirementId } from '../requirements/index.ts';

/** What a violated requirement looked like. */
export interface Finding {
  /** Id of the violated requirement. */
  readonly requirement: RequirementId;
  /** What is wrong, in one sentence about the target. */
  readonly message: string;
  readonly expected?: string;
  readonly actual?: string;
  /** The usual cause. */
  readonly hint?: string;
  /** Id of the check that asked for the answer, where another one tells of it: both are needed to see it again. */
  readonly source?: string;
}

/** The target broke a requirement. */
export class Violation extends Error {
  override readonly name = 'Violation';
  readonly finding: Finding;

  constructor(finding: Finding) {
    super(finding.message);
    this.finding = finding;
  }
}

/** Something the check needs first did not work, so that it cannot judge: its verdict is `error`, never `pass`. */
export class SetupFailure extends Error {
  override readonly name = 'SetupFailure';
}

/**
 * The target refuses this generated input, which other checks judge; the property goes on with other inputs, and cannot
 * be judged when every input is refused.
 */
export class InputRefused extends Error {
  override readonly name = 'InputRefused';
}

/** The target says, in its answer, that it does not have what the check is about: the check is skipped. */
export class NotOffered extends Error {
  override readonly name = 'NotOffered';
}

/** A failing or warning finding with the exchanges that led to it. */
export interface Evidence {
  readonly finding: Finding;
  readonly exchanges: readonly Exchange[];
}
