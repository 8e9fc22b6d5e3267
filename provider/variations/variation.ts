import type { ProviderSettings } from '../settings.ts';
import type { Provider, Steps } from '../steps.ts';

/** The topics of the variations. */
export type VariationTopic =
  | 'answers'
  | 'identifiers'
  | 'lists'
  | 'description'
  | 'schemas'
  | 'values'
  | 'additions'
  | 'times'
  | 'errors'
  | 'refusals'
  | 'neighbours';

/** The steps that a variation replaces, given those it stands in for. Called once for each provider; may keep state. */
export type Overrides = (steps: Steps, provider: Provider) => Partial<Steps>;

/** The settings that a variation replaces, given those it stands in for. */
export type SettingsChange = (settings: ProviderSettings) => Partial<ProviderSettings>;

/** One switchable choice that the RFCs leave to a service provider: a provider that makes it is as conformant as before. */
export interface Variation {
  /** What the provider does, in one clause. */
  readonly title: string;
  /** The section that permits it, as `RFC7644-3.5.2`. */
  readonly permittedBy: string;
  /** Ids of requirements that it does not keep although it may: recommendations, and habits of a client. */
  readonly warns?: readonly string[];
  readonly overrides?: Overrides;
  readonly settings?: SettingsChange;
}

/** Variations of one topic, by id. */
export type VariationTable = Readonly<Record<string, Variation>>;
