import { isObject, type Json } from '../../scim/json.ts';
import { isVariationId, type VariationId } from '../variations.ts';
import { FEATURES, type FeatureName, isFeatureName } from './features.ts';
import { KINDS, type Kind, type KindName } from './kinds.ts';

/** What a lawful service provider makes of what the RFCs leave to it: only what is other than usual. */
export interface Policy {
  /** Attributes and how they are treated: `User.title:immutable`; see {@link KINDS}. */
  readonly attributes: readonly string[];
  /** Optional features that it does not have. */
  readonly without: readonly FeatureName[];
  readonly variations: readonly VariationId[];
}

/** The provider as it is. */
export const USUAL: Policy = { attributes: [], without: [], variations: [] };

/** One attribute and how it is treated. */
export interface Choice {
  readonly id: string;
  readonly kind: KindName;
  /** Name of the resource type. */
  readonly resource: string;
  /** The attribute, after it that of its parts which is meant. */
  readonly path: readonly string[];
}

const kindNames = Object.keys(KINDS).filter(isKindName);

function isKindName(text: string): text is KindName {
  return Object.hasOwn(KINDS, text);
}

/** Every choice about an attribute, in the order of the kinds. */
export const CHOICES: readonly Choice[] = kindNames.flatMap((kind) =>
  KINDS[kind].attributes.map((attribute) => choice(attribute, kind)),
);

const CHOICE_IDS: ReadonlyMap<string, Choice> = new Map(CHOICES.map((one) => [one.id, one]));

function choice(attribute: string, kind: KindName): Choice {
  const [resource = '', ...path] = attribute.split('.');
  return { id: `${attribute}:${kind}`, kind, resource, path };
}

/** The choices about attributes that a policy makes; ids that are none are left out. */
export function choicesOf({ attributes }: Policy): readonly Choice[] {
  return attributes.flatMap((id) => CHOICE_IDS.get(id) ?? []);
}

/** What one kind of choice says. */
export function kindOf({ kind }: Choice): Kind {
  return KINDS[kind];
}

/**
 * A policy out of a file.
 * @throws RangeError that names what is no choice
 */
export function readPolicy(value: Json): Policy {
  if (!isObject(value)) throw new RangeError('a policy is an object with attributes, without and variations');
  const { attributes = [], without = [], variations = [], ...others } = value;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new RangeError(`a policy has no "${unknown}"`);
  return {
    attributes: listOf('attributes', attributes, (id): id is string => CHOICE_IDS.has(id)),
    without: listOf('without', without, isFeatureName),
    variations: listOf('variations', variations, isVariationId),
  };
}

function listOf<T extends string>(
  name: string,
  value: Json,
  isOne: (text: string) => text is T,
): readonly T[] {
  if (!Array.isArray(value)) throw new RangeError(`"${name}" of a policy is a list`);
  return value.map((item: Json) => {
    if (typeof item === 'string' && isOne(item)) return item;
    throw new RangeError(`${JSON.stringify(item)} is none of the ${name} a policy can name`);
  });
}

/** What a policy does, one clause for each choice, with the section that permits it. */
export function describePolicy(policy: Policy): readonly string[] {
  return [
    ...choicesOf(policy).map((one) => {
      const { title, permittedBy } = kindOf(one);
      return `${one.id}: ${[one.resource, ...one.path].join('.')} ${title} (${permittedBy})`;
    }),
    ...policy.without.map((name) => `without ${name} (${FEATURES[name].permittedBy})`),
    ...policy.variations,
  ];
}
