import type { Application } from '../config/application.ts';
import { type DiscoveredTypes, type MappedAttribute, mapAttributes } from '../config/mapping.ts';
import type { RunningProvider, ServeOptions } from '../provider/server.ts';
import type { TargetSpec } from './targets.ts';

const NOTHING_DISCOVERED: DiscoveredTypes = { user: null, group: null };

/** The provider options that make it enforce what the application requires; without one, what RFC 7643 requires. */
export function enforcing(
  application: Application | null,
): Omit<ServeOptions, 'port' | 'token' | 'faults' | 'variations' | 'policy'> {
  if (application === null) return { requiredUserAttributes: [], requiredGroupAttributes: [], groups: true };
  const mapping = mapAttributes(application, NOTHING_DISCOVERED);
  const required = (attributes: readonly MappedAttribute[] | null): string[] =>
    (attributes ?? []).filter((attribute) => attribute.required).map(({ text }) => text);
  return {
    requiredUserAttributes: required(mapping.users),
    requiredGroupAttributes: required(mapping.groups),
    groups: mapping.groups !== null,
    userType: mapping.user,
    groupType: mapping.group,
  };
}

/** Starts the embedded provider on a loopback port, enforcing what the application requires. */
export async function startEmbedded(
  application: Application | null,
  options: Pick<ServeOptions, 'token' | 'port' | 'faults' | 'variations' | 'policy'>,
): Promise<RunningProvider> {
  const { startProvider } = await import('../provider/server.ts');
  return startProvider({ ...enforcing(application), ...options });
}

/** Providers that stand in for targets without a URL. */
export interface EmbeddedProviders {
  /** The base URL of each target, in their order. */
  readonly urls: readonly string[];
  close(): Promise<void>;
}

/** Starts a provider for each target that has no URL of its own; the provider's code is loaded only then. */
export async function startProviders(
  targets: readonly Pick<TargetSpec, 'application' | 'url' | 'credentials'>[],
): Promise<EmbeddedProviders> {
  const running = await Promise.all(
    targets.map(async ({ application, url, credentials }) => ({
      url,
      provider:
        url === null
          ? await startEmbedded(
              application,
              credentials.kind === 'bearer' ? { token: credentials.token } : {},
            )
          : null,
    })),
  );
  return {
    urls: running.map(({ url, provider }) => provider?.url ?? url ?? ''),
    close: async () => {
      await Promise.all(running.map(({ provider }) => provider?.close()));
    },
  };
}
