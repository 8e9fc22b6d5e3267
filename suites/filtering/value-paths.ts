import fc from 'fast-check';
import { realisticValue } from '../../generators/attribute.ts';
import { setPath } from '../../generators/build.ts';
import type { AttributePath, CheckContext, CheckEntry, MappedAttribute } from '../../kit/index.ts';
import {
  formatPath,
  found,
  holds,
  InputRefused,
  prepare,
  requirePlainSearch,
  sameValue,
  shown,
  userAttribute,
  userSubject,
  valueAt,
  withAttribute,
} from '../../kit/index.ts';
import { FILTER, search } from './filterable.ts';

/** Filters on values that a filter of their own selects: `emails[type eq "work"].value eq "…"` (rule E-044). */
export const valuePaths: readonly CheckEntry[] = [
  {
    name: 'value-path-selects',
    title: 'A filter on a value path looks only at the values that the path selects',
    requirements: ['E-044'],
    needs: [FILTER, userAttribute('filterable attribute whose path selects by type', selectsByType)],
    run: (t) => {
      const { attributes } = userSubject(t.session);
      return t.forEach(attributes.filter(selectsByType), otherTypeStaysUnfound);
    },
  },
];

/** Another type of value than any table selects, and one that every schema of RFC 7643 §4.1.2 has. */
const OTHER = 'other';

function selectsByType({ filterable, definition, path }: MappedAttribute): boolean {
  const { filter } = path;
  const byType = filter?.kind === 'compare' && filter.path.attribute.toLowerCase() === 'type';
  return filterable && definition.type === 'string' && byType && filter.value !== OTHER;
}

/** The same path, selecting another type. */
function elsewhere({ path }: MappedAttribute): AttributePath {
  const { filter } = path;
  return filter?.kind === 'compare' ? { ...path, filter: { ...filter, value: OTHER } } : path;
}

function otherTypeStaysUnfound(attribute: MappedAttribute, t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  const of = { subject, attribute };
  const { endpoint } = subject.type;
  const moved: MappedAttribute = { ...attribute, path: elsewhere(attribute) };
  const drawn = fc.record({
    user: subject.arbitrary(withAttribute(attribute)),
    other: realisticValue(attribute, t.session.plan.target.constraints),
  });
  return t.forAll(
    drawn,
    async ({ user, other }, c) => {
      const { body, value } = prepare(c, of, user);
      fc.pre(!sameValue(other, value, attribute.definition));
      const both = setPath(body, moved.path, other, attribute);
      const { created, response } = await c.post(endpoint, both, 'create a user with values of two types');
      if (created === null)
        throw new InputRefused(`a value of type ${OTHER} is refused with ${response.status}`, response);
      const kept = valueAt(await c.read(created), moved, subject.type);
      if (typeof kept !== 'string') throw new InputRefused(`the target keeps no value of type ${OTHER}`);
      const list = await search(c, of, kept, 'E-044', 'look for one value under the other type');
      const isFound = holds(list, created.id);
      if (isFound) await requirePlainSearch(c, of);
      c.judge('E-044', !isFound, () =>
        found(list.what, `a user who has that value under the type ${OTHER} only`, {
          ...list.about,
          expected: `not the user with ${formatPath(moved.path)} = ${shown(kept)}`,
          hint: 'The filter in square brackets is ignored, and every value is compared.',
        }),
      );
    },
    { runs: t.session.effort.costlyRuns },
  );
}
