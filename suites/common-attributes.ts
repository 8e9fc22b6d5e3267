import { defineSuite } from '../kit/index.ts';
import { externalIds } from './common-attributes/external-ids.ts';
import { ids } from './common-attributes/ids.ts';
import { locations } from './common-attributes/locations.ts';
import { resourceSchemas } from './common-attributes/schemas.ts';
import { times } from './common-attributes/times.ts';

/** id, externalId, meta and schemas: RFC 7643 §3. */
export const commonAttributes = defineSuite(
  {
    name: 'common-attributes',
    groups: ['rfc'],
    title: 'Every resource has the common attributes, and they are whose they should be',
  },
  [...ids, ...externalIds, ...times, ...locations, ...resourceSchemas],
);
