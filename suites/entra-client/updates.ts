import { extensionOf } from '../../generators/build.ts';
import type {
  AttributeChange,
  AttributePath,
  CheckEntry,
  Complaint,
  Json,
  JsonObject,
  WireOperation,
} from '../../kit/index.ts';
import { AS_BEFORE, CORE_USER, DIALECTS, formatPath, isObject } from '../../kit/index.ts';
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
    const both = isObject(known) && isObject(value);
    return [key, both ? merged(known, value) : value];
  };
  return { ...a, ...Object.fromEntries(Object.entries(b).map(one)) };
}

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

/** Where a key that is a path has had no effect. */
function keysHint({ attribute = '', says }: Complaint): string | undefined {
  return says === AS_BEFORE && /[.:]/.test(attribute)
    ? 'The keys are paths: "name.givenName" means givenName inside name, not a member of that name.'
    : undefined;
}

type Kind = Pick<UpdateForm, 'words' | 'fits'>;

/** Kinds of attributes that forms are for, with the words for the reason to skip: "no <words>". */
const ANY: Kind = { words: 'attribute that a PATCH may change', fits: isPlain };
const FILTERED: Kind = {
  words: 'attribute with a filter in its path',
  fits: (a) => isPlain(a) && isFiltered(a),
};
const OPTIONAL_FILTERED: Kind = {
  words: 'optional attribute with a filter in its path',
  fits: (a) => isPlain(a) && isFiltered(a) && isOptional(a),
};
const OPTIONAL_SINGLE: Kind = {
  words: 'optional attribute without a filter in its path',
  fits: (a) => isPlain(a) && isOptional(a) && !isFiltered(a),
};
const OPTIONAL: Kind = {
  words: 'optional attribute that a PATCH may change',
  fits: (a) => isPlain(a) && isOptional(a),
};
const PRIMARY: Kind = {
  words: 'attribute with a filter on primary',
  fits: (a) => isPlain(a) && asksForPrimary(a),
};

/** Every form in which Entra changes the attributes of a user: rules E-077, E-079 to E-092, E-102 and E-153. */
const FORMS: readonly UpdateForm[] = [
  {
    name: 'many-operations',
    title: 'A PATCH with one operation per attribute sets them all',
    requirements: ['E-079'],
    ...ANY,
    what: (names) => `a PATCH with an operation for each of ${names}`,
    control: 'lower-case',
    dialect: 'default',
    choose: 'all',
    operations: inDialect('default'),
  },
  {
    name: 'many-operations-with-flag',
    title: 'A PATCH without a path whose value has dotted and URN keys sets each attribute that a key names',
    requirements: ['E-085'],
    ...ANY,
    what: (names) => `a PATCH in the dialect of the flag that replaces ${names}`,
    dialect: 'aadOptscim062020',
    choose: 'most',
    operations: inDialect('aadOptscim062020'),
    hint: keysHint,
  },
  {
    name: 'new-values-with-flag',
    title: 'Dotted and URN keys also set attributes that had no value',
    requirements: ['E-085'],
    ...OPTIONAL_SINGLE,
    what: (names) => `a PATCH in the dialect of the flag that sets ${names}, where there is no value yet,`,
    dialect: 'aadOptscim062020',
    before: 'unassigned',
    choose: 'most',
    operations: inDialect('aadOptscim062020'),
  },
  {
    name: 'nested-objects',
    title:
      'A PATCH without a path whose value has nested objects sets what is named and keeps the other parts',
    requirements: ['E-085'],
    words: 'attribute with parts, and no extension',
    what: (names) => `a PATCH without a path whose value has ${names} in nested objects`,
    fits: (a) => isPlain(a) && (isDotted(a) || isExtension(a)) && !isFiltered(a),
    choose: 'some',
    operations: nested,
  },
  {
    name: 'value-path',
    title:
      'Replacing a value in an element that a filter selects keeps the rest of it and the other elements',
    requirements: ['E-080'],
    ...FILTERED,
    what: (names) => `a PATCH that replaces ${names}`,
    control: 'others',
    choose: 'one',
    operations: each('replace'),
  },
  {
    name: 'add-by-value-path',
    title: 'Adding a value to an element that exists changes that element and no other',
    requirements: ['E-080'],
    ...FILTERED,
    what: (names) => `a PATCH that adds ${names} to an element that is there`,
    choose: 'one',
    operations: each('add'),
  },
  {
    name: 'add-missing-element',
    title:
      'Adding a value to an element that does not exist creates it beside the others (Entra; the RFC is silent)',
    requirements: ['E-081'],
    ...OPTIONAL_FILTERED,
    what: (names) => `a PATCH that adds ${names}, whose element is not there,`,
    before: 'no-element',
    choose: 'one',
    operations: each('add'),
    mayRefuse: isNoTarget,
  },
  {
    name: 'replace-missing-element',
    title:
      'Replacing a value in an element that does not exist creates it (Entra); 400 noTarget, as RFC 7644 has it, warns',
    requirements: ['E-081'],
    ...OPTIONAL_FILTERED,
    what: (names) => `a PATCH that replaces ${names}, whose element is not there,`,
    before: 'no-element',
    choose: 'one',
    operations: each('replace'),
    mayRefuse: isNoTarget,
  },
  {
    name: 'several-paths-of-one-attribute',
    title: 'Several filtered paths of one attribute in one PATCH make one element per type',
    requirements: ['E-086', 'E-081'],
    words: 'two optional attributes with filters on one multi-valued attribute',
    what: (names) => `a PATCH that adds ${names} by a path for each`,
    fits: (a) => isPlain(a) && isFiltered(a) && isOptional(a),
    before: 'no-element',
    choose: 'siblings',
    operations: each('add'),
    mayRefuse: isNoTarget,
  },
  {
    name: 'add-assigned',
    title: 'Adding to a single-valued attribute that has a value replaces the value',
    requirements: ['RFC7644-3.5.2.1-add'],
    words: 'attribute without a filter in its path',
    what: (names) => `a PATCH that adds ${names}, where there are values already,`,
    fits: (a) => isPlain(a) && !isFiltered(a),
    choose: 'most',
    operations: each('add'),
  },
  {
    name: 'replace-unassigned',
    title: 'Replacing an attribute that has no value sets it',
    requirements: ['RFC7644-3.5.2.3-replace'],
    ...OPTIONAL_SINGLE,
    what: (names) => `a PATCH that replaces ${names}, where there is no value yet,`,
    before: 'unassigned',
    choose: 'most',
    operations: each('replace'),
  },
  {
    name: 'dotted-path',
    title: 'Setting one part of a complex attribute by a dotted path keeps the other parts',
    requirements: ['E-083'],
    words: 'attribute with parts',
    what: (names) => `a PATCH that replaces and adds ${names}`,
    control: 'others',
    fits: (a) => isPlain(a) && isDotted(a),
    choose: 'one',
    operations: (changes, spell) => [...each('replace')(changes, spell), ...each('add')(changes, spell)],
  },
  {
    name: 'names-in-any-case',
    title: 'Attribute names in a PATCH path may be written in any letter case',
    requirements: ['E-077'],
    ...ANY,
    what: (names) => `a PATCH whose path spells ${names} with capitals`,
    choose: 'one',
    operations: (changes, spell) =>
      changes.map(({ attribute: { path }, wanted = null }) => ({
        op: spell('replace'),
        path: capitalised(path),
        value: wanted,
      })),
  },
  {
    name: 'core-urn-path',
    title: 'A path may have the URN of the core schema in front',
    requirements: ['RFC7644-3.10-urn-names'],
    words: 'attribute of the core schema',
    fits: (a) => isPlain(a) && !isExtension(a),
    what: (names) => `a PATCH that replaces ${names} by paths with the URN of the core schema`,
    choose: 'most',
    operations: (changes, spell) =>
      changes.map(({ attribute: { path }, wanted = null }) => ({
        op: spell('replace'),
        path: formatPath({ ...path, urn: CORE_USER }),
        value: wanted,
      })),
  },
  {
    name: 'primary-as-string',
    title: 'A filter on primary may have the string "True" for the boolean',
    requirements: ['E-087'],
    ...PRIMARY,
    what: (names) => `a PATCH that replaces ${names} with the string "True" in the filter`,
    control: 'others',
    choose: 'one',
    operations: primaryAs('True'),
  },
  {
    name: 'primary-as-boolean',
    title: 'A filter on primary may have the boolean true',
    requirements: ['E-087'],
    ...PRIMARY,
    what: (names) => `a PATCH that replaces ${names} with the boolean true in the filter`,
    control: 'others',
    choose: 'one',
    operations: primaryAs(true),
  },
  {
    name: 'sequence',
    title: 'A remove, an add and a replace of one attribute in one PATCH happen in their order',
    requirements: ['RFC7644-3.5.2-atomic'],
    ...OPTIONAL_SINGLE,
    what: (names) => `a PATCH that removes, adds and replaces ${names}`,
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
  },
  {
    name: 'same-patch-twice',
    title: 'The same PATCH sent twice has the same result as once',
    requirements: ['E-153'],
    ...ANY,
    what: (names) => `a PATCH that replaces ${names}`,
    choose: 'most',
    operations: each('replace'),
    twice: true,
  },
  {
    name: 'remove-with-value',
    title: 'A remove operation that names the value besides removes it, and does so again without complaint',
    requirements: ['E-090'],
    ...OPTIONAL,
    what: (names) => `a PATCH that removes ${names} and names the value`,
    choose: 'one',
    operations: (changes, spell) =>
      changes.map((change) => ({ op: spell('remove'), path: pathOf(change), value: change.current ?? null })),
    clears: true,
    twice: true,
  },
  {
    name: 'clear-with-empty-string',
    title: 'Replacing an optional attribute with "" clears it; a plain refusal, which RFC 7643 allows, warns',
    requirements: ['E-091'],
    words: 'optional attribute that holds text',
    what: (names) => `a PATCH that replaces ${names} with ""`,
    dialect: 'any',
    fits: (a) => isPlain(a) && isOptional(a) && a.definition.type === 'string',
    choose: 'most',
    operations: (changes) => changes.map((change) => ({ op: 'replace', path: pathOf(change), value: '' })),
    clears: true,
    mayRefuse: ({ status }) => status >= 400 && status < 500,
  },
  {
    name: 'clear-with-null',
    title: 'Replacing an optional attribute with null clears it',
    requirements: ['E-092'],
    ...OPTIONAL,
    what: (names) => `a PATCH that replaces ${names} with null`,
    dialect: 'any',
    choose: 'most',
    operations: (changes) => changes.map((change) => ({ op: 'replace', path: pathOf(change), value: null })),
    clears: true,
  },
];

/** One check per form. */
export const updates: readonly CheckEntry[] = FORMS.map(formCheck);
