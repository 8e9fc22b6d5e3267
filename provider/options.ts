import type { FaultId } from './faults.ts';
import type { ProviderSettings } from './settings.ts';
import type { VariationId } from './variations.ts';

/** What a provider is and demands, and where it departs from it. */
export interface ProviderOptions extends ProviderSettings {
  /** Defects to switch on; none by default. */
  readonly faults?: readonly FaultId[];
  /** Choices that the RFCs leave open, made otherwise; none by default. */
  readonly variations?: readonly VariationId[];
}
