import { defineSuite } from '../kit/index.ts';
import { conjunction } from './filtering/conjunction.ts';
import { equality } from './filtering/equality.ts';
import { grammar } from './filtering/grammar.ts';
import { hardFilterValues } from './filtering/hard-values.ts';
import { lists } from './filtering/lists.ts';
import { offered } from './filtering/offered.ts';
import { renaming } from './filtering/renaming.ts';
import { valuePaths } from './filtering/value-paths.ts';

/** Filtering on the attributes that the application documents for it. */
export const filtering = defineSuite(
  {
    name: 'filtering',
    groups: ['application'],
    title: 'Every attribute documented for filtering finds exactly what it should',
  },
  [
    ...offered,
    ...equality,
    ...hardFilterValues,
    ...conjunction,
    ...valuePaths,
    ...lists,
    ...renaming,
    ...grammar,
  ],
);
