import { defineSuite } from '../kit/index.ts';
import { defaultSet } from './projection/default-set.ts';
import { selections } from './projection/selections.ts';
import { spellings } from './projection/spellings.ts';
import { writing } from './projection/writing.ts';

/** Which attributes come back: RFC 7644 §3.4.2.5 and §3.9. */
export const projection = defineSuite(
  {
    name: 'projection',
    groups: ['rfc'],
    title: 'Answers hold the attributes that were asked for',
  },
  [...defaultSet, ...selections, ...spellings, ...writing],
);
