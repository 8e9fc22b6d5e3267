import type { Answer } from '../engine/answer.ts';
import type { Case } from '../engine/case.ts';
import type { RequirementId } from '../requirements/index.ts';
import { stringMember } from '../scim/json.ts';

/**
 * Judges that an error has the keyword that a section names (RFC 7644 §3.12 leaves it out where none is named).
 * @param what what is refused: `removing the readOnly id`
 */
export function judgeScimType(
  c: Case,
  rule: RequirementId,
  answer: Answer,
  scimType: string,
  what: string,
): void {
  const got = stringMember(answer.error, 'scimType');
  c.judge(rule, got === scimType, () => ({
    deviation: got === undefined ? 'missing' : 'differs',
    what: 'the scimType',
    when: `where ${what} is refused with ${answer.status}`,
    says: got === undefined ? undefined : `is ${got} instead of ${scimType}`,
    wanted: `"scimType": "${scimType}"`,
    attribute: 'scimType',
    got: got === undefined ? 'no scimType' : `"scimType": "${got}"`,
    answer,
  }));
}
