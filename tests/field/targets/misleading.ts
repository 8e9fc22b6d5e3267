import { isObject, type Json, type JsonObject, stringMember } from '../../../scim/json.ts';
import { ENTERPRISE_USER, PATCH_OP } from '../../../scim/urns.ts';
import { filterOf } from './filtering.ts';
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

/** Location in the headers lacks the host and the base path; meta.location has both. */
export const shortensLocations: Target = behaving(async (_call, provide) => {
  const response = await provide();
  const { location } = response.headers;
  if (location === undefined) return response;
  const short = new URL(location, 'https://scim.example.com').pathname.replace(
    /^.*(?=\/(?:Users|Groups)\/)/,
    '',
  );
  return {
    ...response,
    headers: { ...response.headers, location: `https://scim.example.com/wrong${short}` },
  };
});

/** Any PATCH of a user clears parts of its addresses. */
export const patchesClearAddresses: Target = when(at('PATCH', '/Users/{id}'), async ({ path }, provide) => {
  const done = await provide();
  if (done.status < 300) {
    let addresses: Json | undefined;
    eachResource(
      await provide({ method: 'GET', path, body: undefined, query: new URLSearchParams() }),
      (user) => {
        addresses = user.addresses;
        return user;
      },
    );
    if (Array.isArray(addresses)) {
      const value = addresses.map((one: Json) => {
        if (!isObject(one)) return one;
        const { streetAddress: _, postalCode: __, ...rest } = one;
        return rest;
      });
      await provide({
        method: 'PATCH',
        path,
        query: new URLSearchParams(),
        body: { schemas: [PATCH_OP], Operations: [{ op: 'replace', path: 'addresses', value }] },
      });
    }
  }
  return done;
});

/** Errors stand in an envelope. */
export const wrapsErrors: Target = behaving(async (_call, provide) => {
  const response = await provide();
  if (response.status < 400) return response;
  return rewritten(response, (error) => ({
    error: { code: response.status, label: 'scim-error', content: error },
  }));
});

/** A removal of one member by a value path has no effect. */
export const keepsFilteredMembers: Target = when(at('PATCH', '/Groups/{id}'), ({ body, query }, provide) => {
  const all = operationsOf(body);
  const isIgnored = (one: JsonObject): boolean =>
    stringMember(one, 'op')?.toLowerCase() === 'remove' && /^members\[/i.test(pathOf(one));
  if (!all.some(isIgnored)) return provide();
  const kept = all.filter((one) => !isIgnored(one));
  if (kept.length === 0) return unchanged({ query }, provide);
  return provide({ body: { ...(isObject(body) ? body : {}), Operations: kept } });
});

/** The first attribute of the enterprise extension on a user that has none makes the program fail. */
export const failsOnFirstExtension: Target = when(
  at('PATCH', '/Users/{id}'),
  async ({ body, path }, provide) => {
    const about = operationsOf(body).some((one) =>
      JSON.stringify(one).toLowerCase().includes(ENTERPRISE_USER.toLowerCase()),
    );
    if (!about) return provide();
    let has = false;
    eachResource(
      await provide({ method: 'GET', path, body: undefined, query: new URLSearchParams() }),
      (user) => {
        has = user[ENTERPRISE_USER] !== undefined;
        return user;
      },
    );
    return has ? provide() : failurePage;
  },
);

const withoutFormatted = (resource: JsonObject): JsonObject => {
  const { name } = resource;
  if (!isObject(name)) return resource;
  const { formatted: _, ...rest } = name;
  return { ...resource, name: rest };
};

/** name.formatted is neither kept nor shown. */
export const ignoresFormatted: Target = behaving(async (_call, provide) =>
  eachResource(await provide(), withoutFormatted),
);

/** A change of a user's name disables him. */
export const renamesDisable: Target = when(at('PATCH', '/Users/{id}'), async ({ body, path }, provide) => {
  const done = await provide();
  const renames = operationsOf(body).some(
    (one) => /^username$/i.test(pathOf(one)) || (isObject(one.value) && 'userName' in one.value),
  );
  if (renames && done.status < 300)
    await provide({
      method: 'PATCH',
      path,
      query: new URLSearchParams(),
      body: { schemas: [PATCH_OP], Operations: [{ op: 'replace', path: 'active', value: false }] },
    });
  return done;
});

/** A blank in the literal of a filter is refused. */
export const refusesBlanks: Target = when(
  (call: Call) =>
    (filterOf(call)?.match(/"(?:[^"\\]|\\.)*"/g) ?? []).some((literal) => literal.includes(' ')),
  () => refusal(400, 'The filter cannot be parsed', 'invalidFilter'),
);

/** A PATCH of name.formatted has no effect. */
export const keepsFormatted: Target = when(at('PATCH', '/Users/{id}'), ({ body, query }, provide) => {
  const all = operationsOf(body);
  const isIgnored = (one: JsonObject): boolean => /^name\.formatted$/i.test(pathOf(one));
  if (!all.some(isIgnored)) return provide();
  const rest = all.filter((one) => !isIgnored(one));
  return rest.length === 0
    ? unchanged({ query }, provide)
    : provide({ body: { ...(isObject(body) ? body : {}), Operations: rest } });
});

/** active comes back as a text. */
export const showsActiveAsText: Target = behaving(async (_call, provide) =>
  eachResource(await provide(), (one) =>
    typeof one.active === 'boolean' ? { ...one, active: String(one.active) } : one,
  ),
);
