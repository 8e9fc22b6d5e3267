import type {
  Case,
  CheckEntry,
  LegacyComplaint as Complaint,
  Json,
  JsonObject,
  RequirementId,
} from '../../kit/index.ts';
import {
  CORE_GROUP,
  CORE_USER,
  ENTERPRISE_USER,
  isObject,
  member,
  NotOffered,
  shown,
  stringMember,
} from '../../kit/index.ts';
import { schemasOf } from './declarations.ts';

/** What the text of RFC 7643 says of an attribute, whatever a service provider would have it. */
interface Fixed {
  readonly schema: string;
  readonly path: readonly [attribute: string, subAttribute?: string];
  readonly characteristic: string;
  readonly value: string;
  readonly requirement: RequirementId;
  /** Whether another declaration leads clients to what the target must not do; otherwise it is worth a warning. */
  readonly binding: boolean;
}

/** RFC 7643 §4.1.1, §4.1.2, §4.2 and §4.3; other characteristics may change "where permitted" (§8.7.1). */
const FIXED: readonly Fixed[] = [
  {
    schema: CORE_USER,
    path: ['password'],
    characteristic: 'mutability',
    value: 'writeOnly',
    requirement: 'RFC7643-4.1.1-password-write-only',
    binding: true,
  },
  {
    schema: CORE_USER,
    path: ['password'],
    characteristic: 'returned',
    value: 'never',
    requirement: 'RFC7643-4.1.1-password-write-only',
    binding: true,
  },
  {
    schema: CORE_USER,
    path: ['active'],
    characteristic: 'type',
    value: 'boolean',
    requirement: 'RFC7643-4.1.1-active-boolean',
    binding: true,
  },
  {
    schema: CORE_USER,
    path: ['groups'],
    characteristic: 'mutability',
    value: 'readOnly',
    requirement: 'RFC7643-4.1.2-groups-read-only',
    binding: true,
  },
  {
    schema: CORE_GROUP,
    path: ['members', 'value'],
    characteristic: 'mutability',
    value: 'immutable',
    requirement: 'RFC7643-4.2-members-immutable',
    binding: false,
  },
  {
    schema: ENTERPRISE_USER,
    path: ['manager', 'displayName'],
    characteristic: 'mutability',
    value: 'readOnly',
    requirement: 'RFC7643-4.3-manager-display-name-read-only',
    binding: false,
  },
];

/** The schemas of the standard, as the target declares them. */
export const characteristics: readonly CheckEntry[] = [
  {
    name: 'declared-as-in-the-standard',
    title:
      '/Schemas declares the attributes of the standard with the characteristics that its text gives them',
    requirements: [
      'RFC7643-4.1.1-password-write-only',
      'RFC7643-4.1.1-active-boolean',
      'RFC7643-4.1.2-groups-read-only',
      'RFC7643-4.2-members-immutable',
      'RFC7643-4.3-manager-display-name-read-only',
    ],
    run: (t) =>
      t.once(async (c) => {
        const schemas = await schemasOf(c);
        for (const fixed of FIXED) judge(c, schemas, fixed);
        if (c.judged === 0) throw new NotOffered('/Schemas declares nothing of these attributes');
      }),
  },
];

/** A characteristic that is left out says nothing: documents leave out a lot, and clients take the standard's. */
function judge(c: Case, schemas: readonly JsonObject[], fixed: Fixed): void {
  const { schema: id, path, characteristic, value, requirement, binding } = fixed;
  const schema = schemas.find((one) => stringMember(one, 'id')?.toLowerCase() === id.toLowerCase());
  const [name, sub] = path;
  const attribute = named(member(schema, 'attributes'), name);
  const found = sub === undefined ? attribute : named(member(attribute, 'subAttributes'), sub);
  const declared = member(found, characteristic);
  if (typeof declared !== 'string') return;
  const text = path.join('.');
  const holds = declared.toLowerCase() === value.toLowerCase();
  const complaint = (): Complaint => ({
    message: `/Schemas declares ${text} with "${characteristic}": ${shown(declared)}`,
    expected: `"${characteristic}": "${value}"`,
    actual: `"${characteristic}": ${shown(declared)}`,
    hint: 'Clients that read /Schemas would treat the attribute in another way than the standard does.',
  });
  if (binding) c.judge(requirement, holds, complaint);
  else c.advise(requirement, holds, complaint);
}

function named(items: Json | undefined, name: string): JsonObject | undefined {
  const list: readonly Json[] = Array.isArray(items) ? items : [];
  return list
    .filter(isObject)
    .find((item) => stringMember(item, 'name')?.toLowerCase() === name.toLowerCase());
}
