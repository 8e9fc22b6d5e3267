import { isObject, type Json, type JsonObject, member } from '../../../scim/json.ts';
import { filterOf } from './filtering.ts';
import { operationsOf, unchanged } from './forgetting.ts';
import { at, both, type Call, refusal, type Target, when } from './target.ts';

// Peculiarities of servers that tests/servers runs.

/** The parameter names an attribute with the URI of a core schema in front. */
const namesUrn = (parameter: string | undefined): boolean => /urn:[^\s"]*:core:2\.0:/i.test(parameter ?? '');

/** A filter on a name with a schema URI finds nobody, and results are not sorted by one, however the URI is written. */
export const understandsNoUrns: Target = both(
  when(
    (call) => call.method === 'GET' && namesUrn(withoutTexts(filterOf(call))),
    ({ query }, provide) => {
      const changed = new URLSearchParams(query);
      changed.set('filter', 'id eq "nobody"');
      return provide({ query: changed });
    },
  ),
  when(
    ({ query }) => namesUrn(query.get('sortBy') ?? undefined),
    ({ query }, provide) => {
      const changed = new URLSearchParams(query);
      changed.delete('sortBy');
      return provide({ query: changed });
    },
  ),
);

function withoutTexts(filter: string | undefined): string | undefined {
  return filter?.replace(/"(?:[^"\\]|\\.)*"/g, '""');
}

/** Operations on these paths are taken and have no effect. */
export function passesOver(isPassedOver: (path: string) => boolean): Target {
  const isPatch = ({ method, id }: Call): boolean => method === 'PATCH' && id !== null;
  return when(
    (call) => isPatch(call) && operationsOf(call.body).some(({ path }) => isPassedOver(String(path))),
    ({ body, query }, provide) => {
      const left = operationsOf(body).filter(({ path }) => !isPassedOver(String(path)));
      const rest = isObject(body) ? body : {};
      return left.length > 0
        ? provide({ body: { ...rest, Operations: left } })
        : unchanged({ query }, provide);
    },
  );
}

/** Of several e-mail addresses the last one is kept, as the primary one. */
export const keepsLastAddress: Target = when(
  (call) => at('POST', '/Users')(call) || at('PUT', '/Users/{id}')(call),
  ({ body }, provide) => provide(isObject(body) ? { body: withLastAddress(body) } : {}),
);

function withLastAddress(user: JsonObject): JsonObject {
  const emails = member(user, 'emails');
  const last: Json | undefined = Array.isArray(emails) ? emails.at(-1) : undefined;
  return isObject(last) ? { ...user, emails: [{ ...last, primary: true }] } : user;
}

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** A manager without a URI is refused in a creation and in a PUT. */
export const wantsManagerReference: Target = when(
  (call) => at('POST', '/Users')(call) || at('PUT', '/Users/{id}')(call),
  ({ body }, provide) => {
    const manager = member(member(body, ENTERPRISE), 'manager');
    return isObject(manager) && member(manager, '$ref') === undefined
      ? refusal(400, 'manager.$ref is required and must have a value', 'invalidSyntax')
      : provide();
  },
);
