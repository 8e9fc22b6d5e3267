import type { ScimRequest } from '../http/client.ts';
import type { Answer } from './answer.ts';
import type { Evidence } from './complaint.ts';

/** A request that should have succeeded, and the refusal. */
export interface Refused {
  readonly request: ScimRequest;
  readonly answer: Answer;
}

/** A finding that does not end the case. */
export interface Warning {
  readonly evidence: Evidence;
  /** The refusal that is blamed, where success was wanted. */
  readonly refused: Refused | null;
}
