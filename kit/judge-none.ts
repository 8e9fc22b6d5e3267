import type { Case } from '../engine/case.ts';
import type { Complaint } from '../engine/complaint.ts';
import type { RequirementId } from '../requirements/index.ts';
import { together } from './complaints.ts';

/** Judges that there is nothing to complain about. */
export function judgeNone(c: Case, rule: RequirementId, complaints: readonly Complaint[]): void {
  c.judge(rule, complaints.length === 0, () => together(complaints));
}

/** The same for what is only worth a warning, whatever the rule says. */
export function adviseNone(c: Case, rule: RequirementId, complaints: readonly Complaint[]): void {
  c.advise(rule, complaints.length === 0, () => together(complaints));
}
