import { defineSuite } from '../../kit/index.ts';
import { addresses } from './addresses.ts';
import { configuration } from './configuration.ts';
import { endpoints } from './endpoints.ts';
import { resourceTypes } from './resource-types.ts';
import { schemas } from './schemas.ts';

/** What a service provider says about itself: RFC 7644 §4, RFC 7643 §5, §6, §7. */
export const discovery = defineSuite(
  {
    name: 'discovery',
    groups: ['rfc'],
    title: 'The discovery endpoints describe the service provider completely and cannot be changed',
  },
  [...configuration, ...resourceTypes, ...schemas, ...endpoints, ...addresses],
);
