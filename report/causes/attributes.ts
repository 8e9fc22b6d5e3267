/** Reads attribute names in a text: each as the top-level attribute, or the schema extension, that it belongs to. */
export type AttributeReader = (text: string) => readonly string[];

/** An attribute path as it is written in texts: a schema's URN, a name, what is selected and a sub-attribute. */
const PATH = /(?:urn:[\w.:-]+:)?[A-Za-z$][\w$-]*(?:\[[^\]]*\])?(?:\.[A-Za-z$][\w$]*)?/g;

/** Of groups, of every resource, and of every list (RFC 7644 §3.4.2). */
const ALWAYS: readonly string[] = ['members', 'meta', 'totalResults', 'itemsPerPage', 'startIndex'];

/** A reader that knows the attributes of these paths, which are those of the application's attribute table. */
export function attributeReader(paths: readonly string[]): AttributeReader {
  const roots = new Map(ALWAYS.map((name) => [name.toLowerCase(), name]));
  for (const path of paths) {
    const root = rootOf(path);
    if (root === null) continue;
    roots.set(root.toLowerCase(), root);
    // An extension's attribute is also told by its name alone.
    if (path.startsWith('urn:')) roots.set(nameOf(path).toLowerCase(), root);
  }
  return (text) => [
    ...new Set(
      [...text.matchAll(PATH)].flatMap(([path]) => roots.get(rootOf(path)?.toLowerCase() ?? '') ?? []),
    ),
  ];
}

function rootOf(path: string): string | null {
  const urn = /^(urn:.+):[^:]+$/i.exec(path)?.[1];
  return urn ?? /^[A-Za-z$][\w$-]*/.exec(path)?.[0] ?? null;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf(':') + 1).replace(/[[.].*$/, '');
}
