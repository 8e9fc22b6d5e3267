import type { Watcher } from '../../kit/index.ts';
import { ERROR_RULES, JSON_RULES, LIST_RULES, STATUS_RULES } from './message-rules.ts';
import { META_RULES, VERSION_RULES } from './meta-rules.ts';
import { ID_RULES, NAME_RULES, PASSWORD_RULES, SCHEMAS_RULES } from './resource-rules.ts';
import { type Rule, Sighting } from './sighting.ts';
import { ACTIVE_RULES, STRUCTURE_RULES, VALUE_RULES } from './type-rules.ts';

/** The suite that tells what was seen; without a check of it there is nobody to tell. */
export const EVERY_ANSWER_SUITE = 'every-answer';

/** Every rule that is judged on every answer of a run. */
const EVERY_ANSWER: readonly Rule[] = [
  ...[JSON_RULES, ERROR_RULES, STATUS_RULES, LIST_RULES],
  ...[ID_RULES, SCHEMAS_RULES, NAME_RULES, PASSWORD_RULES],
  ...[META_RULES, VERSION_RULES, VALUE_RULES, STRUCTURE_RULES, ACTIVE_RULES],
].flat();

/** Looks at every answer by every rule; at none where the plan has no check that tells what was seen. */
export function everyAnswerWatcher(checks: readonly string[]): Watcher {
  return (options) => {
    if (!checks.some((id) => id.startsWith(`${EVERY_ANSWER_SUITE}/`))) return null;
    const own = new Map<string, string>();
    return (request, response) => {
      const sighting = new Sighting(request, response, options, own);
      return EVERY_ANSWER.map(({ requirement, look }) => [requirement, look(sighting)]);
    };
  };
}
