import fc from 'fast-check';
import { realisticValue } from '../../generators/attribute.ts';
import { extensionOf, removePath, setPath } from '../../generators/build.ts';
import type { AttributeChange, CheckContext, JsonObject, MappedAttribute } from '../../kit/index.ts';
import { formatPath, sameValue, userSubject } from '../../kit/index.ts';

/** A user to create, and changes of some of his attributes. */
export interface Changed {
  readonly user: JsonObject;
  readonly changes: readonly AttributeChange[];
}

/** What to change, and what the user has before. */
export interface ChangeOptions {
  readonly fits: (attribute: MappedAttribute) => boolean;
  /**
   * `assigned`: a value of its own. `unassigned`: none. `no-element`: not even the element that the path's filter
   * selects. `no-extension`: nothing of its extension.
   */
  readonly before: 'assigned' | 'unassigned' | 'no-element' | 'no-extension';
  /**
   * `one` attribute, `some` of those that fit, `most` (nearly always all, shrinking to few), or `all`; `siblings`: two or more of
   * one multi-valued attribute.
   */
  readonly choose: 'one' | 'some' | 'most' | 'all' | 'siblings';
  /** What the user is not even given. */
  readonly omit?: (attribute: MappedAttribute) => boolean;
}

/** Attributes with rules of their own: how they are changed is judged apart. */
const SPECIAL: ReadonlySet<string> = new Set([
  'active',
  'manager',
  'members',
  'groups',
  'password',
  'userName',
  'externalId',
]);

/** Whether an attribute is a plain value that a mapping changes: written, read back, and no part of another's description. */
export function isPlain({ definition, parent, path }: MappedAttribute): boolean {
  const writable = definition.mutability === 'readWrite' && parent.mutability === 'readWrite';
  const single = !definition.multiValued && (!parent.multiValued || path.filter !== null);
  const describing = path.subAttribute !== null && ['type', 'primary'].includes(definition.name);
  const visible = definition.returned === 'default' || definition.returned === 'always';
  return (
    writable && visible && single && !describing && definition.type !== 'complex' && !SPECIAL.has(parent.name)
  );
}

/** Whether a user can do without the attribute. */
export function isOptional({ required, matching, definition, parent }: MappedAttribute): boolean {
  return !required && matching === null && !definition.required && !parent.required;
}

/** Whether the path selects elements of a multi-valued attribute. */
export const isFiltered = ({ path }: MappedAttribute): boolean => path.filter !== null;

/** Whether the path names a part of a single-valued complex attribute, as `name.givenName`. */
export const isDotted = ({ path }: MappedAttribute): boolean =>
  path.subAttribute !== null && path.filter === null;

/** Whether the attribute belongs to an extension. */
export const isExtension = ({ path }: MappedAttribute): boolean => extensionOf(path) !== null;

/** Whether the path's filter asks for the primary element. */
export function asksForPrimary({ path: { filter } }: MappedAttribute): boolean {
  return filter?.kind === 'compare' && filter.path.attribute.toLowerCase() === 'primary';
}

/** The path up to the element that the filter selects, as text. */
export function elementOf({ path }: MappedAttribute): string {
  return formatPath({ ...path, subAttribute: null });
}

/** Attributes in a sentence: the first three of them, and how many more. */
export function namesOf(attributes: readonly MappedAttribute[]): string {
  const texts = attributes.map(({ text }) => text);
  return texts.length > 3 ? `${texts.slice(0, 3).join(', ')} and ${texts.length - 3} more` : texts.join(', ');
}

/** Users together with changes of attributes that fit; at least one attribute of the table has to. */
export function changedUsers(t: CheckContext, options: ChangeOptions): fc.Arbitrary<Changed> {
  const subject = userSubject(t.session);
  const fitting = subject.attributes.filter(options.fits);
  const { constraints } = t.session.plan.target;
  const values = fitting.map((attribute) => {
    const value = realisticValue(attribute, constraints);
    return fc.tuple(value, value);
  });
  const omit = options.omit === undefined ? {} : { omit: options.omit };
  // Mostly with everything else set, so that whatever a change takes along is seen.
  const user = fc.oneof(
    { withCrossShrink: true },
    { weight: 1, arbitrary: subject.arbitrary({ required: 'with-optional', ...omit }) },
    { weight: 3, arbitrary: subject.arbitrary({ required: 'all', ...omit }) },
  );
  return fc
    .tuple(user, choice(fitting, options.choose), fc.tuple(...values))
    .map(([body, chosen, drawn]) => {
      const changes = chosen.flatMap((attribute): readonly AttributeChange[] => {
        const [current, wanted] = drawn[fitting.indexOf(attribute)] ?? [];
        if (current === undefined || wanted === undefined) return [];
        if (options.before !== 'assigned') return [{ attribute, current: undefined, wanted }];
        return sameValue(current, wanted, attribute.definition) ? [] : [{ attribute, current, wanted }];
      });
      return { user: prepared(body, changes, options.before, subject.attributes), changes };
    })
    .filter(({ changes }) => changes.length >= (options.choose === 'siblings' ? 2 : 1));
}

function choice(
  fitting: readonly MappedAttribute[],
  choose: ChangeOptions['choose'],
): fc.Arbitrary<readonly MappedAttribute[]> {
  switch (choose) {
    case 'one':
      return fc.constantFrom(...fitting).map((attribute) => [attribute]);
    case 'some':
      return fc.subarray([...fitting], { minLength: 1 });
    case 'most':
      return fc.oneof({ withCrossShrink: true }, fc.subarray([...fitting], { minLength: 1 }), {
        weight: 9,
        arbitrary: fc.constant(fitting),
      });
    case 'all':
      return fc.constant(fitting);
    case 'siblings':
      return fc
        .constantFrom(...families(fitting))
        .chain((family) => fc.subarray([...family], { minLength: 2 }));
  }
}

/** The attributes by the multi-valued attribute they belong to, where it has two or more. */
export function families(attributes: readonly MappedAttribute[]): readonly (readonly MappedAttribute[])[] {
  const filtered = attributes.filter(isFiltered);
  const parents = [...new Set(filtered.map(({ parent }) => parent))];
  return parents
    .map((parent) => filtered.filter((attribute) => attribute.parent === parent))
    .filter((family) => family.length > 1);
}

function prepared(
  user: JsonObject,
  changes: readonly AttributeChange[],
  before: ChangeOptions['before'],
  table: readonly MappedAttribute[],
): JsonObject {
  return changes.reduce((body, change) => BEFORE[before](body, change, table), user);
}

/** The user with what he is to have of an attribute before it changes. */
const BEFORE: Readonly<
  Record<
    ChangeOptions['before'],
    (user: JsonObject, change: AttributeChange, table: readonly MappedAttribute[]) => JsonObject
  >
> = {
  assigned: (user, { attribute, current }) => setPath(user, attribute.path, current ?? null, attribute),
  unassigned: (user, { attribute }) => removePath(user, attribute.path, attribute),
  'no-element': (user, { attribute }) =>
    removePath(user, { ...attribute.path, subAttribute: null }, attribute),
  'no-extension': (user, { attribute }, table) =>
    table
      .filter(({ path }) => extensionOf(path) === extensionOf(attribute.path))
      .reduce((rest, other) => removePath(rest, other.path, other), user),
};
