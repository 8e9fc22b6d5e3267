import { TransportError } from '../../../http/transport.ts';
import { isObject, type Json, type JsonObject, member, stringMember } from '../../../scim/json.ts';
import { LIST_RESPONSE, PATCH_OP } from '../../../scim/urns.ts';
import { filterOf } from './filtering.ts';
import { operationsOf, pathOf } from './forgetting.ts';
import {
  answer,
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

const isWrite = ({ method }: Call): boolean => ['POST', 'PUT', 'PATCH'].includes(method);

/** A bearer scheme with nothing behind it is let in. */
export const letsInNothing: Target = behaving(({ headers }, provide) =>
  /^bearer\s*$/i.test(headers.authorization ?? '')
    ? provide({ headers: { ...headers, authorization: 'Bearer in-process-secret-token' } })
    : provide(),
);

/** A PATCH of a group whose value is an object without a path empties it. */
export const emptiesRenamedGroups: Target = when(
  at('PATCH', '/Groups/{id}'),
  async ({ body, path }, provide) => {
    const done = await provide();
    const named = operationsOf(body).some((one) => pathOf(one) === '' && isObject(one.value));
    if (named && done.status < 300) {
      const operation = { op: 'remove', path: 'members' };
      await provide({ method: 'PATCH', path, body: { schemas: [PATCH_OP], Operations: [operation] } });
    }
    return done;
  },
);

/** A list without any parameter is empty. */
export const listsNobodyPlainly: Target = when(
  (call) =>
    call.method === 'GET' &&
    call.id === null &&
    ['/Users', '/Groups'].includes(call.endpoint) &&
    [...call.query].length === 0,
  () =>
    answer(200, { schemas: [LIST_RESPONSE], totalResults: 0, startIndex: 1, itemsPerPage: 0, Resources: [] }),
);

/** A message whose schemas are null makes the program fail. */
export const failsOnNullSchemas: Target = when(
  ({ method, body }) => method === 'PATCH' && isObject(body) && body.schemas === null,
  () => failurePage,
);

/** The members in the answer to a PATCH are their ids alone. */
export const answersWithIds: Target = when(at('PATCH', '/Groups/{id}'), async (_call, provide) =>
  rewritten(await provide({}), (group) => {
    const { members } = group;
    return Array.isArray(members)
      ? { ...group, members: members.map((one: Json) => member(one, 'value') ?? one) }
      : group;
  }),
);

/** A second value beside a first one makes the program fail. */
export const failsOnSecondPhone: Target = when(
  at('PATCH', '/Users/{id}'),
  async ({ body, path }, provide) => {
    const adds = operationsOf(body).some(
      (one) => /^phonenumbers/.test(pathOf(one) ?? '') && stringMember(one, 'op')?.toLowerCase() === 'add',
    );
    if (!adds) return provide();
    let has = false;
    rewritten(await provide({ method: 'GET', path, body: undefined }), (user) => {
      has = Array.isArray(user.phoneNumbers) && user.phoneNumbers.length > 0;
      return user;
    });
    return has ? failurePage : provide();
  },
);

/** Filters with such a literal are refused, as if it were a keyword. */
export const trips = (literal: RegExp, status = 400): Target =>
  when(
    (call) => literal.test(filterOf(call) ?? ''),
    () => (status === 400 ? refusal(400, 'Syntax error in filter', 'invalidFilter') : failurePage),
  );

/** A PATCH whose path has such a literal, as it is written, makes the program fail. */
export const failsOnPaths = (isHard: (literal: string) => boolean): Target =>
  when(
    ({ method, body }) =>
      method === 'PATCH' &&
      operationsOf(body).some((one) =>
        isHard(/"((?:[^"\\]|\\.)*)"\]/.exec(stringMember(one, 'path') ?? '')?.[1] ?? ''),
      ),
    () => failurePage,
  );

/** A projection by the URN of a part of an extension's attribute selects nothing. */
export const missesUrnParts: Target = when(
  ({ method, query }) =>
    method === 'GET' && /urn:[^,]*:User:manager\.value/i.test(query.get('attributes') ?? ''),
  (call, provide) => {
    const query = new URLSearchParams(call.query);
    query.set('attributes', 'id');
    return provide({ query });
  },
);

/** PUT and PATCH of what describes the target make the program fail. */
export const failsOnDiscoveryWrites: Target = when(
  (call) => isWrite(call) && ['/ServiceProviderConfig', '/ResourceTypes', '/Schemas'].includes(call.endpoint),
  () => failurePage,
);

/** Each user shows his first e-mail address twice. */
export const repeatsAddresses: Target = behaving(async ({ endpoint }, provide) => {
  const given = await provide();
  if (endpoint !== '/Users') return given;
  return eachResource(given, (user) => {
    const { emails } = user;
    const [first] = Array.isArray(emails) ? emails : [];
    return first === undefined || !Array.isArray(emails) ? user : { ...user, emails: [...emails, first] };
  });
});

/** Bulk requests know users alone. */
export const bulkOfUsersOnly: Target = when(at('POST', '/Bulk'), async ({ body }, provide) => {
  const operations = operationsOf(body);
  const wrong = operations.some((one) => /^\/Groups/.test(stringMember(one, 'path') ?? ''));
  return wrong ? failurePage : provide();
});

/** The location of each resource type leads nowhere. */
export const mislocatesTypes: Target = when(
  ({ method, endpoint }) => method === 'GET' && endpoint === '/ResourceTypes',
  async (_call, provide) =>
    eachResource(await provide(), (type) => {
      const { meta } = type;
      return isObject(meta)
        ? { ...type, meta: { ...meta, location: `${stringMember(meta, 'location') ?? ''}/gone` } }
        : type;
    }),
);

/** A taken name is refused with 400 and no keyword. */
export const refusesTakenNamesVaguely: Target = behaving(async (_call, provide) => {
  const given = await provide();
  return given.status === 409 ? refusal(400, 'The user is not valid.') : given;
});

/** Of two PATCHes of one group at the same time, the later one writes what the earlier one had not seen yet. */
export const losesUpdates: Target = (provider) => {
  const before = new Map<string, Promise<JsonObject>>();
  return when(at('PATCH', '/Groups/{id}'), async ({ path, body }, provide) => {
    const adds = operationsOf(body).some((one) => stringMember(one, 'op')?.toLowerCase() === 'add');
    if (!adds) return provide();
    const seen = before.get(path);
    if (seen !== undefined) {
      // Answered as if it had been carried out, and overwritten by the other one.
      const shown = await seen;
      const added = operationsOf(body).flatMap(({ value }) => (Array.isArray(value) ? value : []));
      const members = [...(Array.isArray(shown.members) ? shown.members : []), ...added];
      return answer(200, { ...shown, members });
    }
    const reading = provide({ method: 'GET', body: undefined }).then((given) => {
      let group: JsonObject = {};
      rewritten(given, (one) => (group = one));
      return group;
    });
    before.set(path, reading);
    await reading;
    await new Promise((resolve) => setTimeout(resolve, 5));
    before.delete(path);
    return provide();
  })(provider);
};

/** A new user who is disabled is refused. */
export const refusesDisabledUsers: Target = when(
  ({ body, ...call }) => at('POST', '/Users')({ body, ...call }) && member(body, 'active') === false,
  () => refusal(400, 'A new user has to be active.', 'invalidValue'),
);

/** A PATCH of active ends the connection. */
export const cutsDisabling: Target = when(
  ({ body, ...call }) =>
    at('PATCH', '/Users/{id}')({ body, ...call }) && JSON.stringify(body).includes('active'),
  () => {
    throw new TransportError('ECONNRESET', 'socket hang up');
  },
);

/** A second user with the same first e-mail address is refused. */
export const refusesTakenAddresses: Target = (provider) => {
  const taken = new Set<string>();
  return when(at('POST', '/Users'), async ({ body }, provide) => {
    const emails = member(body, 'emails');
    const [first] = Array.isArray(emails) ? emails : [];
    const address = stringMember(first, 'value');
    if (address !== undefined && taken.has(address))
      return refusal(409, 'A user with this e-mail address exists.', 'uniqueness');
    const given = await provide();
    if (address !== undefined && given.status === 201) taken.add(address);
    return given;
  })(provider);
};

/** Links are shown without their queries. */
export const cutsLinks: Target = behaving(async ({ endpoint }, provide) => {
  const given = await provide();
  if (endpoint !== '/Users') return given;
  return eachResource(given, (user) => {
    const { profileUrl } = user;
    return typeof profileUrl === 'string' ? { ...user, profileUrl: profileUrl.split('?')[0] ?? '' } : user;
  });
});

/** A POST to a user makes the program fail. */
export const failsOnPostsToUsers: Target = when(at('POST', '/Users/{id}'), () => failurePage);
