import type { Lines } from './requirement.ts';

/** Keywords of RFC 2119 in an RFC's text that state no requirement on SCIM messages. */
export interface Exclusion {
  readonly rfc: 'RFC7643' | 'RFC7644';
  readonly lines: Lines;
  readonly reason: string;
}

/** Where the texts use a keyword without stating a requirement of their own, and why. */
export const EXCLUSIONS: readonly Exclusion[] = [
  { rfc: 'RFC7643', lines: [207, 217], reason: 'It explains the keywords.' },
  { rfc: 'RFC7643', lines: [231, 233], reason: 'It explains how the text quotes values.' },
  {
    rfc: 'RFC7643',
    lines: [2598, 5082],
    reason: 'The descriptions in the schema representations repeat chapters 4 to 7.',
  },
  { rfc: 'RFC7643', lines: [5215, 5550], reason: 'It instructs IANA and those who register schemas.' },
  { rfc: 'RFC7644', lines: [175, 183], reason: 'It explains the keywords.' },
  { rfc: 'RFC7644', lines: [4560, 4710], reason: 'It registers the media type with IANA.' },
];
