import { chapter, section } from '../requirement.ts';
import { APPROPRIATE, AUTHORS, CLIENT_CHOICE, PERMISSION } from '../untestable.ts';

const REFERENTIAL =
  'The harness requests no foreign URLs; references to SCIM resources are judged by the rows on members and manager.';

/** RFC 7643, chapter 2: attributes, their types and values. */
export const SCHEMA = chapter('RFC7643', [
  section('2.1', null, [
    ['names-caseless', 'MUST', [364, 365], 'Attribute names are the same in any letter case.'],
    ['schemas', 'MUST', [365, 367], 'Every resource states its schemas in the schemas attribute.'],
    [
      'name-syntax',
      'MUST',
      [369, 372],
      'An attribute name is a letter followed by letters, digits, "$", "-" or "_"; only $ref begins otherwise.',
    ],
  ]),
  section('2.2', null, [
    [
      'defaults',
      'MUST',
      [419, 436],
      'A characteristic that a schema leaves out has its default: optional, caseless, readWrite, returned by default, not unique, a string.',
    ],
  ]),
  section('2.3', null, [
    [
      'new-types',
      'SHOULD',
      [443, 444],
      'Extensions use the data types of the standard and bring no new ones.',
    ],
    ['json-types', 'MUST', [455, 483], 'Every value has the JSON type that belongs to its data type.'],
  ]),
  section('2.3.1', null, [
    [
      'string',
      'MUST',
      [487, 489],
      'A string attribute holds any sequence of Unicode characters, encoded as UTF-8.',
    ],
    ['format', 'MAY', [489, 490], 'A string attribute may ask for a data format.', PERMISSION],
    [
      'canonical-only',
      'MAY',
      [490, 492],
      'The accepted strings may be restricted to the canonical values.',
      PERMISSION,
    ],
  ]),
  section('2.3.2', null, [
    ['boolean', 'MUST', [496, 498], 'A boolean attribute is the JSON literal true or false, never a string.'],
  ]),
  section('2.3.3', null, [['decimal', 'MUST', [513, 515], 'A decimal attribute is a JSON number.']]),
  section('2.3.4', null, [
    ['integer', 'MUST', [519, 522], 'An integer attribute is a JSON number without fraction and exponent.'],
  ]),
  section('2.3.5', null, [
    ['date-time', 'MUST', [526, 528], 'A dateTime value is a valid xsd:dateTime.'],
    ['date-and-time', 'MUST', [527, 528], 'A dateTime value has both a date and a time.'],
    ['json', 'MUST', [531, 533], 'A dateTime value is a JSON string.'],
  ]),
  section('2.3.6', null, [
    ['base64', 'MUST', [537, 538], 'A binary value is a base64 string.'],
    ['url-safe', 'MAY', [538, 540], 'A definition may ask for the URL-safe base64 alphabet.', PERMISSION],
    [
      'padding',
      'MAY',
      [540, 542],
      'Padding at the end of a base64 value may be left out, so both forms are accepted.',
    ],
  ]),
  section('2.3.7', null, [
    [
      'targets',
      'MAY',
      [550, 551],
      'A reference may lead to a SCIM resource, an outside link or a URN.',
      PERMISSION,
    ],
    ['uri', 'MUST', [552, 553], 'A reference is an absolute or relative URI.'],
    [
      'base',
      'MUST',
      [554, 570],
      'A relative reference is resolved against the base URI of the service provider, in front of the endpoint.',
    ],
    [
      'addressable',
      'MUST',
      [577, 577],
      'A reference to a resource can be requested over HTTP; for $ref and meta.location that is GET with the same credentials.',
    ],
    [
      'answer',
      'MUST',
      [577, 579],
      'GET on a reference URI yields the resource or a fitting HTTP status.',
      REFERENTIAL,
    ],
    [
      'integrity',
      'MAY',
      [579, 581],
      'Referential integrity between SCIM resources may be enforced.',
      PERMISSION,
    ],
    [
      'ref',
      'MAY',
      [583, 585],
      'References are usually, not necessarily, held in a $ref sub-attribute.',
      PERMISSION,
    ],
  ]),
  section('2.3.8', null, [
    [
      'order',
      'MUST',
      [591, 594],
      'The order of attributes in a JSON object carries no meaning: any order of the same body has the same result.',
    ],
    [
      'no-nesting',
      'MUST',
      [595, 596],
      'A sub-attribute is not complex itself; only Schema resources are an exception.',
    ],
  ]),
  section('2.4', null, [
    [
      'complex',
      'MUST',
      [606, 610],
      'Elements of a multi-valued attribute that are objects follow the rules of complex attributes.',
    ],
    [
      'standard-meanings',
      'MUST',
      [610, 612],
      'The sub-attributes type, primary, display, value and $ref have the types and meanings of the standard.',
    ],
    ['primary-once', 'MUST', [631, 634], 'At most one value of a multi-valued attribute has primary true.'],
    ['primary-default', 'MUST', [634, 635], 'A value without primary counts as one with primary false.'],
    [
      'versions-comparable',
      'MUST',
      [648, 653],
      'URIs of a SCIM resource with and without an API version count as the same.',
      'Only a target that serves several API versions could show it, and no endpoint announces that.',
    ],
    [
      'canonicalise',
      'SHOULD',
      [655, 658],
      'Multi-valued values are returned in canonical form where one exists.',
      APPROPRIATE,
    ],
    [
      'same-value',
      'MAY',
      [660, 662],
      'The same value may come back several times with different types.',
      PERMISSION,
    ],
    ['no-duplicates', 'SHOULD', [663, 664], 'No (type, value) pair comes back twice in one attribute.'],
    ['type', 'MAY', [666, 668], 'A schema may offer a type sub-attribute to canonicalise values.', AUTHORS],
    ['canonical-values', 'MAY', [668, 670], 'A schema may list canonical values.', PERMISSION],
  ]),
  section('2.5', null, [
    [
      'unassigned',
      'MUST',
      [681, 685],
      'An absent attribute, null and an empty array mean the same: the attribute is unassigned.',
    ],
    ['omit', 'MAY', [685, 687], 'Unassigned attributes may be left out of a representation.', CLIENT_CHOICE],
  ]),
]);
