import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { getProxyForUrl } from 'proxy-from-env';

/** TLS settings of a target; texts in PEM. */
export interface Tls {
  /** Certificate authorities to trust instead of the system's, or null. */
  readonly ca: string | null;
  /** The client's certificate with its chain, and its key. */
  readonly cert: string | null;
  readonly key: string | null;
  readonly passphrase: string | null;
  /** Accepts any certificate. */
  readonly insecure: boolean;
}

/**
 * The agent that keeps a target's connections alive, through the proxy that the environment names for its URL
 * (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY` and their small spellings), if any.
 * @param connections most sockets open at a time; null for a new one for each request
 */
export function createAgent(baseUrl: string, connections: number | null, tls: Tls | null): HttpAgent {
  const options =
    connections === null
      ? { keepAlive: false }
      : { keepAlive: true, maxSockets: connections, scheduling: 'fifo' as const };
  const proxy = getProxyForUrl(baseUrl);
  if (!baseUrl.startsWith('https:'))
    return proxy === '' ? new HttpAgent(options) : new HttpProxyAgent(proxy, options);
  const agent = proxy === '' ? new HttpsAgent(options) : new HttpsProxyAgent(proxy, options);
  // What is given to the constructor would be for the connection to the proxy, not for the one through it.
  Object.assign(agent.options, tlsOptions(tls));
  return agent;
}

function tlsOptions(tls: Tls | null): object {
  if (tls === null) return {};
  const { ca, cert, key, passphrase, insecure } = tls;
  const given = Object.entries({ ca, cert, key, passphrase }).filter(([, value]) => value !== null);
  return { ...Object.fromEntries(given), ...(insecure ? { rejectUnauthorized: false } : {}) };
}
