import { defineSuite } from '../kit/index.ts';
import { conditional } from './versions/conditional.ts';
import { tags } from './versions/tags.ts';

/** Versions of resources as ETags (RFC 7644 §3.14). */
export const versions = defineSuite({ name: 'versions', groups: ['rfc'], title: 'Versions of resources' }, [
  ...tags,
  ...conditional,
]);
