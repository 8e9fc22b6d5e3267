import type fc from 'fast-check';
import type { Json } from '../../scim/json.ts';

/** `realistic`: what a directory holds. `hard`: valid too, but of the kind that breaks implementations. */
export type Flavour = 'realistic' | 'hard';

/** Both flavours of one kind of value. */
export interface Flavours<T extends Json = string> {
  readonly realistic: fc.Arbitrary<T>;
  readonly hard: fc.Arbitrary<T>;
}
