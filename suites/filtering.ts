import { defineSuite } from './check.ts';
import { equality } from './filtering/equality.ts';
import { grammar } from './filtering/grammar.ts';
import { lists } from './filtering/lists.ts';

/** Filtering on the attributes that the application documents for it. */
export const filtering = defineSuite(
  {
    name: 'filtering',
    groups: ['application'],
    title: 'Every attribute documented for filtering finds exactly what it should',
  },
  [...equality, ...lists, ...grammar],
);
