import type { Application, Constraints, Feature } from '../config/application.ts';
import type { ResourceType } from '../scim/schema.ts';
import type { Connection } from './connection.ts';
import type { EffortName } from './effort.ts';

/** Whether a feature is supported; null where nobody says. */
export type Features = Readonly<Record<Feature, boolean | null>>;

/** The limits that a ServiceProviderConfig states (RFC 7643 §5); null where it says nothing. */
export interface AnnouncedLimits {
  readonly maxOperations: number | null;
  /** Bytes. */
  readonly maxPayloadSize: number | null;
  /** `filter.maxResults`. */
  readonly maxResults: number | null;
  /** `pagination.maxPageSize` (RFC 9865 §4). */
  readonly maxPageSize: number | null;
}

/** What discovery and the connection test told about a target before the suites start. */
export interface TargetFacts {
  /** What the ServiceProviderConfig, else the application's profile, says; null where both are silent. */
  readonly features: Features;
  readonly limits: AnnouncedLimits;
  /** Whether /ResourceTypes or /Schemas lists groups; null when neither is offered. */
  readonly groupsListed: boolean | null;
  /** Resource types built from the target's own /Schemas; null when it offers none that can be read. */
  readonly user: ResourceType | null;
  readonly group: ResourceType | null;
  /** The target's resource types beside users and groups, from its /ResourceTypes and /Schemas. */
  readonly others: readonly ResourceType[];
}

/** How the provisioning service writes PATCH operations: as it does by default, or with its feature flag (rule E-139). */
export type DialectName = 'default' | 'aadOptscim062020';

/** Every dialect; one server sees both of them from one tenant (rule E-141). */
export const DIALECT_NAMES: readonly DialectName[] = ['default', 'aadOptscim062020'];

/** What a run does unless it is told otherwise. */
export const PLAN_DEFAULTS = {
  path: null,
  dialects: DIALECT_NAMES,
  probeUnadvertised: false,
  cleanup: true,
  readOnly: false,
  journal: null,
} as const satisfies Partial<Plan>;

/** Everything a run of the suites against one target needs; plain data, so that it can be handed to a worker. */
export interface Plan {
  readonly runId: string;
  readonly seed: number;
  readonly effort: EffortName;
  readonly checks: readonly string[];
  /** fast-check path of a counterexample to go straight to, or null. */
  readonly path: string | null;
  /** The dialects of PATCH to try. */
  readonly dialects: readonly DialectName[];
  /** Whether checks of features that the target does not announce run too, as observations. */
  readonly probeUnadvertised: boolean;
  readonly cleanup: boolean;
  /** Whether only requests that write nothing are sent. */
  readonly readOnly: boolean;
  /** File of the journal, or null where nobody could clean up after the run. */
  readonly journal: string | null;
  readonly toolVersion: string;
  readonly application: Application;
  readonly target: Connection & {
    readonly name: string;
    readonly constraints: Constraints;
    readonly facts: TargetFacts;
    /** Command-line words that name this target and application again, for replay commands. */
    readonly replay: readonly string[];
  };
}
