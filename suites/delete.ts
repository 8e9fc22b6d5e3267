import { defineSuite } from '../kit/index.ts';
import { deleting } from './delete/deleting.ts';
import { recreating } from './delete/recreating.ts';
import { totals } from './delete/totals.ts';

/** DELETE, of every kind of resource (RFC 7644 §3.6). */
export const remove = defineSuite({ name: 'delete', groups: ['rfc'], title: 'Deleting resources' }, [
  ...deleting,
  ...totals,
  ...recreating,
]);
