import type { Dialect, MappedAttribute } from '../../kit/index.ts';
import type { ExpectedGroup, ExpectedUser } from './expected.ts';

/** What the provisioning service remembers between cycles. */
export interface Memory {
  /** Ids on the target by person and by group; only of what it looks after. */
  readonly users: Map<number, string>;
  readonly groups: Map<number, string>;
  /** What each object was last brought to, so that an incremental cycle leaves out what has not changed (E-145). */
  readonly syncedUsers: Map<number, ExpectedUser>;
  readonly syncedGroups: Map<number, ExpectedGroup>;
  /** The userNames of users that were deleted, without letter case. */
  readonly deletedNames: Set<string>;
  /** Whether the last cycle was interrupted, so that the next one may send again what has arrived already. */
  uncertain: boolean;
}

/** A service that has never run. */
export function freshMemory(): Memory {
  return {
    users: new Map(),
    groups: new Map(),
    syncedUsers: new Map(),
    syncedGroups: new Map(),
    deletedNames: new Set(),
    uncertain: false,
  };
}

/** What one cycle works with. */
export interface CycleOptions {
  readonly dialect: Dialect;
  /** The mapped attributes without `active`, manager and members, as far as the target keeps them. */
  readonly attributes: readonly MappedAttribute[];
  /** Paths of the matching attributes of users, in order of precedence. */
  readonly matching: readonly MappedAttribute[];
  /** Path of the manager attribute, or null when there is none. */
  readonly manager: MappedAttribute | null;
  /** Requests after which the cycle is stopped, its last answer lost. */
  readonly interruptAfter?: number;
  /** Looks at every object, changed or not, as after a restart (E-146). */
  readonly everything?: boolean;
}
