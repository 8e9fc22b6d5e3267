import { isObject, member } from '../../../scim/json.ts';
import { CORE_USER, ENTERPRISE_USER } from '../../../scim/urns.ts';
import type { FaultTable } from '../fault.ts';
import { mapAttribute, omit } from '../rewrite.ts';
import { declaring, showing } from './overrides.ts';

/** Schemas that do not agree with the resources: RFC 7643 §7, RFC 7644 §4. */
export const AGREEMENT = {
  'declared-type-wrong': {
    title: 'a boolean attribute is declared as a string',
    violates: 'RFC7644-4',
    overrides: declaring('active', { type: 'string' }),
  },
  'declared-plurality-wrong': {
    title: 'a multi-valued attribute is declared as single-valued',
    violates: 'RFC7644-4',
    overrides: declaring('emails', { multiValued: false }),
  },
  'declared-required-not-enforced': {
    title: 'an attribute is declared as required, and users come to be without it',
    violates: 'RFC7643-7',
    overrides: declaring('nickName', { required: true }),
  },
  'read-only-stored': {
    title: 'a client sets the displayName of a manager, which is readOnly',
    violates: 'RFC7643-7',
    overrides: (steps) => ({
      intake: (body, type, before) => {
        const taken = steps.intake(body, type, before);
        const sent = member(member(body, ENTERPRISE_USER), 'manager');
        const held = member(taken, ENTERPRISE_USER);
        if (!isObject(sent) || !isObject(held)) return taken;
        return { ...taken, [ENTERPRISE_USER]: { ...held, manager: sent } };
      },
    }),
  },
  'groups-written': {
    title: 'a PUT of a user stores his groups, which are readOnly',
    violates: 'RFC7643-7',
    overrides: (steps) => ({
      intake: (body, type, before) => {
        const taken = steps.intake(body, type, before);
        const groups = member(body, 'groups');
        return type.name === 'User' && before !== null && groups !== undefined ? { ...taken, groups } : taken;
      },
    }),
  },
  'declared-immutable-changed': {
    title: 'an attribute is declared as immutable and changes',
    violates: 'RFC7643-7',
    overrides: declaring('nickName', { mutability: 'immutable' }),
  },
  'declared-never-returned': {
    title: 'an attribute is declared as never returned and comes back',
    violates: 'RFC7643-7',
    overrides: declaring('displayName', { returned: 'never' }),
  },
  'declared-write-only-returned': {
    title: 'an attribute is declared as writeOnly and comes back',
    violates: 'RFC7643-7',
    overrides: declaring('displayName', { mutability: 'writeOnly' }),
  },
  'password-shown-on-request': {
    title: 'the password comes back to a query that asks for it',
    violates: 'RFC7643-7',
    overrides: showing((shown, { password }, asked) =>
      password !== undefined && asked?.some((name) => name.toLowerCase() === 'password')
        ? { ...shown, password }
        : shown,
    ),
  },
  'password-echoed': {
    title: 'the answer to a creation holds the password under another name',
    violates: 'RFC7643-7',
    overrides: (steps) => ({
      created: (body, resource) =>
        steps.created(
          resource.password === undefined ? body : { ...body, initialPassword: resource.password },
          resource,
        ),
    }),
  },
  'declared-always-left-out': {
    title: 'an attribute is declared as always returned and left out by a query for another',
    violates: 'RFC7643-7',
    overrides: declaring('userName', { returned: 'always' }),
  },
  'id-left-out': {
    title: 'a query for other attributes is answered without the id',
    violates: 'RFC7643-7',
    overrides: showing((shown, _, asked) => (asked === undefined ? shown : omit(shown, 'id'))),
  },
  'declared-request-unasked': {
    title: 'an attribute is declared as returned on request and comes back unasked',
    violates: 'RFC7643-7',
    overrides: declaring('displayName', { returned: 'request' }),
  },
  'attributes-parameter-ignored': {
    title: 'the attributes parameter is ignored',
    violates: 'RFC7643-7',
    overrides: (steps) => ({ present: (resource, type) => steps.present(resource, type, {}) }),
  },
  'declared-unique-not-enforced': {
    title: 'an attribute is declared as unique, and two users have the same value',
    violates: 'RFC7643-7',
    overrides: declaring('nickName', { uniqueness: 'server' }),
  },
  'declared-case-exact-folded': {
    title: 'an attribute is declared as caseExact, and filters ignore its letter case',
    violates: 'RFC7643-7',
    overrides: declaring('displayName', { caseExact: true }),
  },
  'external-id-lowered': {
    title: 'externalId, which is caseExact, is stored in small letters',
    violates: 'RFC7643-7',
    overrides: (steps) => ({
      settle: (resource, type, before) =>
        steps.settle(
          mapAttribute(resource, 'externalId', (value) =>
            typeof value === 'string' ? value.toLowerCase() : value,
          ),
          type,
          before,
        ),
    }),
  },
  'declared-not-kept': {
    title: 'an attribute is declared, accepted and not kept',
    violates: 'RFC7643-7',
    overrides: (steps) => ({
      settle: (resource, type, before) =>
        steps.settle(
          type.name === 'User' ? omit(resource, 'nickName', 'preferredLanguage', 'userType') : resource,
          type,
          before,
        ),
    }),
  },
  'schemas-undeclared': {
    title: 'users name a schema that /Schemas does not list',
    violates: 'RFC7643-7',
    overrides: showing((shown) =>
      mapAttribute(shown, 'schemas', (urns) =>
        Array.isArray(urns) && urns.includes(CORE_USER)
          ? [...urns, 'urn:example:params:scim:schemas:internal:2.0:User']
          : urns,
      ),
    ),
  },
} as const satisfies FaultTable;
