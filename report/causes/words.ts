import type { Json } from '../../scim/json.ts';
import type { Finding, Obstacle } from '../finding.ts';

const DISCOVERY: ReadonlySet<string> = new Set(['ServiceProviderConfig', 'ResourceTypes', 'Schemas']);

/**
 * Method and shape of the path, the same for users and groups, where a target describes itself, and for the two ways to
 * query (RFC 7644 §3.4.3): one defect shows on all.
 */
export function act({ operation }: Pick<Finding, 'operation'>): string {
  const asked = (operation ?? '').replace(/^POST (.*)\/\.search$/, (_, path) => `GET ${path || '/'}?filter`);
  return asked.replace(/\/(Users|Groups|\{other\}|ServiceProviderConfig|ResourceTypes|Schemas)/, (_, name) =>
    DISCOVERY.has(name) ? '/(discovery)' : '/…',
  );
}

/** The top-level attribute that a path leads to, or the URN of its extension. */
export function rootOf(path: string | null): string | null {
  if (path === null) return null;
  // What a service provider says of a resource is not one thing.
  if (/^meta\.|\.\$ref$/i.test(path)) return path;
  return /^(urn:.+):[^:]+$/i.exec(path)?.[1] ?? /^[^.[]+/.exec(path)?.[0] ?? null;
}

/** What a finding is about: the attribute, or else the only one that its PATCH names. */
export function subjectRoot({ attribute, named = [] }: Pick<Finding, 'attribute' | 'named'>): string | null {
  const own = rootOf(attribute);
  if (own !== null) return own;
  const [root = null, ...others] = new Set(named.map(rootOf));
  return others.length === 0 ? root : null;
}

/** What kind of value it is, in a word. */
export function kindOf(value: Json): string {
  if (value === null) return 'nothing';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** The first words of a reason, which say what kind of reason it is. */
export function beginning(detail: string | null): string {
  return template(detail ?? '')
    .split(' ')
    .slice(0, 3)
    .join(' ');
}

/**
 * A text of the target without what differs from one occurrence to the next: quoted values, ids, addresses,
 * numbers and names of attributes.
 * @param names paths of attributes that the request was about
 */
export function template(text: string, names: readonly string[] = []): string {
  const own = new Set(names.flatMap((path) => path.toLowerCase().match(/[\w$-]+/g) ?? []));
  const isName = (word: string): boolean => own.has(word.toLowerCase().replace(/^\W+|\W+$/g, ''));
  return text
    .slice(0, 300)
    .replace(/"(?:[^"\\]|\\.)*"/g, '"…"')
    .replace(/\S+/g, (word) => (/[@\d]|^[a-z]+[A-Z]\w*\W?$/.test(word) || isName(word) ? '…' : word));
}

/** The attributes that a finding, or what stands in the way, is about. */
export function namesIn({
  attribute = null,
  named = [],
}: Pick<Obstacle, 'attribute' | 'named'>): readonly string[] {
  return attribute === null ? named : [...named, attribute];
}

/** Whether an error is answered with a status of success. */
export const isErrorOfSuccess = ({
  status,
  scimType,
  detail,
}: Pick<Finding, 'status' | 'scimType' | 'detail'>): boolean =>
  status !== null && status < 400 && (scimType !== null || detail !== null);
