import type { CheckEntry, Complaint, Json, JsonObject, RequirementId } from '../../kit/index.ts';
import {
  adviseNone,
  CORE_GROUP,
  CORE_USER,
  ENTERPRISE_USER,
  isObject,
  judgeNone,
  member,
  NotOffered,
  stringMember,
} from '../../kit/index.ts';
import { readListed, SCHEMAS } from '../discovery/documents.ts';

const PASSWORD: RequirementId = 'RFC7643-4.1.1-password-write-only';
const ACTIVE: RequirementId = 'RFC7643-4.1.1-active-boolean';
const GROUPS: RequirementId = 'RFC7643-4.1.2-groups-read-only';
const MEMBERS: RequirementId = 'RFC7643-4.2-members-immutable';
const MANAGER: RequirementId = 'RFC7643-4.3-manager-display-name-read-only';

/** What the text of RFC 7643 says of an attribute, whatever a service provider would have it. */
type Fixed = readonly [
  requirement: RequirementId,
  schema: string,
  path: string,
  characteristic: string,
  value: string,
];

/** RFC 7643 §4.1.1, §4.1.2: another declaration leads clients to what the target must not do. */
const BINDING: readonly Fixed[] = [
  [PASSWORD, CORE_USER, 'password', 'mutability', 'writeOnly'],
  [PASSWORD, CORE_USER, 'password', 'returned', 'never'],
  [ACTIVE, CORE_USER, 'active', 'type', 'boolean'],
  [GROUPS, CORE_USER, 'groups', 'mutability', 'readOnly'],
];

/** RFC 7643 §4.2, §4.3: another declaration is worth a warning. Other characteristics may change "where permitted" (§8.7.1). */
const ADVISED: readonly Fixed[] = [
  [MEMBERS, CORE_GROUP, 'members.value', 'mutability', 'immutable'],
  [MANAGER, ENTERPRISE_USER, 'manager.displayName', 'mutability', 'readOnly'],
];

/** The schemas of the standard, as the target declares them. */
export const characteristics: readonly CheckEntry[] = [
  {
    name: 'declared-as-in-the-standard',
    title:
      '/Schemas declares the attributes of the standard with the characteristics that its text gives them',
    requirements: [PASSWORD, ACTIVE, GROUPS, MEMBERS, MANAGER],
    run: (t) =>
      t.once(async (c) => {
        const schemas = await readListed(c, SCHEMAS);
        if (![...BINDING, ...ADVISED].some((fixed) => declared(schemas, fixed) !== undefined))
          throw new NotOffered('/Schemas declares nothing of these attributes');
        for (const fixed of ADVISED) adviseNone(c, fixed[0], departure(schemas, fixed));
        for (const rule of [PASSWORD, ACTIVE, GROUPS]) {
          const own = BINDING.filter(([requirement]) => requirement === rule);
          judgeNone(
            c,
            rule,
            own.flatMap((fixed) => departure(schemas, fixed)),
          );
        }
      }),
  },
];

/** What /Schemas says; undefined where it is left out: documents leave out a lot, and clients take the standard's. */
function declared(schemas: readonly JsonObject[], fixed: Fixed): string | undefined {
  const [, id, path, characteristic] = fixed;
  const schema = schemas.find((one) => stringMember(one, 'id')?.toLowerCase() === id.toLowerCase());
  const [name = '', sub] = path.split('.');
  const attribute = named(member(schema, 'attributes'), name);
  const found = sub === undefined ? attribute : named(member(attribute, 'subAttributes'), sub);
  return stringMember(found, characteristic);
}

function departure(schemas: readonly JsonObject[], fixed: Fixed): readonly Complaint[] {
  const [, , path, characteristic, value] = fixed;
  const is = declared(schemas, fixed);
  if (is === undefined || is.toLowerCase() === value.toLowerCase()) return [];
  return [
    {
      deviation: 'untrue',
      what: `${path} in /Schemas`,
      says: `is declared with "${characteristic}": "${is}"`,
      attribute: path,
      wanted: `"${characteristic}": "${value}"`,
      got: `"${characteristic}": "${is}"`,
    },
  ];
}

function named(items: Json | undefined, name: string): JsonObject | undefined {
  const list: readonly Json[] = Array.isArray(items) ? items : [];
  return list
    .filter(isObject)
    .find((item) => stringMember(item, 'name')?.toLowerCase() === name.toLowerCase());
}
