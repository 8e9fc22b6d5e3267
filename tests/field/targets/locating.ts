import { isObject, member, stringMember } from '../../../scim/json.ts';
import { behaving, eachResource, type Target } from './target.ts';

const OWN_NAME = '-by-name';

/** The URL of a resource does not end in its id; it leads to the resource all the same. */
export const locatesByName: Target = behaving(async ({ path }, provide) => {
  const response = await provide({ path: path.replace(new RegExp(`${OWN_NAME}$`), '') });
  const named = (url: string): string => (/\/(?:Users|Groups)\/[^/]+$/.test(url) ? `${url}${OWN_NAME}` : url);
  const { location } = response.headers;
  const shown = eachResource(response, (resource) => {
    const meta = member(resource, 'meta');
    const url = stringMember(meta, 'location');
    return isObject(meta) && url !== undefined
      ? { ...resource, meta: { ...meta, location: named(url) } }
      : resource;
  });
  return location === undefined
    ? shown
    : { ...shown, headers: { ...shown.headers, location: named(location) } };
});

/** The Location header of GET and PATCH repeats the id: `/Users/42/42` leads nowhere. */
export const locatesTwice: Target = behaving(async ({ method, id }, provide) => {
  const response = await provide();
  const { location } = response.headers;
  if (!['GET', 'PATCH'].includes(method) || id === null || location === undefined) return response;
  return { ...response, headers: { ...response.headers, location: `${location}/${id}` } };
});
