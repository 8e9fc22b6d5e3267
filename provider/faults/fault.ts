import type { Provider, Steps } from '../steps.ts';

/** The topics of the catalogue. */
export type FaultArea =
  | 'required-attributes'
  | 'filtering'
  | 'soft-delete'
  | 'group-members'
  | 'entra-client'
  | 'provisioning-cycle'
  | 'query'
  | 'modification'
  | 'description'
  | 'representation';

/** One switchable defect: exactly one behaviour changes, the rest stays conformant. */
export interface Fault {
  /** What the provider does wrong, in one clause. */
  readonly title: string;
  /** The violated requirement: `RFC7644-3.3` (a section), `E-088` (an Entra rule) or `APP` (the application's table). */
  readonly violates: string;
  /** Where the defect is reported in public, or null when no report is known. */
  readonly seenIn?: string;
  /** The steps it replaces, given those it stands in for. Called once for each provider; may keep state. */
  readonly overrides: (steps: Steps, provider: Provider) => Partial<Steps>;
}

/** Faults of one area, by id. */
export type FaultTable = Readonly<Record<string, Fault>>;
