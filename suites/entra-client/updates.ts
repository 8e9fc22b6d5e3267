import { extensionOf } from '../../generators/build.ts';
import type {
  AttributeChange,
  AttributePath,
  CheckEntry,
  Json,
  JsonObject,
  WireOperation,
} from '../../kit/index.ts';
import { DIALECTS, formatPath } from '../../kit/index.ts';
import { asksForPrimary, isDotted, isExtension, isFiltered, isOptional, isPlain } from './changes.ts';
import { formCheck, isNoTarget, type Spell, type UpdateForm } from './forms.ts';

const pathOf = ({ attribute }: AttributeChange): string => formatPath(attribute.path);

/** One operation of this kind per change, with the wanted value. */
const each =
  (op: 'add' | 'replace') =>
  (changes: readonly AttributeChange[], spell: Spell): readonly WireOperation[] =>
    changes.map((change) => ({ op: spell(op), path: pathOf(change), value: change.wanted ?? null }));

/** All changes as a dialect of the provisioning service writes them. */
const inDialect =
  (name: 'default' | 'aadOptscim062020') =>
  (changes: readonly AttributeChange[]): readonly WireOperation[] =>
    DIALECTS.find((dialect) => dialect.name === name)?.changes(changes) ?? [];

/** The changes as the nested value of one operation without a path: `{"name": {"givenName": …}}`. */
function nested(changes: readonly AttributeChange[], spell: Spell): readonly WireOperation[] {
  const value = changes.reduce(
    (whole: JsonObject, { attribute: { path, parent, definition }, wanted = null }) => {
      const leaf: JsonObject =
        path.subAttribute === null
          ? { [parent.name]: wanted }
          : { [parent.name]: { [definition.name]: wanted } };
      const urn = extensionOf(path);
      return merged(whole, urn === null ? leaf : { [urn]: leaf });
    },
    {},
  );
  return [{ op: spell('replace'), value }];
}

/** Two objects as one, member objects merged as well. */
function merged(a: JsonObject, b: JsonObject): JsonObject {
  const one = ([key, value]: readonly [string, Json]): readonly [string, Json] => {
    const known = a[key];
    const both = isJsonObject(known) && isJsonObject(value);
    return [key, both ? merged(known, value) : value];
  };
  return { ...a, ...Object.fromEntries(Object.entries(b).map(one)) };
}

const isJsonObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The path with its names capitalised, as `emails[type eq "other"].Value` in Entra's default mapping. */
function capitalised(path: AttributePath): string {
  const capital = (name: string): string => `${name[0]?.toUpperCase()}${name.slice(1)}`;
  return formatPath(
    path.subAttribute === null
      ? { ...path, attribute: capital(path.attribute) }
      : { ...path, subAttribute: capital(path.subAttribute) },
  );
}

/** The path with the literal of its filter on `primary` as a string or a boolean. */
const primaryAs =
  (value: string | boolean) =>
  (changes: readonly AttributeChange[], spell: Spell): readonly WireOperation[] =>
    changes.map(({ attribute: { path }, wanted = null }) => {
      const filter = path.filter?.kind === 'compare' ? { ...path.filter, value } : path.filter;
      return { op: spell('replace'), path: formatPath({ ...path, filter }), value: wanted };
    });

const NO_TARGET_HINT =
  'RFC 7644 §3.5.2.3 asks for noTarget where a value filter matches nothing; Entra expects the element to be created (rule E-081).';

/** Every form in which Entra changes the attributes of a user: rules E-077, E-079 to E-092, E-102 and E-153. */
const FORMS: readonly UpdateForm[] = [
  {
    name: 'many-operations',
    title: 'A PATCH with one operation per attribute sets them all',
    requirements: ['E-079'],
    words: 'attribute that a PATCH may change',
    dialect: 'default',
    fits: isPlain,
    before: 'assigned',
    choose: 'all',
    operations: inDialect('default'),
    after: 'wanted',
  },
  {
    name: 'many-operations-with-flag',
    title: 'A PATCH without a path whose value has dotted and URN keys sets each attribute that a key names',
    requirements: ['E-085'],
    words: 'attribute that a PATCH may change',
    dialect: 'aadOptscim062020',
    fits: isPlain,
    before: 'assigned',
    choose: 'some',
    operations: inDialect('aadOptscim062020'),
    after: 'wanted',
    hint: 'The keys are paths: "name.givenName" means givenName inside name, not a member of that name.',
  },
  {
    name: 'new-values-with-flag',
    title: 'Dotted and URN keys also set attributes that had no value',
    requirements: ['E-085'],
    words: 'optional attribute without a filter in its path',
    dialect: 'aadOptscim062020',
    fits: (a) => isPlain(a) && isOptional(a) && !isFiltered(a),
    before: 'unassigned',
    choose: 'some',
    operations: inDialect('aadOptscim062020'),
    after: 'wanted',
  },
  {
    name: 'nested-objects',
    title:
      'A PATCH without a path whose value has nested objects sets what is named and keeps the other parts',
    requirements: ['E-085'],
    words: 'attribute with parts, and no extension',
    fits: (a) => isPlain(a) && (isDotted(a) || isExtension(a)) && !isFiltered(a),
    before: 'assigned',
    choose: 'some',
    operations: nested,
    after: 'wanted',
  },
  {
    name: 'value-path',
    title:
      'Replacing a value in an element that a filter selects keeps the rest of it and the other elements',
    requirements: ['E-080'],
    words: 'attribute with a filter in its path',
    fits: (a) => isPlain(a) && isFiltered(a),
    before: 'assigned',
    choose: 'one',
    operations: each('replace'),
    after: 'wanted',
  },
  {
    name: 'add-by-value-path',
    title: 'Adding a value to an element that exists changes that element and no other',
    requirements: ['E-080'],
    words: 'attribute with a filter in its path',
    fits: (a) => isPlain(a) && isFiltered(a),
    before: 'assigned',
    choose: 'one',
    operations: each('add'),
    after: 'wanted',
  },
  {
    name: 'add-missing-element',
    title:
      'Adding a value to an element that does not exist creates it beside the others (Entra; the RFC is silent)',
    requirements: ['E-081'],
    words: 'optional attribute with a filter in its path',
    fits: (a) => isPlain(a) && isFiltered(a) && isOptional(a),
    before: 'no-element',
    choose: 'one',
    operations: each('add'),
    after: 'wanted',
    mayRefuse: isNoTarget,
    hint: NO_TARGET_HINT,
  },
  {
    name: 'replace-missing-element',
    title:
      'Replacing a value in an element that does not exist creates it (Entra); 400 noTarget, as RFC 7644 has it, warns',
    requirements: ['E-081'],
    words: 'optional attribute with a filter in its path',
    fits: (a) => isPlain(a) && isFiltered(a) && isOptional(a),
    before: 'no-element',
    choose: 'one',
    operations: each('replace'),
    after: 'wanted',
    mayRefuse: isNoTarget,
    hint: NO_TARGET_HINT,
  },
  {
    name: 'several-paths-of-one-attribute',
    title: 'Several filtered paths of one attribute in one PATCH make one element per type',
    requirements: ['E-086'],
    words: 'two optional attributes with filters on one multi-valued attribute',
    fits: (a) => isPlain(a) && isFiltered(a) && isOptional(a),
    before: 'no-element',
    choose: 'siblings',
    operations: each('add'),
    after: 'wanted',
    mayRefuse: isNoTarget,
    hint: 'Each operation has to see what the one before it did.',
  },
  {
    name: 'add-assigned',
    title: 'Adding to a single-valued attribute that has a value replaces the value',
    requirements: ['RFC7644-3.5.2.1-add'],
    words: 'attribute without a filter in its path',
    fits: (a) => isPlain(a) && !isFiltered(a),
    before: 'assigned',
    choose: 'some',
    operations: each('add'),
    after: 'wanted',
  },
  {
    name: 'replace-unassigned',
    title: 'Replacing an attribute that has no value sets it',
    requirements: ['RFC7644-3.5.2.3-replace'],
    words: 'optional attribute without a filter in its path',
    fits: (a) => isPlain(a) && isOptional(a) && !isFiltered(a),
    before: 'unassigned',
    choose: 'some',
    operations: each('replace'),
    after: 'wanted',
  },
  {
    name: 'dotted-path',
    title: 'Setting one part of a complex attribute by a dotted path keeps the other parts',
    requirements: ['E-083'],
    words: 'attribute with parts',
    fits: (a) => isPlain(a) && isDotted(a),
    before: 'assigned',
    choose: 'one',
    operations: (changes, spell) => [...each('replace')(changes, spell), ...each('add')(changes, spell)],
    after: 'wanted',
  },
  {
    name: 'names-in-any-case',
    title: 'Attribute names in a PATCH path may be written in any letter case',
    requirements: ['E-077'],
    words: 'attribute that a PATCH may change',
    fits: isPlain,
    before: 'assigned',
    choose: 'one',
    operations: (changes, spell) =>
      changes.map(({ attribute: { path }, wanted = null }) => ({
        op: spell('replace'),
        path: capitalised(path),
        value: wanted,
      })),
    after: 'wanted',
  },
  {
    name: 'primary-as-string',
    title: 'A filter on primary may have the string "True" for the boolean',
    requirements: ['E-087'],
    words: 'attribute with a filter on primary',
    fits: (a) => isPlain(a) && asksForPrimary(a),
    before: 'assigned',
    choose: 'one',
    operations: primaryAs('True'),
    after: 'wanted',
  },
  {
    name: 'primary-as-boolean',
    title: 'A filter on primary may have the boolean true',
    requirements: ['E-087'],
    words: 'attribute with a filter on primary',
    fits: (a) => isPlain(a) && asksForPrimary(a),
    before: 'assigned',
    choose: 'one',
    operations: primaryAs(true),
    after: 'wanted',
  },
  {
    name: 'sequence',
    title: 'A remove, an add and a replace of one attribute in one PATCH happen in their order',
    requirements: ['RFC7644-3.5.2-atomic'],
    words: 'optional attribute without a filter in its path',
    fits: (a) => isPlain(a) && isOptional(a) && !isFiltered(a),
    before: 'assigned',
    choose: 'one',
    operations: (changes, spell) =>
      changes.flatMap((change) => {
        const path = pathOf(change);
        return [
          { op: spell('remove'), path },
          { op: spell('add'), path, value: change.current ?? null },
          { op: spell('replace'), path, value: change.wanted ?? null },
        ];
      }),
    after: 'wanted',
  },
  {
    name: 'same-patch-twice',
    title: 'The same PATCH sent twice has the same result as once',
    requirements: ['E-153'],
    words: 'attribute that a PATCH may change',
    fits: isPlain,
    before: 'assigned',
    choose: 'some',
    operations: each('add'),
    after: 'wanted',
    twice: true,
  },
  {
    name: 'remove-with-value',
    title: 'A remove operation that names the value besides removes it, and does so again without complaint',
    requirements: ['E-090'],
    words: 'optional attribute that a PATCH may change',
    fits: (a) => isPlain(a) && isOptional(a),
    before: 'assigned',
    choose: 'one',
    operations: (changes, spell) =>
      changes.map((change) => ({ op: spell('remove'), path: pathOf(change), value: change.current ?? null })),
    after: 'cleared',
    twice: true,
  },
  {
    name: 'clear-with-empty-string',
    title: 'Replacing an optional attribute with "" clears it; a plain refusal, which RFC 7643 allows, warns',
    requirements: ['E-091'],
    words: 'optional attribute that holds text',
    fits: (a) => isPlain(a) && isOptional(a) && a.definition.type === 'string',
    before: 'assigned',
    choose: 'some',
    operations: (changes) => changes.map((change) => ({ op: 'replace', path: pathOf(change), value: '' })),
    after: 'cleared',
    mayRefuse: ({ status }) => status >= 400 && status < 500,
  },
  {
    name: 'clear-with-null',
    title: 'Replacing an optional attribute with null clears it',
    requirements: ['E-092'],
    words: 'optional attribute that a PATCH may change',
    fits: (a) => isPlain(a) && isOptional(a),
    before: 'assigned',
    choose: 'some',
    operations: (changes) => changes.map((change) => ({ op: 'replace', path: pathOf(change), value: null })),
    after: 'cleared',
  },
];

/** One check per form. */
export const updates: readonly CheckEntry[] = FORMS.map(formCheck);
