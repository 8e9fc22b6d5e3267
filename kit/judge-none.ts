import type { Case } from '../engine/case.ts';
import type { Complaint } from '../engine/complaint.ts';
import type { RequirementId } from '../requirements/index.ts';

/** Judges that nothing is wrong: the first complaint is the finding, the others stand beside it, lest it hide them. */
export function judgeNone(c: Case, rule: RequirementId, [first, ...also]: readonly Complaint[]): void {
  c.judge(rule, first === undefined, () => ({ deviation: 'differs', what: 'nothing', ...first, also }));
}

/** The same for what is only worth a warning, whatever the rule says. */
export function adviseNone(c: Case, rule: RequirementId, [first, ...also]: readonly Complaint[]): void {
  c.advise(rule, first === undefined, () => ({ deviation: 'differs', what: 'nothing', ...first, also }));
}
