import type { CheckContext, CheckEntry, Complaint, Sighted } from '../kit/index.ts';
import { defineSuite, NotOffered } from '../kit/index.ts';
import { ERROR_RULES, JSON_RULES, LIST_RULES, STATUS_RULES } from './every-answer/message-rules.ts';
import { META_RULES, VERSION_RULES } from './every-answer/meta-rules.ts';
import { ID_RULES, NAME_RULES, PASSWORD_RULES, SCHEMAS_RULES } from './every-answer/resource-rules.ts';
import { EVERY_ANSWER_SUITE } from './every-answer/rules.ts';
import type { Rule } from './every-answer/sighting.ts';
import { tour } from './every-answer/tour.ts';
import { ACTIVE_RULES, STRUCTURE_RULES, VALUE_RULES } from './every-answer/type-rules.ts';

/** The rules by what they are about: one check each, so that one defect does not hide another. */
const CHECKS: readonly (readonly [name: string, title: string, rules: readonly Rule[]])[] = [
  ['json', 'Every answer is JSON in UTF-8, labelled as SCIM', JSON_RULES],
  ['error-messages', 'Every error is a SCIM Error message with the status of the answer', ERROR_RULES],
  [
    'statuses',
    'Every answer has a status that the standard uses there, and tells errors in it',
    STATUS_RULES,
  ],
  ['lists', 'Every list is a ListResponse that counts its resources', LIST_RULES],
  ['ids', 'Every resource in an answer has a proper id', ID_RULES],
  ['schemas', 'Every resource in an answer names its schemas', SCHEMAS_RULES],
  ['names', 'No resource in an answer has an attribute or a value twice, or two primary values', NAME_RULES],
  ['passwords', 'No answer shows a password', PASSWORD_RULES],
  ['meta', 'Every resource in an answer tells its type, times and location rightly', META_RULES],
  ['versions', 'Every version in an answer is an entity-tag, and the one in the header', VERSION_RULES],
  ['data-types', 'Every value in an answer has the data type of its attribute', VALUE_RULES],
  [
    'structure',
    'Every attribute in an answer is single or multi-valued, simple or complex, as it is defined',
    STRUCTURE_RULES,
  ],
  ['active', 'active is a boolean in every answer', ACTIVE_RULES],
];

/**
 * Rules that hold for every answer, whichever check asked for it. Each check goes on a short tour of requests of its
 * own, waits until all others have ended, and then tells what was seen.
 */
export const everyAnswer = defineSuite(
  {
    name: EVERY_ANSWER_SUITE,
    groups: ['application', 'entra', 'rfc'],
    title: 'Every answer of the run keeps the rules of messages and resources',
  },
  CHECKS.map(([name, title, rules]) => entry(name, title, rules)),
);

function entry(name: string, title: string, rules: readonly Rule[]): CheckEntry {
  const [first, ...others] = rules.map(({ requirement }) => requirement);
  if (first === undefined) throw new Error(`the check ${name} has no rules`);
  return {
    name,
    title,
    requirements: [first, ...others],
    turn: 'last',
    run: (t) => tell(t, `${EVERY_ANSWER_SUITE}/${name}`, rules),
  };
}

async function tell(t: CheckContext, check: string, rules: readonly Rule[]): Promise<void> {
  const { witness } = t.session;
  await tour(t.session);
  await witness.quiet(check);
  const judged = rules.filter(({ requirement }) => witness.testimony(requirement).judged > 0);
  if (judged.length === 0) throw new NotOffered('no answer of the target has what these rules are about');
  await t.forEach(judged, ({ requirement }, own) =>
    own.once(async (c) => {
      const { violations } = witness.testimony(requirement);
      c.exchanges.push(...violations.map(({ exchange }) => exchange));
      const [first = NOTHING, ...also] = violations.map(complaintOf);
      c.judge(requirement, violations.length === 0, () => ({ ...first, also }));
    }),
  );
}

const NOTHING: Complaint = { deviation: 'form', what: '' };

function complaintOf({ complaint, source, exchange }: Sighted): Complaint {
  // What the session asks for on its own account is asked for whichever checks run.
  const isCheck = source.includes('/') && !source.startsWith(`${EVERY_ANSWER_SUITE}/`);
  return { ...complaint, answer: { exchange }, ...(isCheck ? { source } : {}) };
}
