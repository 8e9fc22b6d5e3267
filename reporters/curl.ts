import { shellQuote } from '../config/shell-quote.ts';
import type { Exchange } from '../http/exchange.ts';
import { visible } from './text.ts';

/** Set by curl itself or by the connection; repeating them would only break the request. */
const OMITTED = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'accept-encoding',
  'user-agent',
]);

/**
 * A command line that repeats the request of an exchange. The recorded credentials are never used: where the
 * request had an `authorization` header the line takes the token from `$SCIM_TOKEN`. Control and formatting
 * characters are escaped as JSON or percent-encoded, so that the line is safe to paste and means the same.
 */
export function curlLine(exchange: Exchange): string {
  const { method, url, headers, body } = exchange.request;
  const parts = ['curl', '--silent', '--show-error', '--include', '--globoff'];
  // HEAD by --request would wait for a body that never comes.
  parts.push(...(method === 'HEAD' ? ['--head'] : ['--request', shellQuote(visible(method))]));
  parts.push('--url', shellQuote(encodeUrl(url)));
  for (const [name, value] of Object.entries(headers)) {
    if (OMITTED.has(name)) continue;
    parts.push('--header', headerArgument(name, value));
  }
  // --data-raw, because --data-binary reads a file when the text begins with "@".
  if (body !== null) parts.push('--data-raw', shellQuote(visible(body)));
  return parts.join(' ');
}

function headerArgument(name: string, value: string): string {
  if (name !== 'authorization') return shellQuote(visible(`${name}: ${value}`.replaceAll(/[\r\n]+/g, ' ')));
  return `"Authorization: ${/^basic\b/i.test(value) ? 'Basic' : 'Bearer'} $SCIM_TOKEN"`;
}

/** Percent-encodes everything that is not printable ASCII; what is encoded already stays. */
function encodeUrl(url: string): string {
  return url.replace(/\p{Cs}/gu, '\ufffd').replace(/[^\x21-\x7e]+/gu, encodeURIComponent);
}
