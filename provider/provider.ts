import { setTimeout as wait } from 'node:timers/promises';
import { parsePath } from '../scim/path.ts';
import { GROUP_TYPE, USER_TYPE } from '../scim/schemas/index.ts';
import type { Answer } from './answer.ts';
import { conformantSteps } from './conformant-steps.ts';
import { discovery } from './discovery.ts';
import { withFaults } from './faults.ts';
import type { ProviderOptions } from './options.ts';
import { abiding, governed } from './policy/govern.ts';
import { USUAL } from './policy/policy.ts';
import { createRouter, type ProviderRequest } from './router.ts';
import { settleMe } from './settle-me.ts';
import type { Provider } from './steps.ts';
import { Store } from './store.ts';
import { varied, withVariations } from './variations.ts';

/** A SCIM 2.0 service provider in memory: a function from requests to answers. */
export type ServiceProvider = (request: ProviderRequest) => Promise<Answer>;

/**
 * Makes a new, empty service provider.
 * @throws ScimError 400 invalidPath when a required attribute is no attribute path
 */
export function createProvider(options: ProviderOptions): ServiceProvider {
  const { faults = [], policy = USUAL } = options;
  const variations = [...policy.variations, ...(options.variations ?? [])];
  const settings = varied(governed(options, policy), variations);
  const baseUrl = trimmed(settings.baseUrl);
  const userType = settings.userType ?? USER_TYPE;
  const groupType = settings.groupType ?? GROUP_TYPE;
  const provider: Provider = {
    store: new Store(),
    baseUrl,
    types: [userType, ...(settings.groups ? [groupType] : []), ...(settings.otherTypes ?? [])],
    required: {
      User: settings.requiredUserAttributes.map(parsePath),
      Group: settings.requiredGroupAttributes.map(parsePath),
    },
    token: settings.token ?? null,
    cursorPagination: settings.cursorPagination ?? false,
    now: settings.now ?? (() => new Date()),
  };
  const me = settleMe(settings.me, provider);
  const conformant = withVariations(
    abiding(conformantSteps(provider, me), policy, provider),
    variations,
    provider,
  );
  const steps = withFaults(conformant, faults, provider);
  const route = createRouter(provider, steps, discovery(provider.types, baseUrl, provider.cursorPagination));
  const { latency } = settings;
  return async (request) => {
    if (latency !== undefined) await wait(latency());
    return route(request);
  };
}

/** A base URL without trailing slashes. */
export function trimmed(baseUrl: string): string {
  return baseUrl.replace(/\/+$/, '');
}
