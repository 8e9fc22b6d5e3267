import { type DiscoveredTypes, mapAttributes } from '../config/mapping.ts';
import type { Application } from '../config/application.ts';
import type { FaultId } from '../provider/faults.ts';
import { type RunningProvider, startProvider } from '../provider/server.ts';

const NOTHING_DISCOVERED: DiscoveredTypes = { user: null, group: null };

/** Starts the embedded provider on a loopback port, enforcing what the application requires. */
export function startEmbedded(
  application: Application | null,
  options: { readonly token?: string; readonly port?: number; readonly faults?: readonly FaultId[] },
): Promise<RunningProvider> {
  if (application === null) {
    return startProvider({ requiredUserAttributes: [], requiredGroupAttributes: [], groups: true, ...options });
  }
  const mapping = mapAttributes(application, NOTHING_DISCOVERED);
  const required = (attributes: typeof mapping.groups): string[] => (attributes ?? []).filter((a) => a.required).map((a) => a.text);
  return startProvider({
    requiredUserAttributes: required(mapping.users),
    requiredGroupAttributes: required(mapping.groups),
    groups: mapping.groups !== null,
    userType: mapping.user,
    groupType: mapping.group,
    ...options,
  });
}
