import { defineSuite } from '../kit/index.ts';
import { defaults } from './filter-language/defaults.ts';
import { logic } from './filter-language/logic.ts';
import { malformed } from './filter-language/malformed.ts';
import { notation } from './filter-language/notation.ts';
import { once } from './filter-language/once.ts';
import { operators } from './filter-language/operators.ts';
import { unordered } from './filter-language/unordered.ts';
import { valueFilters } from './filter-language/value-filters.ts';

/** The filter language of RFC 7644 §3.4.2.2 over every attribute that the target filters on. */
export const filterLanguage = defineSuite(
  {
    name: 'filter-language',
    groups: ['rfc'],
    title: 'Filters find exactly what they describe, whatever they are made of',
  },
  [...operators, ...logic, ...notation, ...valueFilters, ...once, ...malformed, ...unordered, ...defaults],
);
