import { defineSuite } from '../kit/index.ts';
import { features } from './agreement/features.ts';
import { mutability } from './agreement/mutability.ts';
import { repeated } from './agreement/repeated.ts';
import { representations } from './agreement/representations.ts';
import { resourceTypes } from './agreement/resource-types.ts';
import { returned } from './agreement/returned.ts';
import { values } from './agreement/values.ts';

/** What a service provider declares against what it does: RFC 7644 §4, RFC 7643 §5, §6, §7. */
export const agreement = defineSuite(
  {
    name: 'agreement',
    groups: ['rfc'],
    title: 'Resources look and behave as /Schemas, /ResourceTypes and the configuration declare',
  },
  [...representations, ...resourceTypes, ...mutability, ...returned, ...values, ...repeated, ...features],
);
