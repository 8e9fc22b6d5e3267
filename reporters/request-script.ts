import { shellQuote } from '../config/shell-quote.ts';
import type { Exchange } from '../http/exchange.ts';
import { decidingExchange } from '../report/deciding.ts';
import type { CheckResult, RunReport } from '../report/report.ts';
import { isObject, stringMember } from '../scim/json.ts';
import { curlLine, type Quote, variablesOf } from './curl.ts';
import { oneLine } from './text.ts';

/** Most requests of a script; from so many on only the deciding one is shown. */
const MOST_REQUESTS = 12;

/** What a script needs to know of the target. */
export interface Asked {
  readonly target: Pick<RunReport['target'], 'url' | 'application' | 'access'>;
}

/**
 * The requests up to the deciding one as a script for a POSIX shell that runs as it stands: what is created is created
 * anew, its id is read from the answer, and it is deleted at the end. A single request is one command line; a script that
 * would be longer than `limit` is the deciding request alone.
 * @returns null where the check has no exchange
 */
export function requestScript(
  check: Pick<CheckResult, 'finding' | 'exchanges'>,
  { target }: Asked,
  limit: number,
): string | null {
  const deciding = decidingExchange(check);
  if (deciding === undefined) return null;
  const steps = check.exchanges.slice(0, check.exchanges.indexOf(deciding) + 1);
  const whole = steps.length > 1 && steps.length <= MOST_REQUESTS ? script(steps, target) : null;
  const text = whole !== null && whole.length <= limit ? whole : curlLine(deciding, target.access);
  return [...remarks(target), text].join('\n');
}

/** What to do first where nothing listens at the target's URL any more. */
function remarks({ access, url, application }: Asked['target']): readonly string[] {
  if (access?.gone !== true || !URL.canParse(url)) return [];
  const { origin, port } = new URL(url);
  const words = ['scim-conformance', 'serve', '--application', application, '--port', port];
  return [
    `# Nothing listens at ${origin} any more. What listened has to be started there first, the embedded provider with:`,
    `#   ${words.map(shellQuote).join(' ')} --token "$SCIM_TOKEN"`,
  ];
}

/** A resource that a step creates: its id in the recorded exchanges, and the variable for its id in a new run. */
interface Created {
  readonly step: number;
  readonly id: string;
  readonly variable: string;
  /** URL of the resource, without a query. */
  readonly url: string;
}

function script(steps: readonly Exchange[], { access }: Asked['target']): string {
  const created = steps.flatMap((step, index) => createdBy(step, index)).map(numbered);
  const quote = quoteWith(created);
  const variables = [...new Set(steps.flatMap((step) => variablesOf(step, access)))];
  const left = created.filter(({ url }) => !steps.some((step) => isDeletion(step, url)));
  return [
    ...variables.map((name) => `: "\${${name}:?set it first}"`),
    ...steps.flatMap((step, index) => {
      const decides = index === steps.length - 1 ? ', the deciding one' : '';
      const own = created.find((one) => one.step === index);
      const line = curlLine(step, access, quote);
      return [
        `# ${index + 1} of ${steps.length}: ${title(step)}${decides}`,
        ...(own === undefined ? [line] : reading(own, line)),
      ];
    }),
    ...left.toReversed().map(({ step, url }) => {
      const [from] = steps.slice(step, step + 1);
      if (from === undefined) return '';
      const request = { method: 'DELETE', url, headers: from.request.headers, body: null };
      return `${curlLine({ ...from, request }, access, quote)} # tidies up`;
    }),
  ].join('\n');
}

/** Runs a creation, shows its answer, and keeps the id: the first one of the answer. */
function reading({ variable }: Created, line: string): readonly string[] {
  return [
    `answer=$(${line}); printf '%s\\n' "$answer"`,
    `${variable}=$(printf '%s' "$answer" | grep -o '"id" *: *"[^"]*"' | head -n 1 | cut -d '"' -f 4)`,
  ];
}

function title({ request, response, purpose }: Exchange): string {
  const path = request.url.replace(/\?.*/, '').split('/').slice(-2).join('/');
  const what = purpose ?? `${request.method} ${path}`;
  return oneLine(`${what} (${response === null ? 'no answer' : `answered ${response.status}`})`);
}

function createdBy({ request, response }: Exchange, step: number): Omit<Created, 'variable'>[] {
  if (request.method !== 'POST' || response?.status !== 201) return [];
  const id = idIn(response.body);
  const url = request.url.replace(/\?.*/, '');
  return id === null ? [] : [{ step, id, url: `${url}/${encodeURIComponent(id)}` }];
}

function numbered(created: Omit<Created, 'variable'>, index: number): Created {
  return { ...created, variable: `id${index + 1}` };
}

function idIn(body: string | null): string | null {
  try {
    const parsed: unknown = JSON.parse(body ?? '');
    const id = isObject(parsed) ? stringMember(parsed, 'id') : undefined;
    return id === undefined || id === '' ? null : id;
  } catch {
    return null;
  }
}

function isDeletion({ request, response }: Exchange, url: string): boolean {
  const gone = response !== null && response.status < 300;
  return request.method === 'DELETE' && request.url.replace(/\?.*/, '') === url && gone;
}

/** Quotes a text in which the ids of what was created are read from variables; a part of a longer word is no id. */
function quoteWith(created: readonly Created[]): Quote {
  if (created.length === 0) return shellQuote;
  const byId = new Map(
    created.flatMap(({ id, variable }) => [
      [id, variable] as const,
      [encodeURIComponent(id), variable] as const,
    ]),
  );
  const ids = [...byId.keys()].sort((a, b) => b.length - a.length).map(escaped);
  const pattern = new RegExp(`(?<=["/]|%22)(${ids.join('|')})(?=["/?#&]|%22|$)`, 'g');
  return (text) =>
    text
      .split(pattern)
      .map((part, index) => {
        if (index % 2 === 0) return part === '' ? '' : shellQuote(part);
        return `"$${byId.get(part)}"`;
      })
      .join('');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
