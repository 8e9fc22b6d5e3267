import type { Json, JsonObject, RequirementId, ResourceType } from '../../kit/index.ts';
import { PATCH_OP } from '../../kit/index.ts';

/** The requirement on operations that fit neither mutability nor schema. */
const INCOMPATIBLE: RequirementId = 'RFC7644-3.5.2-incompatible-error';

/** What a request that has to be refused is written for. */
export interface Victim {
  readonly type: ResourceType;
  /** Path of a plain attribute, and another value than it has. */
  readonly path: string;
  readonly value: Json;
  /** Whether the type has this attribute. */
  readonly has: (name: string) => boolean;
}

/** A PATCH that RFC 7644 §3.5.2 does not allow. */
export interface Refusal {
  readonly words: string;
  readonly requirements: readonly [RequirementId, ...RequirementId[]];
  /** The one `scimType` that the text names. */
  readonly scimType?: string;
  /** What a target that takes it gets, where that is no failure: the text binds the client alone, or says nothing. */
  readonly taken?: 'warning' | 'nothing';
  /** The body of what is to be blamed alone: where that is not refused either, it is no matter of this request. */
  readonly alone?: JsonObject;
  /** The body, as JSON or as its text; null where it cannot be written for this victim. */
  readonly body: (victim: Victim) => JsonObject | string | null;
}

/** A body with these Operations. */
const holding = (operations: Json): JsonObject => ({ schemas: [PATCH_OP], Operations: operations });

const good = ({ path, value }: Victim): JsonObject => ({ op: 'replace', path, value });

/** A refusal of one operation that is written for the victim; null where it cannot be. */
const operation = (
  words: string,
  requirement: RequirementId,
  write: (victim: Victim) => JsonObject | null,
): Refusal => ({
  words,
  requirements: [requirement],
  body: (victim) => {
    const written = write(victim);
    return written === null ? null : holding([written]);
  },
});

/** The attribute that each kind of resource requires (RFC 7643 §4.1.1, §4.2). */
const REQUIRED: Readonly<Record<string, string>> = { User: 'userName', Group: 'displayName' };

/** Messages that lack the URI of PatchOp, which the text binds the client to send. */
const UNMARKED: readonly Refusal[] = (
  [
    ['without schemas', undefined],
    ['with null for schemas', null],
    ['with a text for schemas', PATCH_OP],
    ['with a number for schemas', 7],
    ['with an empty list of schemas', []],
    ['with null in schemas', [null]],
    ['marked as another message', ['urn:ietf:params:scim:api:messages:2.0:BulkRequest']],
  ] as const
).map(
  ([how, schemas]): Refusal => ({
    words: `a PATCH ${how}`,
    requirements: ['RFC7644-3.5.2-request-schema'],
    taken: 'warning',
    body: (victim) => ({ ...(schemas === undefined ? {} : { schemas }), Operations: [good(victim)] }),
  }),
);

/** Members of a message that are missing, null, or of another type. */
export const MISSHAPEN: readonly Refusal[] = [
  ...UNMARKED,
  {
    words: 'a PATCH without Operations',
    requirements: ['RFC7644-3.5.2-operations'],
    body: () => ({ schemas: [PATCH_OP] }),
  },
  ...(
    [
      ['null', null],
      ['a text', 'replace'],
      ['a list with null', [null]],
      ['a list with a text', ['replace']],
    ] as const
  ).map(
    ([what, operations]): Refusal => ({
      words: `a PATCH with ${what} for Operations`,
      requirements: ['RFC7644-3.5.2-operations'],
      body: () => holding(operations),
    }),
  ),
  operation('an operation without an op', 'RFC7644-3.5.2-one-op', ({ path, value }) => ({ path, value })),
  operation('an operation with null for op', 'RFC7644-3.5.2-one-op', (victim) => ({
    ...good(victim),
    op: null,
  })),
  operation('an operation with a number for op', 'RFC7644-3.5.2-one-op', (victim) => ({
    ...good(victim),
    op: 7,
  })),
  {
    words: 'an operation with two ops',
    requirements: ['RFC7644-3.5.2-one-op'],
    // JSON leaves it to the reader which of two members of one name counts (RFC 8259 §4).
    taken: 'nothing',
    body: (victim) =>
      JSON.stringify(holding([good(victim)])).replace('"op":"replace"', '"op":"replace","op":"remove"'),
  },
  operation('the op "move"', 'RFC7644-3.5.2-op', (victim) => ({ ...good(victim), op: 'move' })),
  operation('an operation with a number for path', 'RFC7644-3.5.2-invalid-path', (victim) => ({
    ...good(victim),
    path: 7,
  })),
  operation('an operation with an object for path', 'RFC7644-3.5.2-invalid-path', (victim) => ({
    ...good(victim),
    path: {},
  })),
];

/** Requests that the standard gives no meaning. */
export const MALFORMED: readonly Refusal[] = [
  ...MISSHAPEN,
  operation('an add operation without a value', 'RFC7644-3.5.2.1-value', ({ path }) => ({ op: 'add', path })),
  {
    words: 'a remove operation without a path',
    requirements: ['RFC7644-3.5.2.2-no-path', 'RFC7644-3.5.2-path-required'],
    scimType: 'noTarget',
    body: () => holding([{ op: 'remove' }]),
  },
  ...['emails[type eq "work"', 'name..familyName', '[type eq "work"]', 'emails[type zz "work"]'].map((path) =>
    operation(`the path ${path}`, 'RFC7644-3.5.2-invalid-path', ({ value }) => ({
      op: 'replace',
      path,
      value,
    })),
  ),
];

/** Operations that do not fit mutability or schema. */
export const UNFIT: readonly Refusal[] = [
  ...['id', 'meta.created'].map((path) =>
    operation(`replacing the readOnly ${path}`, INCOMPATIBLE, () => ({
      op: 'replace',
      path,
      value: '2001-01-01T00:00:00Z',
    })),
  ),
  operation('a value that is not of its attribute’s type', INCOMPATIBLE, ({ path }) => ({
    op: 'replace',
    path,
    value: { nested: { deep: true } },
  })),
  operation('replacing active with an object', INCOMPATIBLE, ({ type, has }) =>
    type.name === 'User' && has('active') ? { op: 'replace', path: 'active', value: { on: 'maybe' } } : null,
  ),
];

/** Removals of what has to be there. */
export const REMOVALS: readonly Refusal[] = (
  [
    ['removing a required attribute', ({ name }: ResourceType) => REQUIRED[name] ?? null],
    ['removing the readOnly id', () => 'id'],
  ] as const
).map(
  ([words, pathIn]): Refusal => ({
    words,
    requirements: ['RFC7644-3.5.2.2-remove-required'],
    scimType: 'mutability',
    body: ({ type }) => {
      const path = pathIn(type);
      return path === null ? null : holding([{ op: 'remove', path }]);
    },
  }),
);

/** What comes after a good operation and spoils it. */
export const SPOILERS: readonly Refusal[] = (
  [
    ['one that removes without a path', { op: 'remove' }],
    ['one on a readOnly attribute', { op: 'replace', path: 'id', value: 'another' }],
    ['one with an unknown op', { op: 'frobnicate', path: 'id', value: 'another' }],
  ] as const
).map(
  ([what, spoiler]): Refusal => ({
    words: `a PATCH with a good operation and then ${what}`,
    requirements: ['RFC7644-3.5.2-failure'],
    alone: holding([spoiler]),
    body: (victim) => holding([good(victim), spoiler]),
  }),
);
