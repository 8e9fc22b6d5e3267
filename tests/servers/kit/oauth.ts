import type { OAuthClient } from './server.ts';

/** Fetches an access token with client credentials. @throws Error when the answer holds none */
export async function fetchToken({ tokenUrl, clientId, clientSecret }: OAuthClient): Promise<string> {
  const response = await fetch(tokenUrl, {
    method: 'POST',
    headers: { Authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
    signal: AbortSignal.timeout(10_000),
  });
  const answer: unknown = await response.json();
  if (typeof answer === 'object' && answer !== null && 'access_token' in answer) {
    return String(answer.access_token);
  }
  throw new Error(`${tokenUrl} answered ${response.status} without a token`);
}
