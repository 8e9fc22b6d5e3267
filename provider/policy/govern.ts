import { ScimError } from '../../scim/error.ts';
import { isObject, type Json, type JsonObject, member } from '../../scim/json.ts';
import { readPath } from '../../scim/lookup.ts';
import { parsePath } from '../../scim/path.ts';
import { type AttributeDefinition, findAttribute, type ResourceType } from '../../scim/schema.ts';
import { GROUP_TYPE, USER_TYPE } from '../../scim/schemas/index.ts';
import type { ProviderSettings } from '../settings.ts';
import type { Provider, Steps } from '../steps.ts';
import { FEATURES } from './features.ts';
import type { KindName } from './kinds.ts';
import { type Choice, choicesOf, kindOf, type Policy } from './policy.ts';

/** The settings of a provider with what a policy makes of its schemas and demands. */
export function governed(settings: ProviderSettings, policy: Policy): ProviderSettings {
  const choices = choicesOf(policy);
  const of = (resource: string): readonly Choice[] => choices.filter((one) => one.resource === resource);
  return {
    ...settings,
    userType: shaped(settings.userType ?? USER_TYPE, of('User')),
    groupType: shaped(settings.groupType ?? GROUP_TYPE, of('Group')),
    requiredUserAttributes: demands(settings.requiredUserAttributes, of('User')),
    requiredGroupAttributes: demands(settings.requiredGroupAttributes, of('Group')),
  };
}

/** A resource type with the definitions that the choices declare. */
function shaped(type: ResourceType, choices: readonly Choice[]): ResourceType {
  const change = (definitions: readonly AttributeDefinition[]): readonly AttributeDefinition[] =>
    choices.reduce((current, one) => redefined(current, one.path, one), definitions);
  return {
    ...type,
    schema: { ...type.schema, attributes: change(type.schema.attributes) },
    extensions: type.extensions.map((schema) => ({ ...schema, attributes: change(schema.attributes) })),
  };
}

function redefined(
  definitions: readonly AttributeDefinition[],
  [name, ...rest]: readonly string[],
  choice: Choice,
): readonly AttributeDefinition[] {
  const { declares } = kindOf(choice);
  if (declares === undefined) return definitions;
  return definitions.flatMap((definition) => {
    if (definition.name !== name) return [definition];
    if (rest.length === 0) return declares(definition) ?? [];
    return [{ ...definition, subAttributes: redefined(definition.subAttributes ?? [], rest, choice) }];
  });
}

/** Kinds of attributes that a client cannot give a value to, so that nobody can demand one of him. */
const UNSETTABLE: ReadonlySet<KindName> = new Set(['absent', 'forgotten', 'readOnly']);

/** What is demanded, without what cannot be had and with what the choices demand. */
function demands(paths: readonly string[], choices: readonly Choice[]): readonly string[] {
  const unsettable = choices.filter(({ kind }) => UNSETTABLE.has(kind)).map(({ path }) => path.join('.'));
  const demanded = choices.filter(({ kind }) => kind === 'demanded').map(({ path }) => path.join('.'));
  const isSettable = (text: string): boolean => {
    const { attribute, subAttribute } = parsePath(text);
    return !unsettable.some((path) => path === attribute || path === `${attribute}.${subAttribute}`);
  };
  return [...paths.filter(isSettable), ...demanded];
}

/** The steps of a provider that abides by a policy. */
export function abiding(steps: Steps, policy: Policy, provider: Provider): Steps {
  const choices = choicesOf(policy);
  const of = (type: ResourceType, kind: KindName): readonly Choice[] =>
    choices.filter((one) => one.resource === type.name && one.kind === kind);
  let current: Steps = {
    ...steps,
    settle: (resource, type, before) => {
      for (const one of of(type, 'closed')) requireListed(resource, type, one);
      for (const one of of(type, 'single')) requireSingle(resource, one);
      return steps.settle(without(resource, type, of(type, 'forgotten')), type, before);
    },
    represent: (resource, type) => without(steps.represent(resource, type), type, of(type, 'absent')),
  };
  for (const name of policy.without) current = { ...current, ...FEATURES[name].overrides(current, provider) };
  return current;
}

/** A resource without these attributes, wherever they are. */
function without(resource: JsonObject, type: ResourceType, choices: readonly Choice[]): JsonObject {
  if (choices.length === 0) return resource;
  const names = new Set(choices.map(({ path }) => path[0]));
  const urns = new Set(type.extensions.map(({ id }) => id));
  const kept = (holder: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(holder).filter(([name]) => !names.has(name)));
  const entries = Object.entries(kept(resource)).flatMap(([name, value]): readonly [string, Json][] => {
    if (!urns.has(name) || !isObject(value)) return [[name, value]];
    const data = kept(value);
    return Object.keys(data).length > 0 ? [[name, data]] : [];
  });
  return Object.fromEntries(entries);
}

/** @throws ScimError 400 invalidValue for a value that is not among those that /Schemas lists (RFC 7643 §2.3.1) */
function requireListed(resource: JsonObject, type: ResourceType, { path }: Choice): void {
  const [name = '', part] = path;
  const whole = findAttribute(type.schema.attributes, name);
  const definition = part === undefined ? whole : findAttribute(whole?.subAttributes, part);
  const listed = definition?.canonicalValues ?? [];
  if (definition === undefined || listed.length === 0) return;
  const fold = (text: string): string => (definition.caseExact ? text : text.toLowerCase());
  const known = new Set(listed.map(fold));
  for (const value of readPath(resource, parsePath(path.join('.')), type)) {
    if (typeof value !== 'string' || value === '' || known.has(fold(value))) continue;
    throw new ScimError(400, 'invalidValue', `${path.join('.')} takes one of: ${listed.join(', ')}.`);
  }
}

/** @throws ScimError 400 invalidValue for more than one value */
function requireSingle(resource: JsonObject, { path: [name = ''] }: Choice): void {
  const value = member(resource, name);
  if (!Array.isArray(value) || value.length <= 1) return;
  throw new ScimError(400, 'invalidValue', `${name} takes one value at most.`);
}
