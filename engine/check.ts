import type { CheckHead } from './check-head.ts';
import type { CheckContext } from './context.ts';

/** One executable experiment that judges one or more requirements. */
export interface Check<Id extends string = string> extends CheckHead<Id> {
  readonly run: (t: CheckContext) => Promise<void>;
}

/** The checks of one topic. The engine knows no topic; the registry does, and types the names of suites and checks. */
export interface Suite<Name extends string = string> {
  readonly name: Name;
  /** Names for several suites at once: `application`, `entra`, `rfc`, `okta`. */
  readonly groups: readonly string[];
  readonly title: string;
  readonly checks: readonly Check[];
}

/** A check with the suite it belongs to. */
export interface SuiteCheck<Name extends string = string, Id extends string = string> {
  readonly suite: Suite<Name>;
  readonly check: Check<Id>;
}

/** The checks in the order in which they are to begin. */
export function inTurns<C extends SuiteCheck>(checks: readonly C[]): readonly C[] {
  return checks.toSorted((a, b) => turnOf(a) - turnOf(b));
}

const turnOf = ({ check: { turn } }: SuiteCheck): number => ['late', 'last'].indexOf(turn ?? '');

/** A check as its suite's table has it: a name instead of the whole id. */
export type CheckEntry = Omit<Check, 'id'> & { readonly name: string };

/** A suite from its table of checks; puts the suite's name in front of each id. */
export function defineSuite<Name extends string>(
  suite: Omit<Suite<Name>, 'checks'>,
  checks: readonly CheckEntry[],
): Suite<Name> {
  return {
    ...suite,
    checks: checks.map(({ name, ...check }) => ({ ...check, id: `${suite.name}/${name}` })),
  };
}
