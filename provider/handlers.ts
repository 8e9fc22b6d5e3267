import { http, type RequestHandler } from 'msw';
import { toResponse } from './answer.ts';
import type { ProviderOptions } from './options.ts';
import { createProvider, trimmed } from './provider.ts';

/**
 * The provider as msw request handlers, for `setupServer(...)`. Each call makes a new, empty one. One handler takes
 * everything below the base URL, since msw tries its handlers one after the other and each costs a URL match.
 * @throws ScimError 400 invalidPath when a required attribute is no attribute path
 */
export function createHandlers(options: ProviderOptions): RequestHandler[] {
  const baseUrl = trimmed(options.baseUrl);
  const provider = createProvider(options);
  const below = ({ request }: { request: Request }) =>
    request.url === baseUrl || request.url.startsWith(`${baseUrl}/`) || request.url.startsWith(`${baseUrl}?`);
  return [
    http.all(below, async ({ request }) => {
      const { method, url, headers } = request;
      const body = async () => (request.body === null ? null : new Uint8Array(await request.arrayBuffer()));
      return toResponse(await provider({ method, url, headers, body }));
    }),
  ];
}
