import { formatPath, parsePath } from '../scim/path.ts';
import type { PatchForm } from './patch.ts';
import { PATCH_FORMS } from './patch-forms.ts';

/** One form for each kind of attribute. */
const PLAIN = ['replace a value', 'replace a part', 'replace a part of an element'];

const SPELLINGS: readonly ((name: string) => string)[] = [
  (name) => name.toUpperCase(),
  (name) => name.charAt(0).toUpperCase() + name.slice(1),
  (name) => name.toLowerCase(),
];

/** Forms whose paths are spelled in another letter case, which makes no difference (RFC 7644 §3.10). */
export const NAME_FORMS: readonly PatchForm[] = PATCH_FORMS.filter(({ name }) => PLAIN.includes(name)).map(
  (form) => ({
    ...form,
    name: `${form.name} in other letter case`,
    words: `${form.words}, named in other letter case,`,
    requirement: 'RFC7644-3.10-facets-caseless',
    operation: (unit, state, draft) => {
      const operation = form.operation(unit, state, draft);
      return operation?.path === undefined
        ? operation
        : { ...operation, path: respelled(operation.path, draft.pick) };
    },
  }),
);

/** The path with its names, its URI among them, in the picked spelling; in capitals where that would be the usual one. */
function respelled(text: string, pick: number): string {
  const path = parsePath(text);
  const [capitals = String] = SPELLINGS;
  const spelled = [SPELLINGS[pick % SPELLINGS.length] ?? capitals, capitals].map((spell) =>
    formatPath({
      ...path,
      urn: path.urn === null ? null : spell(path.urn),
      attribute: spell(path.attribute),
      subAttribute: path.subAttribute === null ? null : spell(path.subAttribute),
    }),
  );
  return spelled.find((other) => other !== text) ?? text;
}
