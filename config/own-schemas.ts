import type { Application } from './application.ts';
import { loadApplication } from './load-application.ts';

const REASON = 'no application was named';

/**
 * What stands in for an application that nobody names: its tables are those of the client's default mapping, as far as the
 * target's own /Schemas has them.
 */
export const OWN_SCHEMAS: Application = {
  id: 'own-schemas',
  name: 'Own schemas',
  source: null,
  capabilities: {
    createUsers: true,
    updateUsers: true,
    removeUsers: true,
    groups: true,
    singleSignOn: false,
  },
  authentication: null,
  tenantUrl: { template: null, reason: REASON },
  users: { rows: null, reason: REASON },
  groups: { rows: null, reason: REASON },
  notes: [],
};

/** The application of this name, or without one what the target declares. @throws UsageError for an unknown name */
export function applicationNamed(idOrFile: string | undefined): Application {
  return idOrFile === undefined ? OWN_SCHEMAS : loadApplication(idOrFile);
}
