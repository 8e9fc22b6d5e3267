import type { ScimRequest, ScimResponse } from '../http/client.ts';
import { eq } from '../scim/filter.ts';
import { isObject, member, stringMember } from '../scim/json.ts';

import type { Creation } from './creations.ts';
import { idOf } from './identity.ts';
import { resourcePath } from './resource-path.ts';

/**
 * Looks for what a creation left on the target, by the one filter that every target of an identity provider answers.
 * What the list claims is compared with the value: a target that ignores filters shows strangers.
 * @returns the paths of the resources with this very value; null where the target does not answer the filter
 * @throws TransportError when no complete answer came
 */
export async function findCreated(
  send: (request: ScimRequest) => Promise<ScimResponse>,
  { endpoint, attribute, value }: Creation,
): Promise<readonly string[] | null> {
  const filter = eq(attribute, value);
  const purpose = 'look for what an unanswered request may have created';
  const { status, body } = await send({ method: 'GET', path: endpoint, query: { filter }, purpose });
  const resources = member(body, 'Resources');
  if (status !== 200) return null;
  return (Array.isArray(resources) ? resources.filter(isObject) : [])
    .filter((resource) => stringMember(resource, attribute)?.toLowerCase() === value.toLowerCase())
    .flatMap((resource) => idOf(resource) ?? [])
    .map((id) => resourcePath(endpoint, id));
}
