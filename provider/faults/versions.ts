import { ScimError } from '../../scim/error.ts';
import { isObject, type JsonObject } from '../../scim/json.ts';
import type { Answer } from '../answer.ts';
import { metaOf } from '../store.ts';
import { versionOf } from '../versions.ts';
import type { Fault, FaultTable } from './fault.ts';
import { omit } from './rewrite.ts';

/** Overrides that make a version from the right one and the one before. */
function numbering(change: (version: number) => number): Fault['overrides'] {
  return (steps) => ({
    stamp: (resource, type, before) => {
      const stored = steps.stamp(resource, type, before);
      const number = Number(/\d+/.exec(versionOf(stored))?.[0] ?? 0);
      return { ...stored, meta: { ...metaOf(stored), version: `W/"${change(number)}"` } };
    },
  });
}

function withoutTag(answer: Answer): Answer {
  const { etag: _, ...headers } = answer.headers;
  return { ...answer, headers };
}

const withoutVersion = (body: JsonObject): JsonObject =>
  isObject(body.meta) ? { ...body, meta: omit(body.meta, 'version') } : body;

/** Defects in versions: RFC 7644 §3.14. */
export const VERSIONING = {
  'etag-missing-on-get': {
    title: 'GET of a resource has no ETag header',
    violates: 'RFC7644-3.14',
    overrides: (steps) => ({ read: (body, resource) => withoutTag(steps.read(body, resource)) }),
  },
  'etag-missing-on-creation': {
    title: 'a creation has no ETag header',
    violates: 'RFC7644-3.14',
    overrides: (steps) => ({ created: (body, resource) => withoutTag(steps.created(body, resource)) }),
  },
  'etag-without-quotes': {
    title: 'the ETag header is no entity-tag: its quotes are missing',
    violates: 'RFC7644-3.14',
    overrides: (steps) => ({
      read: (body, resource) => {
        const given = steps.read(body, resource);
        return { ...given, headers: { ...given.headers, etag: versionOf(resource).replace(/W\/|"/g, '') } };
      },
    }),
  },
  'version-not-in-meta': {
    title: 'meta has no version although the resource has an ETag',
    violates: 'RFC7644-3.14',
    overrides: (steps) => ({
      present: (resource, type, projection) => withoutVersion(steps.present(resource, type, projection)),
    }),
  },
  'version-never-changes': {
    title: 'the version of a resource stays the same whatever happens to it',
    violates: 'RFC7644-3.14',
    overrides: numbering(() => 1),
  },
  'version-returns': {
    title: 'the version of a resource is an old one again after two changes',
    violates: 'RFC7644-3.14',
    overrides: (steps) => ({
      present: (resource, type, projection) => steps.present(alternating(resource), type, projection),
      requireVersion: (resource, headers) => steps.requireVersion(alternating(resource), headers),
      isKnown: (resource, headers) => steps.isKnown(alternating(resource), headers),
      read: (body, resource) => steps.read(body, alternating(resource)),
      created: (body, resource) => steps.created(body, alternating(resource)),
      replaced: (body, resource) => steps.replaced(body, alternating(resource)),
      patched: (body, resource, type, projection) =>
        steps.patched(body, alternating(resource), type, projection),
    }),
  },
  'version-made-of-time': {
    title: 'the version of a resource is another one at every GET',
    violates: 'RFC7644-3.14',
    overrides: (steps) => {
      let reads = 0;
      return {
        read: (body, resource) => {
          const given = steps.read(body, resource);
          reads++;
          return { ...given, headers: { ...given.headers, etag: `W/"r${reads}"` } };
        },
      };
    },
  },
  'put-answers-old-etag': {
    title: 'the answer to a PUT has the ETag of the version before',
    violates: 'RFC7644-3.14',
    overrides: (steps) => ({
      replaced: (body, resource) => {
        const given = steps.replaced(body, resource);
        const number = Number(/\d+/.exec(versionOf(resource))?.[0] ?? 0);
        return { ...given, headers: { ...given.headers, etag: `W/"${number - 1}"` } };
      },
    }),
  },
  'if-none-match-ignored': {
    title: 'GET with If-None-Match of the current version answers 200',
    violates: 'RFC7644-3.14',
    overrides: () => ({ isKnown: () => false }),
  },
  'if-none-match-always-304': {
    title: 'GET with If-None-Match of any version answers 304',
    violates: 'RFC7644-3.14',
    overrides: () => ({ isKnown: (_resource, headers) => headers.has('if-none-match') }),
  },
  'if-none-match-412': {
    title: 'GET with If-None-Match of the current version answers 412',
    violates: 'RFC7644-3.14',
    overrides: (steps) => ({
      isKnown: (resource, headers) => {
        if (steps.isKnown(resource, headers)) throw new ScimError(412, null, 'The resource has not changed.');
        return false;
      },
    }),
  },
  'if-none-match-list-unread': {
    title: 'If-None-Match with several versions never matches',
    violates: 'RFC7644-3.14',
    overrides: (steps) => ({
      isKnown: (resource, headers) =>
        headers.get('if-none-match')?.includes(',') !== true && steps.isKnown(resource, headers),
    }),
  },
  'if-match-ignored': {
    title: 'a change with If-Match of an old version is carried out',
    violates: 'RFC7644-3.14',
    overrides: () => ({ requireVersion: () => {} }),
  },
  'if-match-never-matches': {
    title: 'a change with If-Match is refused whatever the version',
    violates: 'RFC7644-3.14',
    overrides: () => ({
      requireVersion: (_resource, headers) => {
        if (headers.has('if-match')) throw new ScimError(412, null, 'The versions are weak.');
      },
    }),
  },
  'if-match-409': {
    title: 'a change with If-Match of an old version is answered with 409',
    violates: 'RFC7644-3.14',
    overrides: (steps) => ({
      requireVersion: (resource, headers) => {
        try {
          steps.requireVersion(resource, headers);
        } catch {
          throw new ScimError(409, null, 'The resource has changed.');
        }
      },
    }),
  },
} as const satisfies FaultTable;

/** The resource with a version that alternates between two. */
function alternating(resource: JsonObject): JsonObject {
  const number = Number(/\d+/.exec(versionOf(resource))?.[0] ?? 0);
  return { ...resource, meta: { ...metaOf(resource), version: `W/"${number % 2}"` } };
}
