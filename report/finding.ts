import type { Json } from '../scim/json.ts';

/** In which way the target departs from what a requirement wants. */
export const DEVIATIONS = [
  /** No complete answer comes. */
  'unanswered',
  /** Another status than the one wanted: a refusal, or a success where a refusal is wanted. */
  'answered',
  /** Refused, and carried out all the same. */
  'carriedOut',
  /** Accepted, and nothing comes of it. */
  'ignored',
  /** A value or a part of an answer is not there. */
  'missing',
  /** A value or a part of an answer is there that should not be. */
  'present',
  /** A value is another than the one it was set to. */
  'differs',
  /** A value is another than before, although nothing named it. */
  'changed',
  /** A query does not find what matches. */
  'unfound',
  /** A query finds what does not match. */
  'found',
  /** A number of things is not what it should be. */
  'count',
  /** Something is there more often than once. */
  'repeated',
  /** Things are in another order. */
  'order',
  /** A value or a message is not of the form that the standard gives it. */
  'form',
  /** What the target says of itself is not what it does. */
  'untrue',
  /** Something is told that must stay hidden. */
  'disclosed',
  /** From some request on, what was answered rightly before is answered with errors. */
  'worsened',
  /** It takes longer than a client waits. */
  'slow',
] as const;

export type Deviation = (typeof DEVIATIONS)[number];

/** What kind of attribute a finding is about: defects of a kind are mostly one defect. */
export type Shape =
  | 'text'
  | 'boolean'
  | 'number'
  | 'dateTime'
  | 'binary'
  | 'reference'
  | 'complex'
  | 'part of a complex attribute'
  | 'multi-valued'
  | 'part of an element'
  | 'extension'
  | 'common';

/** The plain form of a request, which the one that is blamed is compared with. */
export interface Control {
  /** `POST /Users` */
  readonly operation: string;
  readonly status: number;
}

/**
 * What a check found wrong, as data: causes, comparisons and words are made of these fields, never of sentences. Texts of
 * the target in it are without secrets.
 */
export interface Finding {
  /** Id of the violated requirement. */
  readonly requirement: string;
  readonly deviation: Deviation;
  /** Name of the resource type, `User`; null where it is about none. */
  readonly resourceType: string | null;
  /** Path of the attribute as the table or the schema writes it; null where it is about none. */
  readonly attribute: string | null;
  readonly shape: Shape | null;
  /** What was asked in the deciding exchange: `GET /Users?filter`; null without an exchange. */
  readonly operation: string | null;
  /** The last request before it that changed something, or meant to: `PATCH /Users/{id}`; null without one. */
  readonly write: string | null;
  /** How the deciding request, or the write before it, is written: `remove value path`, `replace without path`, `header accept`. */
  readonly form: readonly string[];
  /** Paths of the attributes that the operations of that PATCH name; none of another request, and in older reports. */
  readonly named?: readonly string[];
  /** What was done or looked at, as the subject of a sentence: `a PATCH that replaces title`, `title`. */
  readonly what: string;
  /** In which circumstances, as the beginning of a sentence: `after a PATCH that removes it`; null for none. */
  readonly when: string | null;
  /** What is true of it, as the rest of the sentence; null where the deviation alone says it. */
  readonly says: string | null;
  /** Values as JSON where an attribute is compared, words otherwise; null where there is nothing to say. */
  readonly wanted: Json;
  readonly got: Json;
  /** Whether success was wanted; otherwise a refusal, or something that is no status. */
  readonly success: boolean;
  /** Of the deciding answer; null where none came. */
  readonly status: number | null;
  readonly scimType: string | null;
  /** The words of the target's own error. */
  readonly detail: string | null;
  readonly control: Control | null;
  /** Index of the deciding exchange among the exchanges that are told with the finding; null without one. */
  readonly deciding: number | null;
}

/** Why a check could not judge, as data. */
export interface Obstacle {
  /** What stood in the way: `POST /Users`; null where it was no request. */
  readonly operation: string | null;
  readonly status: number | null;
  readonly scimType: string | null;
  readonly detail: string | null;
  /** As in findings; none in older reports. */
  readonly form?: readonly string[];
  readonly named?: readonly string[];
  /** Path of the attribute that was not as it should be afterwards. */
  readonly attribute?: string | null;
}
