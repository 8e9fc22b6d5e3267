import { chapter, section } from '../requirement.ts';
import { CLIENT_CHOICE } from '../untestable.ts';

/** RFC 7644, sections 3.5.2.1 to 3.5.2.3: the operations of PATCH. */
export const OPERATIONS = chapter('RFC7644', [
  section('3.5.2.1', 'patch', [
    ['value', 'MUST', [1972, 1973], 'An add operation without a value is refused with 400.'],
    [
      'value-forms',
      'MAY',
      [1973, 1975],
      'The value of an add is a plain value or an object of sub-attributes.',
      CLIENT_CHOICE,
    ],
    [
      'add-no-path',
      'MUST',
      [1980, 1982],
      'An add operation without a path adds the attributes of its value to the resource.',
    ],
    [
      'add',
      'MUST',
      [1984, 1997],
      'An add operation sets a single-valued attribute and adds the new values to a multi-valued one.',
    ],
    [
      'complex',
      'MUST',
      [1987, 1988],
      'An add to a complex attribute sets the sub-attributes it names and keeps the others.',
    ],
    ['existing', 'MUST', [1993, 1999], 'An add to a single-valued attribute that has a value replaces it.'],
    ['unchanged', 'SHOULD', [2001, 2002], 'Adding a value that is there already changes nothing.'],
    ['unchanged-success', 'SHOULD', [2002, 2003], 'Adding a value that is there already succeeds.'],
    [
      'unchanged-time',
      'MUST',
      [2003, 2005],
      'Adding a value that is there already does not move meta.lastModified.',
    ],
  ]),
  section('3.5.2.2', 'patch', [
    ['no-path', 'MUST', [2142, 2143], 'A remove without a path answers 400 with scimType noTarget.'],
    ['remove', 'MUST', [2145, 2147], 'A remove operation makes the attribute at its path unassigned.'],
    [
      'remove-all',
      'MUST',
      [2149, 2151],
      'A remove of a multi-valued attribute without a filter removes all its values.',
    ],
    [
      'remove-filter',
      'MUST',
      [2153, 2155],
      'A remove operation with a value filter removes the matching values and keeps the others.',
    ],
    ['remove-last', 'MUST', [2155, 2157], 'An attribute that lost its last value is unassigned.'],
    [
      'remove-sub-attribute',
      'MUST',
      [2159, 2162],
      'A remove of a sub-attribute of filtered values makes it unassigned in the matching values only.',
    ],
    [
      'remove-last-record',
      'MUST',
      [2162, 2164],
      'A complex multi-valued attribute that lost its last record is unassigned.',
    ],
    [
      'remove-absent',
      'SHOULD',
      [2137, 2140],
      'Removing a member who is not in the group changes nothing and succeeds.',
    ],
    [
      'remove-required',
      'MUST',
      [2166, 2170],
      'Removing a required or readOnly attribute is refused with an error whose scimType is mutability.',
    ],
  ]),
  section('3.5.2.3', 'patch', [
    [
      'replace-no-path',
      'MUST',
      [2365, 2367],
      'A replace operation without a path replaces the attributes named in its value.',
    ],
    [
      'replace',
      'MUST',
      [2369, 2370],
      'A replace operation puts its value in the place of the value at its path.',
    ],
    [
      'replace-all',
      'MUST',
      [2372, 2373],
      'A replace of a multi-valued attribute without a filter replaces all its values.',
    ],
    ['replace-absent', 'MUST', [2375, 2376], 'A replace of an attribute without a value works like an add.'],
    [
      'replace-complex',
      'MUST',
      [2378, 2382],
      'A replace of a complex attribute sets the sub-attributes it names and keeps the others.',
    ],
    [
      'replace-filter',
      'MUST',
      [2384, 2387],
      'A replace with a value filter replaces every value that matches.',
    ],
    [
      'replace-filter-sub-attribute',
      'MUST',
      [2389, 2392],
      'A replace of a sub-attribute of filtered values changes it in every matching value and nowhere else.',
    ],
    [
      'no-target',
      'MUST',
      [2394, 2398],
      'A replace whose value filter matches nothing answers 400 with scimType noTarget.',
    ],
  ]),
]);
