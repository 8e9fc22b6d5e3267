import type { Case, Complaint, Created, Creation, RequirementId } from '../../kit/index.ts';
import {
  existing,
  lastSegment,
  member,
  requireAccepted,
  resolveUri,
  stringMember,
  stripQuery,
  wrongValue,
} from '../../kit/index.ts';

const LOCATION: RequirementId = 'RFC7644-3.3-location';

/** Judges the URI of a new resource: in the Location header and in meta.location, and where it leads (RFC 7644 §3.3). */
export async function judgeLocation(one: Creation): Promise<void> {
  requireAccepted(one);
  const { c, subject, answer } = one;
  const header = answer.headers.location ?? '';
  const about = (says: string, wanted: string, got = `Location: ${header}`): Complaint => ({
    deviation: header === '' ? 'missing' : 'differs',
    what: 'the Location header',
    when: 'in the answer to POST',
    says,
    wanted,
    got,
    answer,
  });
  const any = `Location: …${subject.type.endpoint}/{id}`;
  c.judge(LOCATION, header !== '', () => about('is missing', any, 'no Location header'));
  const created = existing(one);
  const root = `${stripQuery(c.session.plan.target.url)}/`;
  const led = await leadsTo(c, resolveUri(header, root), root, created);
  const wanted = `a URI that leads to the resource with the id "${created.id}"`;
  c.judge(LOCATION, led !== false, () => about('does not lead to the new resource', wanted));
  c.advise(LOCATION, led !== null, () =>
    about('leads out of the target, and does not end in the id', wanted),
  );
  if (answer.resource === null) return;
  const meta = stringMember(member(answer.resource, 'meta'), 'location');
  const same = meta !== undefined && resolveUri(meta, root)?.href === resolveUri(header, root)?.href;
  // Of two that differ, the one that is not the resource's plain URI is told.
  const plain = meta === resolveUri(created.path.slice(1), root)?.href;
  c.judge(LOCATION, same, () =>
    plain
      ? about('is not the URI that meta.location has', `Location: ${meta}`)
      : wrongValue('meta.location', header, meta, {
          when: 'in the answer to POST',
          says: meta === undefined ? undefined : 'is not the URI that the Location header has',
          answer,
        }),
  );
}

/**
 * Whether a URI leads to the resource: it ends in the id, or the resource is what it answers. Null where it lies outside
 * the target: credentials go to the target alone.
 */
async function leadsTo(c: Case, url: URL | null, root: string, { id }: Created): Promise<boolean | null> {
  if (url === null) return false;
  if (lastSegment(url) === id) return true;
  if (!url.href.startsWith(root)) return null;
  const path = `/${url.href.slice(root.length)}`;
  const there = await c.send({ method: 'GET', path, purpose: 'follow the Location header' });
  return stringMember(there.resource ?? {}, 'id') === id;
}
