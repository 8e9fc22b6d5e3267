import { http, type RequestHandler } from 'msw';
import { parsePath } from '../scim/path.ts';
import { GROUP_TYPE, USER_TYPE } from '../scim/schemas/index.ts';
import { toResponse } from './answer.ts';
import { discovery } from './discovery.ts';
import { withFaults } from './faults.ts';
import { settleMe } from './me.ts';
import type { ProviderOptions } from './options.ts';
import { createRouter } from './router.ts';
import { conformantSteps, type Provider } from './steps.ts';
import { Store } from './store.ts';

/**
 * A SCIM 2.0 service provider in memory as msw request handlers: for `setupServer(...)` in-process, or behind a
 * port with `startProvider`. Each call makes a new, empty provider. One handler takes everything below the
 * base URL, since msw tries its handlers one after the other and each costs a URL match.
 * @throws ScimError 400 invalidPath when a required attribute is no attribute path
 */
export function createHandlers(options: ProviderOptions): RequestHandler[] {
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
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
  const steps = withFaults(conformantSteps(provider, me), options.faults ?? [], provider);
  const route = createRouter(provider, steps, discovery(provider.types, baseUrl, provider.cursorPagination));
  const below = ({ request }: { request: Request }) =>
    request.url === baseUrl || request.url.startsWith(`${baseUrl}/`) || request.url.startsWith(`${baseUrl}?`);
  return [http.all(below, async ({ request }) => toResponse(await route(request)))];
}
