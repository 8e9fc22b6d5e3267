import { defineSuite } from '../kit/index.ts';
import { connection } from './entra-client/connection.ts';
import { creating } from './entra-client/creating.ts';
import { manager } from './entra-client/manager.ts';
import { matching } from './entra-client/matching.ts';
import { probes } from './entra-client/probes.ts';
import { requests } from './entra-client/requests.ts';
import { roles } from './entra-client/roles.ts';
import { schemas } from './entra-client/schemas.ts';
import { speed } from './entra-client/speed.ts';
import { updates } from './entra-client/updates.ts';

/** The single requests of Microsoft Entra ID's provisioning service that the application's suites do not send. */
export const entraClient = defineSuite(
  {
    name: 'entra-client',
    groups: ['entra'],
    title: 'Every request of the Entra provisioning service is understood, in both of its dialects',
  },
  [
    ...connection,
    ...schemas,
    ...matching,
    ...probes,
    ...creating,
    ...updates,
    ...manager,
    ...roles,
    ...requests,
    ...speed,
  ],
);
