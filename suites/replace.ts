import { defineSuite } from '../kit/index.ts';
import { immutables } from './replace/immutable.ts';
import { leftOut } from './replace/left-out.ts';
import { renaming } from './replace/renaming.ts';
import { replacing } from './replace/replacing.ts';

/** PUT: what becomes of the attributes that it gives, and of those that it leaves out (RFC 7644 §3.5.1). */
export const replace = defineSuite(
  { name: 'replace', groups: ['rfc'], title: 'Replacing resources with PUT' },
  [...replacing, ...leftOut, ...immutables, ...renaming],
);
