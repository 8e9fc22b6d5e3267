import type { Case, CheckEntry } from '../../kit/index.ts';
import {
  describe,
  member,
  NotOffered,
  resolveUri,
  shown,
  stringMember,
  stripQuery,
} from '../../kit/index.ts';
import { overSubjects } from './ids.ts';

/** URIs of resources (RFC 7643 §2.3.7, §3.1): whoever follows one finds the resource. */
export const locations: readonly CheckEntry[] = [
  {
    name: 'location-leads-home',
    title: 'GET on meta.location answers the resource',
    requirements: ['RFC7643-2.3.7-addressable', 'RFC7643-2.3.7-base', 'RFC7643-3.1-location'],
    run: async (t) => {
      let followed = 0;
      await overSubjects(t, async (c, subject, resource) => {
        const created = await subject.create(c, resource);
        const location = stringMember(member(await c.read(created), 'meta'), 'location');
        const path = location === undefined ? null : pathBelow(c, location);
        if (location === undefined || path === null) return;
        followed++;
        await follow(c, location, path, created.id);
      });
      // Credentials are sent to the target alone, so what leads elsewhere is not followed.
      if (followed === 0) throw new NotOffered('no meta.location leads below the base URL of the target');
    },
  },
];

/** The path below the base URL that a location leads to, or null when it leads elsewhere. */
function pathBelow(c: Case, location: string): string | null {
  const root = `${stripQuery(c.session.plan.target.url)}/`;
  const url = resolveUri(location, root);
  return url?.href.startsWith(root) === true ? `/${url.href.slice(root.length)}` : null;
}

async function follow(c: Case, location: string, path: string, id: string): Promise<void> {
  const response = await c.send({ method: 'GET', path, purpose: 'follow meta.location' });
  const isRelative = !URL.canParse(location);
  c.judge(isRelative ? 'RFC7643-2.3.7-base' : 'RFC7643-2.3.7-addressable', response.status === 200, () => ({
    message: `GET on the meta.location of a resource is answered with ${describe(response)}`,
    expected: `200 from ${location}`,
    actual: describe(response),
  }));
  c.judge('RFC7643-3.1-location', member(response.body, 'id') === id, () => ({
    message: 'meta.location leads to another resource',
    expected: `"id": ${shown(id)}`,
    actual: `"id": ${shown(member(response.body, 'id'))}`,
  }));
}
