import type { Answer } from '../engine/answer.ts';
import type { Case } from '../engine/case.ts';
import type { RequirementId } from '../requirements/index.ts';
import { member } from '../scim/json.ts';
import { judgeAnswered } from './complaints.ts';

const UNIQUENESS: RequirementId = 'RFC7644-3.3-uniqueness';

/** Judges the refusal of a creation whose userName is taken: 409 with scimType uniqueness (RFC 7644 §3.3). */
export function judgeTaken(c: Case, answer: Answer): void {
  const what = 'a creation with a userName that is taken';
  judgeAnswered(c, UNIQUENESS, answer, 409, what, {
    attribute: 'userName',
    wanted: '409 with scimType uniqueness',
  });
  const scimType = member(answer.error ?? undefined, 'scimType');
  c.judge(UNIQUENESS, scimType === 'uniqueness', () => ({
    deviation: scimType === undefined ? 'missing' : 'differs',
    what: 'the scimType',
    when: `where ${what} is refused with 409`,
    wanted: '"scimType": "uniqueness"',
    attribute: 'scimType',
    got: scimType === undefined ? 'no scimType' : `"scimType": ${JSON.stringify(scimType)}`,
    answer,
  }));
}
