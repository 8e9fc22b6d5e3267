import type { FormUse, Json, JsonObject, RequirementId } from '../../kit/index.ts';

/** The requirement on operations that fit neither mutability nor schema. */
export const INCOMPATIBLE = 'RFC7644-3.5.2-incompatible-error';

/** A PATCH that RFC 7644 §3.5.2 does not allow, on a resource where `unit` has a value. */
export interface Refusal {
  readonly name: string;
  readonly words: string;
  readonly requirements: readonly [RequirementId, ...RequirementId[]];
  /** The one `scimType` that the text names, or null. */
  readonly scimType?: string;
  /** The request's Operations; undefined for a request without them, null where it cannot be written. */
  readonly operations: (play: FormUse, value: Json) => Json | undefined | null;
}

const good = ({ unit }: FormUse, value: Json): JsonObject => ({ op: 'replace', path: unit.text, value });

/** The attribute that each kind of resource requires (RFC 7643 §4.1.1, §4.2). */
const REQUIRED: Readonly<Record<string, string>> = { User: 'userName', Group: 'displayName' };

/** Requests that the standard gives no meaning. */
export const MALFORMED: readonly Refusal[] = [
  {
    name: 'no Operations',
    words: 'a PATCH without Operations',
    requirements: ['RFC7644-3.5.2-operations'],
    operations: () => undefined,
  },
  {
    name: 'no op',
    words: 'an operation without an op',
    requirements: ['RFC7644-3.5.2-one-op'],
    operations: ({ unit }, value) => [{ path: unit.text, value }],
  },
  {
    name: 'unknown op',
    words: 'the op "move"',
    requirements: ['RFC7644-3.5.2-op'],
    operations: ({ unit }, value) => [{ op: 'move', path: unit.text, value }],
  },
  {
    name: 'add without a value',
    words: 'an add operation without a value',
    requirements: ['RFC7644-3.5.2.1-value'],
    operations: ({ unit }) => [{ op: 'add', path: unit.text }],
  },
  {
    name: 'remove without a path',
    words: 'a remove operation without a path',
    requirements: ['RFC7644-3.5.2.2-no-path', 'RFC7644-3.5.2-path-required'],
    scimType: 'noTarget',
    operations: () => [{ op: 'remove' }],
  },
  ...['emails[type eq "work"', 'name..familyName', '[type eq "work"]', 'emails[type zz "work"]'].map(
    (path): Refusal => ({
      name: `the path ${path}`,
      words: `the path ${path}`,
      requirements: ['RFC7644-3.5.2-invalid-path'],
      operations: (_play, value) => [{ op: 'replace', path, value }],
    }),
  ),
];

/** Operations that do not fit mutability or schema. */
export const FORBIDDEN: readonly Refusal[] = [
  ...['id', 'meta.created'].map(
    (path): Refusal => ({
      name: `replace ${path}`,
      words: `replacing the readOnly ${path}`,
      requirements: [INCOMPATIBLE],
      operations: () => [{ op: 'replace', path, value: '2001-01-01T00:00:00Z' }],
    }),
  ),
  {
    name: 'a value of another type',
    words: 'a value that is not of its attribute’s type',
    requirements: [INCOMPATIBLE],
    operations: ({ unit }) => [{ op: 'replace', path: unit.text, value: { nested: { deep: true } } }],
  },
  {
    name: 'a boolean of another type',
    words: 'replacing active with an object',
    requirements: [INCOMPATIBLE],
    operations: ({ ground }) =>
      ground.subject.type.name === 'User' && ground.subject.attributes.some(({ text }) => text === 'active')
        ? [{ op: 'replace', path: 'active', value: { on: 'maybe' } }]
        : null,
  },
  {
    name: 'remove a required attribute',
    words: 'removing a required attribute',
    requirements: ['RFC7644-3.5.2.2-remove-required'],
    scimType: 'mutability',
    operations: ({ ground }) => [{ op: 'remove', path: REQUIRED[ground.subject.type.name] ?? 'id' }],
  },
  {
    name: 'remove a readOnly attribute',
    words: 'removing the readOnly id',
    requirements: ['RFC7644-3.5.2.2-remove-required'],
    scimType: 'mutability',
    operations: () => [{ op: 'remove', path: 'id' }],
  },
];

/** What comes after a good operation and spoils it. */
export const SPOILERS: readonly Refusal[] = (
  [
    ['RFC7644-3.5.2-failure', 'remove without a path', { op: 'remove' }],
    ['RFC7644-3.5.2-failure', 'a readOnly attribute', { op: 'replace', path: 'id', value: 'another' }],
    ['RFC7644-3.5.2-failure', 'an unknown op', { op: 'frobnicate', path: 'id', value: 'another' }],
  ] as const
).map(
  ([requirement, name, operation]): Refusal => ({
    name,
    words: `a PATCH with a good operation and then ${name}`,
    requirements: [requirement],
    operations: (play, value) => [good(play, value), operation],
  }),
);
