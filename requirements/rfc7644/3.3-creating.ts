import { chapter, section } from '../requirement.ts';
import { PERMISSION } from '../untestable.ts';

/** RFC 7644, section 3.3: creating resources. */
export const CREATING = chapter('RFC7644', [
  section('3.3', null, [
    [
      'mutability-rules',
      'MUST',
      [580, 581],
      'A creation treats each attribute as its mutability demands: writable values are stored.',
    ],
    [
      'read-only-ignored',
      'MUST',
      [583, 584],
      'Values of readOnly attributes in a creation request are ignored.',
    ],
    ['omitted', 'MAY', [586, 588], 'Omitted attributes may count as not asserted.', PERMISSION],
    ['defaults', 'MAY', [588, 590], 'Attributes that were not asserted may get defaults.', PERMISSION],
    [
      'access-considered',
      'MAY',
      [592, 594],
      'Defaults may depend on what the client can access.',
      PERMISSION,
    ],
    [
      'cleared',
      'MAY',
      [596, 599],
      'A client may override defaults with null or [], so a creation with either is accepted.',
    ],
    ['created', 'MUST', [601, 602], 'A successful creation answers 201 (Created).'],
    [
      'representation',
      'SHOULD',
      [603, 604],
      'The answer to a creation contains the representation of the new resource.',
    ],
    [
      'location',
      'MUST',
      [604, 607],
      'The Location header and meta.location give the URI of the created resource.',
    ],
    [
      'uniqueness',
      'MUST',
      [623, 627],
      'A creation that conflicts with an existing resource answers 409 with scimType uniqueness.',
    ],
  ]),
  section('3.3.1', null, [
    ['resource-type', 'MUST', [711, 715], 'meta.resourceType is set to the resource type of the endpoint.'],
  ]),
]);
