import { randomUUID } from 'node:crypto';
import { parseBody } from '../../../http/body.ts';
import { TransportError } from '../../../http/transport.ts';
import { isObject, type JsonObject, member, stringMember } from '../../../scim/json.ts';
import { CORE_USER, ENTERPRISE_USER } from '../../../scim/urns.ts';
import { operationsOf, pathOf, unchanged } from './forgetting.ts';
import {
  at,
  behaving,
  type Call,
  eachResource,
  failurePage,
  refusal,
  rewritten,
  type Target,
  when,
} from './target.ts';

/** Requests of this kind are never answered: the connection ends instead. */
export const breaksConnections = (applies: (call: Call) => boolean): Target =>
  when(applies, () => {
    throw new TransportError('ECONNRESET', 'socket hang up');
  });

/** Requests of this kind are answered so, whatever they say. */
export const refuses = (applies: (call: Call) => boolean, status: number, detail: string): Target =>
  when(applies, () => refusal(status, detail));

/** Requests of this kind that the provider refuses for a name that is taken make the program fail. */
export const failsOnConflicts = (applies: (call: Call) => boolean): Target =>
  when(applies, async (_call, provide) => {
    const response = await provide();
    return response.status === 409 ? failurePage : response;
  });

/** A PATCH that removes this attribute is answered as if it had, and does nothing: `externalId`. */
export function ignoresRemovalOf(attribute: string, place = '/Users/{id}'): Target {
  const removes = (operation: JsonObject): boolean =>
    stringMember(operation, 'op')?.toLowerCase() === 'remove' &&
    pathOf(operation) === attribute.toLowerCase();
  return when(at('PATCH', place), (call, provide) => {
    const operations = operationsOf(call.body);
    const left = operations.filter((operation) => !removes(operation));
    if (left.length === operations.length || !isObject(call.body)) return provide();
    return left.length === 0
      ? unchanged(call, provide)
      : provide({ body: { ...call.body, Operations: left } });
  });
}

/** Users without an e-mail address are shown with an empty one, which a PUT is refused for. */
export const refusesWhatItShows: Target = behaving(async (call, provide) => {
  const emails = member(call.body, 'emails');
  const isEmpty = Array.isArray(emails) && emails.some((email) => member(email, 'value') === '');
  if (at('PUT', '/Users/{id}')(call) && isEmpty) return refusal(400, 'Invalid email value');
  const response = await provide();
  return call.endpoint === '/Users'
    ? eachResource(response, (user) => ({ emails: [{ value: '', primary: true }], ...user }))
    : response;
});

/** A PATCH whose path selects an element by a type that none has is refused with noTarget. */
export const wantsElements: Target = when(at('PATCH', '/Users/{id}'), async ({ body }, provide) => {
  const user = parseBody((await provide({ method: 'GET', body: undefined })).text);
  const missing = operationsOf(body).some((operation) => {
    const [, attribute = '', type] =
      /^(\w+)\[type eq "(.*)"\]/.exec(stringMember(operation, 'path') ?? '') ?? [];
    const elements = member(user, attribute);
    return (
      type !== undefined && !(Array.isArray(elements) && elements.some((one) => member(one, 'type') === type))
    );
  });
  return missing ? refusal(400, 'No element is selected.', 'noTarget') : provide();
});

/** A PATCH whose path is the URI of the enterprise extension itself makes the program fail. */
export const failsOnExtensionPath: Target = when(
  (call) =>
    at('PATCH', '/Users/{id}')(call) &&
    operationsOf(call.body).some(
      (operation) => stringMember(operation, 'path')?.toLowerCase() === ENTERPRISE_USER.toLowerCase(),
    ),
  () => failurePage,
);

/** A PUT leaves the displayName of a group as it was. */
export const keepsGroupNames: Target = when(at('PUT', '/Groups/{id}'), async ({ body }, provide) => {
  const before = await provide({ method: 'GET', body: undefined });
  if (before.status !== 200 || !isObject(body)) return provide();
  let name: string | undefined;
  rewritten(before, (group) => {
    name = stringMember(group, 'displayName');
    return group;
  });
  return provide({ body: { ...body, displayName: name ?? member(body, 'displayName') ?? '' } });
});

/** A user in a body that is labelled so is created without having been read. */
export const doesNotRead = (mediaType: RegExp): Target =>
  when(
    (call) => at('POST', '/Users')(call) && mediaType.test(call.headers['content-type'] ?? ''),
    (_call, provide) => provide({ body: unnamed() }),
  );

/** The name of a user in a creation is known in one letter case only: another makes a user without a name. */
export const missesNamesInOtherCase: Target = when(
  ({ body, ...call }) => at('POST', '/Users')({ body, ...call }) && isObject(body) && !('userName' in body),
  async (_call, provide) => {
    const response = await provide({ body: unnamed() });
    return rewritten(response, (user) => ({ ...user, userName: '' }));
  },
);

/** A user of whom nobody said anything. */
function unnamed(): JsonObject {
  return {
    schemas: [CORE_USER],
    userName: randomUUID(),
    externalId: randomUUID(),
    active: true,
    displayName: 'unnamed',
  };
}
