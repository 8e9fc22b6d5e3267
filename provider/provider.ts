import { setTimeout as wait } from 'node:timers/promises';
import { parsePath } from '../scim/path.ts';
import { GROUP_TYPE, USER_TYPE } from '../scim/schemas/index.ts';
import type { Answer } from './answer.ts';
import { discovery } from './discovery.ts';
import { withFaults } from './faults.ts';
import { settleMe } from './me.ts';
import type { ProviderOptions } from './options.ts';
import { createRouter, type ProviderRequest } from './router.ts';
import { conformantSteps, type Provider } from './steps.ts';
import { Store } from './store.ts';
import { varied, withVariations } from './variations.ts';

/** A SCIM 2.0 service provider in memory: a function from requests to answers. */
export type ServiceProvider = (request: ProviderRequest) => Promise<Answer>;

/**
 * Makes a new, empty service provider.
 * @throws ScimError 400 invalidPath when a required attribute is no attribute path
 */
export function createProvider(given: ProviderOptions): ServiceProvider {
  const options = varied(given);
  const baseUrl = trimmed(options.baseUrl);
  const userType = options.userType ?? USER_TYPE;
  const groupType = options.groupType ?? GROUP_TYPE;
  const provider: Provider = {
    store: new Store(),
    baseUrl,
    types: [userType, ...(options.groups ? [groupType] : []), ...(options.otherTypes ?? [])],
    required: {
      User: options.requiredUserAttributes.map(parsePath),
      Group: options.requiredGroupAttributes.map(parsePath),
    },
    token: options.token ?? null,
    cursorPagination: options.cursorPagination ?? false,
    now: options.now ?? (() => new Date()),
  };
  const me = settleMe(options.me, provider);
  const conformant = withVariations(conformantSteps(provider, me), options.variations ?? [], provider);
  const steps = withFaults(conformant, options.faults ?? [], provider);
  const route = createRouter(provider, steps, discovery(provider.types, baseUrl, provider.cursorPagination));
  const { latency } = options;
  return async (request) => {
    if (latency !== undefined) await wait(latency());
    return route(request);
  };
}

/** A base URL without trailing slashes. */
export function trimmed(baseUrl: string): string {
  return baseUrl.replace(/\/+$/, '');
}
