import { createHash } from 'node:crypto';
import { metaOf } from '../store.ts';
import { versionOf } from '../versions.ts';
import type { Overrides, VariationTable } from './variation.ts';

/** Overrides of the ids of new resources, made from a number that counts up. */
function named(make: (count: number) => string): Overrides {
  return (steps, { baseUrl }) => {
    let count = 0;
    return {
      stamp: (resource, type, before) => {
        const stored = steps.stamp(resource, type, before);
        if (before) return stored;
        count++;
        const id = make(count);
        const location = `${baseUrl}${type.endpoint}/${encodeURIComponent(id)}`;
        return { ...stored, id, meta: { ...metaOf(stored), location } };
      },
    };
  };
}

/** Overrides of versions as they are stored; `change` leaves the number in. */
function versioned(change: (version: string) => string): Overrides {
  return (steps) => ({
    stamp: (resource, type, before) => {
      const stored = steps.stamp(resource, type, before);
      return { ...stored, meta: { ...metaOf(stored), version: change(versionOf(stored)) } };
    },
  });
}

const digest = (count: number): string => createHash('sha256').update(`id ${count}`).digest('hex');

/** Identifiers and versions, whose form is the provider's own affair (RFC 7643 §3.1). */
export const IDENTIFIERS = {
  'ids-numbers': {
    title: 'ids are numbers, as strings',
    permittedBy: 'RFC7643-3.1',
    overrides: named((count) => String(count)),
  },
  'ids-capitals': {
    title: 'ids are UUIDs in capital letters',
    permittedBy: 'RFC7643-3.1',
    overrides: named((count) =>
      digest(count)
        .slice(0, 32)
        .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
        .toUpperCase(),
    ),
  },
  'ids-case-apart': {
    title: 'ids of two resources differ in letter case alone',
    permittedBy: 'RFC7643-3.1',
    overrides: named((count) => (count % 2 === 0 ? `ab${count / 2}` : `AB${(count + 1) / 2}`)),
  },
  'ids-long': {
    title: 'ids have 200 characters',
    permittedBy: 'RFC7643-3.1',
    overrides: named((count) => digest(count).repeat(4).slice(0, 200)),
  },
  'ids-names': {
    title: 'ids are distinguished names, with commas and equals signs',
    permittedBy: 'RFC7643-3.1',
    overrides: named((count) => `cn=u${count},ou=people,dc=example,dc=com`),
  },
  'ids-dots-and-colons': {
    title: 'ids have dots, colons and an at sign',
    permittedBy: 'RFC7643-3.1',
    overrides: named((count) => `tenant.7:${count}@example.com`),
  },
  'ids-percent': {
    title: 'ids have percent signs, blanks and slashes, which URLs escape',
    permittedBy: 'RFC7643-3.1',
    overrides: named((count) => `a%20b c/d?e#f+${count}`),
  },
  'ids-unicode': {
    title: 'ids have characters beyond ASCII',
    permittedBy: 'RFC7643-3.1',
    overrides: named((count) => `größe-漢字-😀-${count}`),
  },
  'ids-quotes': {
    title: 'ids have quotes and backslashes, which filters escape',
    permittedBy: 'RFC7643-3.1',
    overrides: named((count) => `o'n"e\\two-${count}`),
  },
  'versions-strong': {
    title: 'versions are strong entity-tags',
    permittedBy: 'RFC7644-3.14',
    overrides: versioned((version) => version.replace('W/', '')),
  },
  'versions-with-punctuation': {
    title: 'versions have punctuation inside their quotes',
    permittedBy: 'RFC7644-3.14',
    overrides: versioned((version) => version.replace(/\d+/, 'rev:$&/a+b==;c')),
  },
} as const satisfies VariationTable;
