import { randomUUID } from 'node:crypto';
import type { ScimRequest, ScimResponse } from '../http/client.ts';
import type { Credentials } from '../http/credentials.ts';
import type { Exchange } from '../http/exchange.ts';
import { type Transport, TransportError } from '../http/transport.ts';
import { eq } from '../scim/filter.ts';
import type { Json } from '../scim/json.ts';

import { type Connection, openConnection } from './connection.ts';
import { readDiscovery } from './discovery.ts';
import { isList, isScim } from './list-answer.ts';
import { CHECK_BASE, type Misplaced, noUsersThere } from './no-users-there.ts';
import type { TargetFacts } from './plan.ts';
import { otherBases } from './right-base.ts';
import type { Trouble } from './trouble.ts';

export type { Trouble } from './trouble.ts';

/** What the connection test found: the facts about a target that can be judged, or why it cannot. */
export type Probe = { readonly exchanges: readonly Exchange[] } & (
  | { readonly facts: TargetFacts; readonly trouble: null }
  | { readonly facts: null; readonly trouble: Trouble }
);

/**
 * Does what the "Test Connection" button does (Entra rule E-031): a query for a user that does not exist. Where that
 * shows a SCIM endpoint that accepts the credentials, the discovery endpoints are read too. Never throws for
 * anything the target does, and never follows a redirect.
 * @param transport where requests go; by default supertest on the target's URL
 */
export async function probeTarget(
  target: Connection,
  toolVersion: string,
  transport?: Transport,
): Promise<Probe> {
  const exchanges: Exchange[] = [];
  const { client, redact, close } = openConnection(target, toolVersion, undefined, transport);
  const send = (request: ScimRequest): Promise<ScimResponse> =>
    client.send(request, (exchange) => exchanges.push(exchange));
  try {
    const answer = await send(unknownUser());
    const [serviceProviderConfig, resourceTypes, schemas] = await Promise.all(
      ['/ServiceProviderConfig', '/ResourceTypes', '/Schemas'].map((path) => discover(send, path, answer)),
    );
    const facts = readDiscovery({ serviceProviderConfig, resourceTypes, schemas });
    const found =
      diagnose(answer, serviceProviderConfig, target.credentials) ??
      (await noUsersThere({ answer, serviceProviderConfig, facts }, send));
    if (found === null) return { facts, trouble: null, exchanges };
    const { misplaced = false, ...trouble } = found;
    const base = misplaced && transport === undefined ? await rightBase(target, toolVersion) : null;
    const advice =
      base === null ? trouble.advice : `Users are found below ${base}: give that as the base URL.`;
    return { facts: null, trouble: { seen: redact(trouble.seen), advice: redact(advice) }, exchanges };
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    return { facts: null, trouble: transportTrouble(error), exchanges };
  } finally {
    close();
  }
}

/** The query of the "Test Connection" button: for a user that does not exist. */
function unknownUser(): ScimRequest {
  const filter = eq('userName', randomUUID());
  return { method: 'GET', path: '/Users', query: { filter }, purpose: 'test the connection' };
}

/** The base URL that was meant, where one beside it answers as a SCIM endpoint does; null where none does. */
async function rightBase(target: Connection, toolVersion: string): Promise<string | null> {
  for (const url of otherBases(target.url)) {
    const { client, close } = openConnection({ ...target, url }, toolVersion);
    try {
      const { status, body } = await client.send(unknownUser(), () => {});
      if (status === 200 && isList(body)) return url;
    } catch {
      // No answer there: it was a guess.
    } finally {
      close();
    }
  }
  return null;
}

/** One discovery document, or undefined. Refused credentials are not tried again. */
async function discover(
  send: (request: ScimRequest) => Promise<ScimResponse>,
  path: string,
  first: ScimResponse,
): Promise<Json | undefined> {
  if (first.status === 401 || first.status === 403) return undefined;
  try {
    const response = await send({ method: 'GET', path, purpose: 'discover' });
    return response.status === 200 ? response.body : undefined;
  } catch {
    return undefined;
  }
}

/** What to look at where the credentials are refused; anything else is about a token. */
const CHECK_CREDENTIALS: { readonly [kind in Credentials['kind']]?: string } = {
  none: 'The configuration has no credentials for this target ("auth"): give those that may read and write users.',
  basic: 'Check the user name and the password, and that they may read and write users.',
  header: 'Check the header and its value, that it has not expired, and that it may read and write users.',
};

function diagnose(
  answer: ScimResponse,
  serviceProviderConfig: Json | undefined,
  credentials: Credentials,
): Misplaced | null {
  const { status } = answer;
  if (status === 401 || status === 403) {
    return {
      seen: `the target refuses the credentials: GET /Users answers ${status}`,
      advice:
        CHECK_CREDENTIALS[credentials.kind] ??
        'Check the token, that it has not expired, and that it may read and write users.',
    };
  }
  if (status === 407)
    return { seen: 'a proxy asks for credentials (407)', advice: 'Check the proxy settings.' };
  if (status >= 300 && status < 400) {
    return {
      seen: `GET /Users answers ${status}, a redirect to ${answer.headers.location ?? 'nowhere'}`,
      advice: 'Redirects are not followed, so that the token goes to no other place: give the final URL.',
    };
  }
  if (isScim(answer.body) || isScim(serviceProviderConfig)) return null;
  const kind = answer.headers['content-type'] ?? 'no content type';
  const start = answer.text.trim().slice(0, 60).replaceAll(/\s+/g, ' ');
  const seen = `GET /Users answers ${status} with ${answer.text === '' ? 'an empty body' : `${kind}, beginning "${start}"`}, which is no SCIM message`;
  if (status === 503)
    return {
      seen,
      advice: 'The target is not available now: try again later, or look at what stands in front of it.',
    };
  if (status >= 500) return { seen, advice: 'The target fails before SCIM begins: look at its log.' };
  return { seen, advice: CHECK_BASE, misplaced: true };
}

/** What to do where the certificate is as it should be for now. */
const TRUST =
  'To test all the same, name its authority in the configuration (tls.ca), or trust any certificate with --insecure.';

/** Advice by Node's error code. */
const ADVICE: Readonly<Record<string, string>> = {
  ENOTFOUND: 'The host name cannot be resolved: check the URL and the name server.',
  EAI_AGAIN: 'The host name cannot be resolved now: check the network.',
  ECONNREFUSED: 'Nothing listens there: check the port, and that the target runs.',
  NO_TOKEN: 'Check the client id, its secret and the token endpoint of the configuration.',
  INVALID_GRANT:
    'The authorization has ended: log in again ("scim-conformance login"), or get a new refresh token.',
  ECONNRESET:
    'The target, or something in front of it, ended the connection: check that http and https are not mixed up.',
  EHOSTUNREACH: 'There is no way to that host: check network and firewall.',
  ENETUNREACH: 'There is no way to that network: check network and firewall.',
  TIMEOUT: 'The target does not answer in time: check the firewall, or give more time with --timeout.',
  TOO_LARGE: 'No SCIM answer is that large: check that the URL is the one of the SCIM endpoint.',
  TOO_DEEP: 'No SCIM answer is nested like that: check that the URL is the one of the SCIM endpoint.',
  HPE: 'What answers there does not speak HTTP as it should: check the port, and what stands in front of the target.',
  EPROTO: 'No TLS there: check that http and https are not mixed up.',
  DEPTH_ZERO_SELF_SIGNED_CERT: `The certificate is self-signed: Entra needs one that leads to a public root. ${TRUST}`,
  SELF_SIGNED_CERT_IN_CHAIN: `The certificate chain is self-signed: Entra needs one that leads to a public root. ${TRUST}`,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: `The certificate chain is incomplete: the server must send the intermediate certificates. ${TRUST}`,
  CERT_HAS_EXPIRED: 'The certificate has expired.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate is for another host name.',
};

function transportTrouble(error: TransportError): Trouble {
  // It answers, and that is what it says.
  if (error.code === 'THROTTLED')
    return { seen: error.message, advice: 'Wait, or ask for less with --rate and --concurrency.' };
  // The target was not asked yet: another server has to give the token first.
  const elsewhere = error.code === 'NO_TOKEN' || error.code === 'INVALID_GRANT';
  return {
    seen: elsewhere ? error.message : `no answer from the target: ${error.message}`,
    // Node.js has a code of this family for each way in which an answer can be malformed.
    advice:
      ADVICE[error.code.replace(/^HPE_.*/, 'HPE')] ?? 'Check that the URL is reachable from this machine.',
  };
}
