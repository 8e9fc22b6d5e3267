import type { ScimRequest, ScimResponse } from '../http/client.ts';
import { TransportError } from '../http/transport.ts';
import { creationsIn } from './creations.ts';
import { findCreated } from './looking-up.ts';

/**
 * Finds out whether a write of which no answer came was carried out: a creation by the marked names of what it would have
 * created, a deletion by what it would have deleted. Replacing twice is replacing once (RFC 9110 §9.2.2), so a PUT counts
 * as not carried out, unless it asks for a version.
 * @param prefix what every marker of the run begins with
 * @returns null where that cannot be known
 */
export async function wasCarriedOut(
  send: (request: ScimRequest) => Promise<ScimResponse>,
  request: ScimRequest,
  prefix: string,
): Promise<boolean | null> {
  try {
    if (request.method === 'POST') return await created(send, request, prefix);
    if (request.method === 'DELETE') return await gone(send, request.path);
    return request.method === 'PUT' && request.headers?.['if-match'] === undefined ? false : null;
  } catch (error) {
    if (error instanceof TransportError) return null;
    throw error;
  }
}

async function created(
  send: (request: ScimRequest) => Promise<ScimResponse>,
  request: ScimRequest,
  prefix: string,
): Promise<boolean | null> {
  if (request.path.endsWith('/.search')) return false;
  const creations = creationsIn(request, prefix);
  const found = await Promise.all(creations.map((creation) => findCreated(send, creation)));
  if (found.some((paths) => paths !== null && paths.length > 0)) return true;
  return found.length === 0 || found.includes(null) ? null : false;
}

async function gone(
  send: (request: ScimRequest) => Promise<ScimResponse>,
  path: string,
): Promise<boolean | null> {
  const { status } = await send({
    method: 'GET',
    path,
    purpose: 'see whether an unanswered DELETE was carried out',
  });
  if (status === 404) return true;
  return status === 200 ? false : null;
}
