import { chapter, section } from '../requirement.ts';
import { AUTHORS, CLIENT, CLIENT_CHOICE, PERMISSION } from '../untestable.ts';

/** RFC 7643, chapter 3: resources, their common attributes and extensions. */
export const RESOURCES = chapter('RFC7643', [
  section('3', null, [
    [
      'resource-type-details',
      'MAY',
      [698, 700],
      'What a resource is made of can be looked up in its resource type.',
      CLIENT_CHOICE,
    ],
    [
      'schemas',
      'MUST',
      [703, 706],
      'The schemas attribute of a resource lists the URI of its core schema and of every extension it carries.',
    ],
    ['schemas-filled', 'MUST', [709, 711], 'schemas is an array of strings that is never empty.'],
    [
      'schemas-declared',
      'MUST',
      [711, 713],
      'schemas holds nothing but the schema and the schemaExtensions of the resource type.',
    ],
    ['schemas-distinct', 'MUST', [713, 714], 'No URI stands in schemas twice.'],
    ['schemas-order', 'MUST', [714, 715], 'The order of schemas has no influence on what happens.'],
    [
      'common-attributes',
      'MUST',
      [718, 723],
      'Common attributes belong to every resource, whatever its schemas attribute says.',
    ],
  ]),
  section('3.1', null, [
    [
      'defined',
      'MUST',
      [849, 853],
      'id, externalId and meta exist for every resource type, those of extensions included.',
    ],
    [
      'assigned',
      'MUST',
      [853, 856],
      'An accepted resource has an id and a meta whose values the service provider assigned.',
    ],
    ['listed', 'MAY', [859, 860], 'Older schemas may list the common attributes.', PERMISSION],
    [
      'precedence',
      'MUST',
      [860, 862],
      'Common attributes keep the characteristics of the standard, even where a schema lists them otherwise.',
    ],
    [
      'id',
      'MUST',
      [865, 871],
      'Every representation of a resource has a non-empty id, issued by the service provider, unique and unchanging.',
    ],
    [
      'id-not-client',
      'MUST',
      [870, 872],
      'An id in the body of a request does not become the id of the resource.',
    ],
    ['id-bulk-id', 'MUST', [872, 874], 'No id contains the reserved word "bulkId".'],
    ['external-id-optional', 'MAY', [887, 888], 'A resource may have an externalId.', CLIENT_CHOICE],
    [
      'external-id',
      'MUST',
      [879, 905],
      'externalId belongs to the client: it is kept as given and compared case-exactly.',
    ],
    [
      'external-id-client',
      'MUST',
      [888, 890],
      'A resource for which the client gave no externalId has none.',
    ],
    [
      'external-id-scope',
      'MUST',
      [890, 892],
      'externalId is understood within the provisioning domain of the client.',
      'It would take credentials of a second provisioning domain.',
    ],
    ['external-id-absent', 'MAY', [904, 905], 'A resource can be created without an externalId.'],
    ['meta-ignored', 'MUST', [908, 912], 'meta is ignored when a client provides it.'],
    ['resource-type', 'MUST', [915, 918], 'meta.resourceType names the type of the resource.'],
    ['date-time', 'MUST', [919, 923], 'meta.created and meta.lastModified are DateTime values.'],
    [
      'unmodified',
      'MUST',
      [923, 925],
      'lastModified equals created as long as the resource was never modified.',
    ],
    [
      'last-modified',
      'MUST',
      [922, 923],
      'lastModified moves forward when the details of the resource change, and created stays.',
    ],
    [
      'location',
      'MUST',
      [927, 929],
      'meta.location is the URI of the resource and equals the Content-Location header where that is sent.',
    ],
  ]),
  section('3.1', 'etag', [
    ['version', 'MUST', [931, 933], 'meta.version equals the ETag header of the answer.'],
    ['weak', 'MUST', [936, 942], 'A version that is no strong validator begins with W/, in capitals.'],
  ]),
  section('3.3', null, [
    [
      'additive',
      'MAY',
      [974, 975],
      'Each URI in schemas adds attributes that a resource may have.',
      PERMISSION,
    ],
    ['any-schema', 'MUST', [975, 976], 'schemas contains at least one URI.'],
    [
      'base-schema',
      'MUST',
      [975, 977],
      'schemas contains the base schema of the resource, whatever extensions it lists.',
    ],
    ['more-schemas', 'MAY', [977, 978], 'schemas may list extensions besides the base schema.', PERMISSION],
    ['no-redefinition', 'SHOULD', [978, 979], 'An extension does not redefine attributes of the standard.'],
    ['conventions', 'SHOULD', [978, 980], 'An extension follows the conventions of the standard.', AUTHORS],
    [
      'container',
      'MUST',
      [980, 983],
      'Attributes of an extension stand in an object under its URI, not among the core attributes.',
    ],
    [
      'base-lookup',
      'MAY',
      [987, 991],
      'Which schema is the base can be found through the resource type.',
      CLIENT,
    ],
  ]),
]);
