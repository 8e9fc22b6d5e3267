import fc from 'fast-check';
import { type Filter, formatFilter } from '../scim/filter.ts';
import { resolvePath } from '../scim/lookup.ts';
import type { AttributePath } from '../scim/path.ts';
import { findAttribute, type ResourceType } from '../scim/schema.ts';
import { COMMON_ATTRIBUTES } from '../scim/schemas/index.ts';

/** How a client writes a filter or an attribute name; every spelling means the same (RFC 7644 §3.4.2.2, §3.10). */
export interface Spelling {
  readonly names: 'plain' | 'upper' | 'lower';
  readonly operators: 'plain' | 'upper' | 'capital';
  /** Names with their schema URI in front. */
  readonly urns: 'plain' | 'full' | 'upper';
}

/** The spelling of the RFC's own examples. */
export const PLAIN: Spelling = { names: 'plain', operators: 'plain', urns: 'plain' };

export function spellingArbitrary(): fc.Arbitrary<Spelling> {
  return fc.record({
    names: fc.constantFrom('plain', 'upper', 'lower'),
    operators: fc.constantFrom('plain', 'upper', 'capital'),
    urns: fc.constantFrom('plain', 'full', 'upper'),
  });
}

/** A path in this spelling. Common attributes belong to no schema, so that they have no URI (RFC 7643 §3.1). */
export function spellPath(path: AttributePath, { names, urns }: Spelling, type: ResourceType): AttributePath {
  const found = resolvePath({ ...path, filter: null }, type);
  const common = findAttribute(COMMON_ATTRIBUTES, path.attribute) !== undefined && path.urn === null;
  const urn = path.urn ?? (urns === 'plain' || common || found === null ? null : found.schema.id);
  return {
    urn: urns === 'upper' ? (urn?.toUpperCase() ?? null) : urn,
    attribute: inCase(path.attribute, names),
    filter: path.filter,
    subAttribute: path.subAttribute === null ? null : inCase(path.subAttribute, names),
  };
}

/** The text of a filter in this spelling. */
export function spellFilter(filter: Filter, spelling: Spelling, type: ResourceType): string {
  const text = formatFilter(mapPaths(filter, (path) => spellPath(path, spelling, type), spelling));
  return spelling.operators === 'plain' ? text : respellOperators(text, spelling.operators);
}

function inCase(name: string, names: Spelling['names']): string {
  if (names === 'plain') return name;
  return names === 'upper' ? name.toUpperCase() : name.toLowerCase();
}

function mapPaths(filter: Filter, spell: (path: AttributePath) => AttributePath, spelling: Spelling): Filter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return {
        ...filter,
        left: mapPaths(filter.left, spell, spelling),
        right: mapPaths(filter.right, spell, spelling),
      };
    case 'not':
      return { kind: 'not', filter: mapPaths(filter.filter, spell, spelling) };
    case 'valuePath': {
      // Names inside the brackets are those of sub-attributes: they have no URI of their own.
      const plain = (path: AttributePath): AttributePath => ({
        ...path,
        attribute: inCase(path.attribute, spelling.names),
      });
      const inner = filter.path.filter && mapPaths(filter.path.filter, plain, spelling);
      return { kind: 'valuePath', path: { ...spell(filter.path), filter: inner } };
    }
    default:
      return { ...filter, path: spell(filter.path) };
  }
}

const STRING = /("(?:\\.|[^"\\])*")/;
const WORD = /(?<=[\s)])(?:eq|ne|co|sw|ew|gt|ge|lt|le|pr|and|or)(?=[\s(\])]|$)|(?<=^|[\s([])not(?= ?\()/g;

/** Operators in other letter case, outside string literals. */
function respellOperators(text: string, form: 'upper' | 'capital'): string {
  const respell = (word: string): string =>
    form === 'upper' ? word.toUpperCase() : `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
  return text
    .split(STRING)
    .map((part) => (part.startsWith('"') ? part : part.replace(WORD, respell)))
    .join('');
}
