import { defineSuite } from '../kit/index.ts';
import { clearing } from './create/clearing.ts';
import { storing } from './create/storing.ts';

/** POST: what becomes of the attributes that a client gives, in every kind of resource (RFC 7644 §3.3). */
export const create = defineSuite({ name: 'create', groups: ['rfc'], title: 'Creating resources' }, [
  ...storing,
  ...clearing,
]);
