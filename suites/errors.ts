import { defineSuite } from '../kit/index.ts';
import { details } from './errors/details.ts';
import { misshapen } from './errors/misshapen.ts';
import { scimTypes } from './errors/scim-types.ts';
import { statuses } from './errors/statuses.ts';

/** Status codes and error keywords: RFC 7644 §3.12. The form of Error messages is judged on every answer. */
export const errorHandling = defineSuite(
  { name: 'errors', groups: ['rfc'], title: 'Errors say what is wrong in the words of the standard' },
  [...scimTypes, ...statuses, ...misshapen, ...details],
);
