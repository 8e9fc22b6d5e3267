import { parseBody } from '../../../http/body.ts';
import { isObject, stringMember } from '../../../scim/json.ts';
import { PATCH_OP } from '../../../scim/urns.ts';
import { answer, behaving, eachResource, refusal, type Target } from './target.ts';

/** Ids are numbers, where the provider has numbers for ids. */
export const NUMBERED: Target = behaving(async (_call, provide) =>
  eachResource(await provide(), (resource) => {
    const id = stringMember(resource, 'id') ?? '';
    return /^\d+$/.test(id) ? { ...resource, id: Number(id) } : resource;
  }),
);

/** A user without a userName is created, and while he is there nothing else can be. */
export const poisoned: Target = (provider) => {
  const culprits = new Set<string>();
  let nameless = 0;
  return behaving(async ({ method, path, id, body }, provide) => {
    const posts = method === 'POST' && (path === '/Users' || path === '/Groups');
    if (posts && culprits.size > 0) return refusal(500, 'NullPointerException');
    if (method === 'DELETE' && id !== null) culprits.delete(id);
    if (!posts || path !== '/Users' || !isObject(body) || stringMember(body, 'userName')) return provide();
    const made = await provide({ body: { ...body, userName: `nobody-${nameless++}` } });
    const created = parseBody(made.text);
    const culprit = stringMember(created, 'id');
    if (culprit === undefined || !isObject(created)) return made;
    culprits.add(culprit);
    const { userName: _, ...shown } = created;
    return answer(201, shown);
  })(provider);
};

/** DELETE of a user is answered with 204 and only disables him. */
export const DISABLES: Target = behaving(async ({ method, endpoint, id, path }, provide) => {
  if (method !== 'DELETE' || endpoint !== '/Users' || id === null) return provide();
  const operation = { op: 'replace', path: 'active', value: false };
  const body = { schemas: [PATCH_OP], Operations: [operation] };
  const { status } = await provide({ method: 'PATCH', path, body });
  return status === 404 ? refusal(404, 'no such user') : { status: 204, headers: {}, text: '' };
});
