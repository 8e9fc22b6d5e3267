import type { Complaint, RequirementId, Sight } from '../../kit/index.ts';
import { CORE_USER, isUnassigned, malformed, member } from '../../kit/index.ts';
import { over } from './resource-rules.ts';
import type { Rule, Sighting } from './sighting.ts';
import type { TypeFault } from './types.ts';

const typeRule = (requirement: RequirementId): Rule => ({
  requirement,
  look: (seen) => keepsType(seen, requirement),
});

/** Each simple value has the JSON type of its attribute (RFC 7643 §2.3). */
export const VALUE_RULES: readonly Rule[] = (
  [
    'RFC7643-2.3-json-types',
    'RFC7643-2.3.2-boolean',
    'RFC7643-2.3.3-decimal',
    'RFC7643-2.3.4-integer',
    'RFC7643-2.3.5-json',
    'RFC7643-2.3.5-date-and-time',
    'RFC7643-2.3.5-date-time',
    'RFC7643-2.3.6-base64',
    'RFC7643-2.3.7-uri',
  ] as const
).map(typeRule);

/** Arrays and objects stand where attributes are multi-valued and complex, and nowhere else (RFC 7643 §2.3.8, §2.4). */
export const STRUCTURE_RULES: readonly Rule[] = (
  [
    'RFC7644-3.8-structure',
    'RFC7643-1.2-simple-attribute',
    'RFC7643-2.3.8-no-nesting',
    'RFC7643-2.4-complex',
    'RFC7643-2.4-standard-meanings',
  ] as const
).map(typeRule);

/** The boolean that provisioning lives by (RFC 7643 §4.1.1). */
export const ACTIVE_RULES: readonly Rule[] = [
  { requirement: 'RFC7643-4.1.1-active-boolean', look: showsActive },
];

function keepsType({ typeFaults }: Sighting, requirement: RequirementId): Sight {
  if (!typeFaults.judged.has(requirement)) return null;
  const faults = typeFaults.faults.filter((one) => one.requirement === requirement);
  const [first, ...also] = [...new Map(faults.map((fault) => [fault.path, fault])).values()].map(told);
  return first === undefined ? 'holds' : { ...first, also };
}

function told({ path, expected, value }: Omit<TypeFault, 'requirement'>): Complaint {
  return malformed(path, expected, value, { attribute: path });
}

function showsActive({ type, own }: Sighting): Sight {
  if (type?.schema.id !== CORE_USER) return null;
  return over(own, (user) => {
    const active = member(user, 'active');
    if (isUnassigned(active)) return null;
    return typeof active === 'boolean'
      ? 'holds'
      : told({ path: 'active', expected: 'the JSON literal true or false', value: active });
  });
}
