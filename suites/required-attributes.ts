import { defineSuite } from '../kit/index.ts';
import { creation } from './required-attributes/creation.ts';
import { errors } from './required-attributes/errors.ts';
import { hardValues } from './required-attributes/hard-values.ts';
import { readback } from './required-attributes/readback.ts';
import { refusals } from './required-attributes/refusals.ts';
import { updates } from './required-attributes/updates.ts';

/** Creating, reading and changing resources by the application's attribute table. */
export const requiredAttributes = defineSuite(
  {
    name: 'required-attributes',
    groups: ['application'],
    title: 'Every documented attribute is accepted, kept and read back; every required one is demanded',
  },
  [...creation, ...readback, ...hardValues, ...refusals, ...updates, ...errors],
);
