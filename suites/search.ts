import { defineSuite } from '../kit/index.ts';
import { parameters } from './search/parameters.ts';
import { posted } from './search/posted.ts';
import { roots } from './search/root.ts';

/** Queries sent by POST, RFC 7644 §3.4.3, and queries on the root, §3.4.2.1. */
export const search = defineSuite(
  {
    name: 'search',
    groups: ['rfc'],
    title: 'A query sent by POST, or to the root, finds what it should',
  },
  [...posted, ...parameters, ...roots],
);
