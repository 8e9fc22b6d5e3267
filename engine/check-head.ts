import type { MappedAttribute } from '../config/mapping.ts';
import type { RequirementId } from '../requirements/index.ts';
import type { DialectName, Features } from './plan.ts';

/** What a check needs to be worth running; the first need that is not met gives the reason to skip it. */
export interface Need {
  /** The reason for skipping, or null when the need is met. */
  unmet(facts: ApplicationFacts): string | null;
  /** Whether the check may be tried all the same, as a probe of what the target does not announce. */
  readonly probeable?: boolean;
}

/** What is known before the first check: the application's attributes and the target's announced features. */
export interface ApplicationFacts {
  readonly applicationName: string;
  readonly users: readonly MappedAttribute[];
  /** Null when the application provisions no groups. */
  readonly groups: readonly MappedAttribute[] | null;
  readonly features: Features;
  readonly groupsListed: boolean | null;
  /** Whether requests carry a token. */
  readonly authenticated: boolean;
  readonly dialects: readonly DialectName[];
}

/** What is known of a check without running it. */
export interface CheckHead<Id extends string = string> {
  /** `<suite>/<name>`, stable: waivers, baselines and scripts depend on it. */
  readonly id: Id;
  /** The property in one sentence, as a reader of the report wants it. */
  readonly title: string;
  /** Ids of the requirements it judges; the first one is the main one and gives the check its level. */
  readonly requirements: readonly [RequirementId, ...RequirementId[]];
  readonly needs?: readonly Need[];
  /**
   * When it runs, where that is not with most others: `late` after them, because what it sends may keep the target from
   * answering anybody, and `last` because it tells what was seen in all of them.
   */
  readonly turn?: 'late' | 'last';
}
