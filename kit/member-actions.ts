import type { Json } from '../scim/json.ts';
import { memberCount, memberPath } from './members.ts';
import type { WireOperation } from './patching.ts';

/** Members as a client writes them, by their ids. */
export type MemberWriter = (ids: readonly string[]) => Json;

/** One way to change the members of a group: what it sends, and what it does to the set of them. */
export interface MemberAction {
  /** What a PATCH of this kind does, by the number of users: `adds 2 members`. */
  readonly does: (count: number) => string;
  /** The users are …, for histories: `added to`. */
  readonly words: string;
  readonly operations: (ids: readonly string[], write: MemberWriter) => readonly WireOperation[];
  /** Whether naming this user makes a difference. */
  readonly changes: (members: ReadonlySet<string>, id: string) => boolean;
  readonly effect: (members: ReadonlySet<string>, ids: readonly string[]) => ReadonlySet<string>;
}

const without = (members: ReadonlySet<string>, ids: readonly string[]): ReadonlySet<string> =>
  new Set([...members].filter((id) => !ids.includes(id)));

export const MEMBER_ACTION_NAMES = ['add', 'removeByFilter', 'removeByValue', 'replace'] as const;
export type MemberActionName = (typeof MEMBER_ACTION_NAMES)[number];

/** The ways that every history is made of (RFC 7644 §3.5.2.1-§3.5.2.3; rule E-129). */
export const MEMBER_ACTIONS: Readonly<Record<MemberActionName, MemberAction>> = {
  add: {
    does: (count) => `adds ${memberCount(count)}`,
    words: 'added to',
    operations: (ids, write) => [{ op: 'add', path: 'members', value: write(ids) }],
    changes: (members, id) => !members.has(id),
    effect: (members, ids) => new Set([...members, ...ids]),
  },
  removeByFilter: {
    does: (count) => `removes ${memberCount(count)} by a value filter`,
    words: 'removed (by value filter) from',
    operations: (ids) => ids.map((id) => ({ op: 'remove', path: memberPath(id) })),
    changes: (members, id) => members.has(id),
    effect: without,
  },
  removeByValue: {
    does: (count) => `removes ${memberCount(count)} by a value array`,
    words: 'removed (by value array) from',
    operations: (ids, write) => [{ op: 'remove', path: 'members', value: write(ids) }],
    changes: (members, id) => members.has(id),
    effect: without,
  },
  replace: {
    does: (count) => `replaces the members by ${count === 1 ? 'one' : count}`,
    words: 'made the only members of',
    operations: (ids, write) => [{ op: 'replace', path: 'members', value: write(ids) }],
    changes: () => true,
    effect: (_members, ids) => new Set(ids),
  },
};
