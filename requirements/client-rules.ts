import type { Feature, Requirement } from './requirement.ts';

/**
 * How firmly a rule of a client stands: `required` where the vendor's pages or tests demand it, `recommended` where they
 * advise it, `observed` where traffic and reports alone show it.
 */
type Strength = 'required' | 'recommended' | 'observed';

/** A row of the table of a client's rules. */
export type ClientRule<Id extends string> = readonly [
  id: Id,
  strength: Strength,
  feature: Feature | null,
  statement: string,
  untestable?: string,
];

/** Why a rule cannot be judged: it is about the client. */
export const CLIENT_SIDE = 'It describes what the client does; a service provider has nothing to answer for.';

/**
 * Builds the requirements of a provisioning client from its table. What the vendor's pages or tests demand fails a
 * target; what was only observed, or is advised, warns. Reports know one level, ENTRA, for the rules of any such client.
 */
export function clientRules<Id extends string>(rules: readonly ClientRule<Id>[]): readonly Requirement<Id>[] {
  return rules.map(([id, strength, feature, statement, untestable]) => ({
    id,
    level: 'ENTRA',
    section: null,
    statement,
    gate: strength === 'required' ? 'fail' : 'warn',
    lines: null,
    feature,
    untestable: untestable ?? null,
  }));
}
