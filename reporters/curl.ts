import { shellQuote } from '../config/shell-quote.ts';
import type { Exchange } from '../http/exchange.ts';
import { REDACTED } from '../http/redact.ts';
import type { Access } from '../report/access.ts';
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

/** Where the secret is looked for unless the report says otherwise. */
const VARIABLE = 'SCIM_TOKEN';

/** An argument for a shell, and the variables that it reads. */
interface Argument {
  readonly text: string;
  readonly variables: readonly string[];
}

/** A text that stands for others in what is quoted for a shell: `$id1` for the id of a resource. */
export type Quote = (text: string) => string;

/**
 * A command line that repeats the request of an exchange. The recorded credentials are never used: they come from the
 * environment variable of the target, in its scheme. Control and formatting characters are escaped as JSON or
 * percent-encoded, so that the line is safe to paste and means the same.
 * @param access how the target is asked; by default with a bearer token from `$SCIM_TOKEN`
 * @param quote quotes URL and body
 */
export function curlLine(exchange: Exchange, access?: Access, quote: Quote = shellQuote): string {
  const { method, url, body } = exchange.request;
  const parts = ['curl', '--silent', '--show-error', '--include', '--globoff'];
  // HEAD by --request would wait for a body that never comes.
  parts.push(...(method === 'HEAD' ? ['--head'] : ['--request', shellQuote(visible(method))]));
  parts.push('--url', quote(encodeUrl(url)));
  parts.push(...headerArguments(exchange, access).map(({ text }) => text));
  // --data-raw, because --data-binary reads a file when the text begins with "@".
  if (body !== null) parts.push('--data-raw', quote(visible(body)));
  return parts.join(' ');
}

/** The environment variables that the command line of an exchange reads. */
export function variablesOf(exchange: Exchange, access?: Access): readonly string[] {
  return headerArguments(exchange, access).flatMap(({ variables }) => variables);
}

function headerArguments({ request }: Exchange, access: Access | undefined): readonly Argument[] {
  return Object.entries(request.headers)
    .filter(([name]) => !OMITTED.has(name))
    .map(([name, value]) => headerArgument(name, value, access));
}

function headerArgument(name: string, value: string, access: Access | undefined): Argument {
  const secret = secretVariable(access);
  if (name === 'authorization' && access?.scheme === 'basic' && access.username !== null)
    return { text: `--user ${shellQuote(visible(`${access.username}:`))}"$${secret}"`, variables: [secret] };
  if (name === 'authorization') {
    const scheme = access?.scheme === 'basic' || /^basic\b/i.test(value) ? 'Basic' : 'Bearer';
    return { text: `--header "Authorization: ${scheme} $${secret}"`, variables: [secret] };
  }
  if (value.includes(REDACTED) && /^[\w-]+$/.test(name)) {
    const own = name === access?.header ? secret : name.replaceAll('-', '_').toUpperCase();
    return { text: `--header "${name}: $${own}"`, variables: [own] };
  }
  const line = visible(`${name}: ${value}`.replaceAll(/[\r\n]+/g, ' '));
  return { text: `--header ${shellQuote(line)}`, variables: [] };
}

function secretVariable(access: Access | undefined): string {
  const named = access?.variable ?? VARIABLE;
  return /^[A-Za-z_]\w*$/.test(named) ? named : VARIABLE;
}

/** Percent-encodes everything that is not printable ASCII; what is encoded already stays. */
function encodeUrl(url: string): string {
  return url.replace(/\p{Cs}/gu, '\ufffd').replace(/[^\x21-\x7e]+/gu, encodeURIComponent);
}
