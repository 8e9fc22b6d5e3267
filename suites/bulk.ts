import { defineSuite } from '../kit/index.ts';
import { limits } from './bulk/limits.ts';
import { malformed } from './bulk/malformed.ts';
import { models } from './bulk/models.ts';
import { references } from './bulk/references.ts';

/** Bulk requests (RFC 7644 §3.7). */
export const bulk = defineSuite({ name: 'bulk', groups: ['rfc'], title: 'Bulk operations' }, [
  ...models,
  ...references,
  ...malformed,
  ...limits,
]);
