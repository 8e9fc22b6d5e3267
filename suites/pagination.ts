import { defineSuite } from '../kit/index.ts';
import { cursorErrors } from './pagination/cursor-errors.ts';
import { cursors } from './pagination/cursors.ts';
import { edges } from './pagination/edges.ts';
import { pages } from './pagination/pages.ts';

/** Paging by index, RFC 7644 §3.4.2.4, and with cursors, RFC 9865. */
export const pagination = defineSuite(
  {
    name: 'pagination',
    groups: ['rfc'],
    title: 'Pages hold every result once, and say which page they are',
  },
  [...pages, ...edges, ...cursors, ...cursorErrors],
);
