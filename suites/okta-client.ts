import { defineSuite } from '../kit/index.ts';
import { reading } from './okta-client/reading.ts';
import { writing } from './okta-client/writing.ts';

/** What Okta's client and its specification test send; not among the suites that run when none is chosen. */
export const oktaClient = defineSuite(
  {
    name: 'okta-client',
    groups: ['okta'],
    title: 'Okta’s lookups, imports, updates and groups work',
  },
  [...reading, ...writing],
);
