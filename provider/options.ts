import type { FaultId } from './faults.ts';
import type { Policy } from './policy/policy.ts';
import type { ProviderSettings } from './settings.ts';
import type { VariationId } from './variations.ts';

/** What a provider is and demands, and where it departs from it. */
export interface ProviderOptions extends ProviderSettings {
  /** Defects to switch on; none by default. */
  readonly faults?: readonly FaultId[];
  /** Choices that the RFCs leave open, made otherwise; none by default. */
  readonly variations?: readonly VariationId[];
  /** What it makes of all that the RFCs leave to a service provider; by default what RFC 7643 §8.7.1 prints. */
  readonly policy?: Policy;
}
