import type { Finding } from '../finding.ts';
import type { Symptom } from './symptom.ts';
import type { Trait } from './traits.ts';
import { rootOf, subjectRoot } from './words.ts';

export const isSuccess = ({ status }: Pick<Finding, 'status'>): boolean => status !== null && status < 400;

/** Success where a refusal is wanted. */
export function isAccepted(finding: Finding): boolean {
  return finding.deviation === 'answered' && isSuccess(finding);
}

/** Whether a reason names an attribute. */
export function names(detail: string | null, attribute: string): boolean {
  return detail?.split(/[^\w:.$-]+/).some((word) => word.replace(/[.:]$/, '') === attribute) === true;
}

const withoutOp = (form: string): string => form.replace(/^(?:add|remove|replace) /, '');

/** Whether a PATCH is written in the way that has not its effect. */
export const isWrittenAs = (form: readonly string[], { kind, text }: Trait): boolean =>
  kind === 'effect' && form.some((one) => withoutOp(one) === withoutOp(text));

/** The only attribute that the operations of a PATCH name. */
export const namedRoot = ({ named = [] }: Pick<Finding, 'named'>): string | null =>
  subjectRoot({ attribute: null, named });

/** Whether a cause is that errors are no SCIM messages at all. */
export function isNoError({ kind, text }: Trait): boolean {
  return kind === 'error' && text === 'body';
}

/** The attributes that are not kept, or come back in another form: what is shown cannot be sent back. */
export function lost(symptoms: readonly Symptom[]): readonly string[] {
  return symptoms.flatMap(({ finding }) =>
    finding?.deviation === 'missing' || finding?.deviation === 'form'
      ? (rootOf(finding.attribute) ?? [])
      : [],
  );
}
