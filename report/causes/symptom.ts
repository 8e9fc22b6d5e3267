import type { Finding, Obstacle } from '../finding.ts';
import type { CheckResult } from '../report.ts';
import { type Trait, traitsOf, traitsOfObstacle } from './traits.ts';

/** One finding of a check, or a check that could not judge, with what can be seen of it. */
export interface Symptom {
  readonly check: CheckResult;
  readonly verdict: 'fail' | 'warn' | 'error';
  /** Null where the check could not judge, and in reports of earlier versions. */
  readonly finding: Finding | null;
  readonly obstacle: Obstacle | null;
  /** The violated requirement; null where the check could not judge. */
  readonly requirement: string | null;
  readonly message: string;
  readonly hint: string | null;
  readonly traits: readonly Trait[];
}

/** What can be seen of a check that does not pass: a symptom for each of its findings. */
export function symptomsOf(check: CheckResult): readonly Symptom[] {
  const { verdict, finding = null, obstacle = null, violated, hint, others = [] } = check;
  const message = check.message ?? check.reason ?? check.title;
  if (verdict === 'error') {
    return [
      {
        ...{ check, verdict, finding: null, obstacle, requirement: null, message, hint },
        traits: traitsOfObstacle(obstacle),
      },
    ];
  }
  if (verdict !== 'fail' && verdict !== 'warn') return [];
  const all = [{ verdict, finding, violated, message, hint }, ...others];
  return all.map((one) => ({
    check,
    verdict: one.verdict,
    finding: one.finding ?? null,
    obstacle: null,
    requirement: one.violated,
    message: one.message ?? check.title,
    hint: one.hint,
    traits: traitsOf(one.finding ?? null, one.violated ?? ''),
  }));
}

/** Whether a symptom shows a trait. */
export function has({ traits }: Symptom, { kind, text }: Trait): boolean {
  return traits.some((trait) => trait.kind === kind && trait.text === text);
}
