import type { Exchange, Headers } from '../../http/exchange.ts';
import type { State } from '../conclusion.ts';
import { clip, count, duration, oneLine, prettyBody, visible } from '../text.ts';
import { Box } from './code.tsx';
import type { Limits } from './limits.ts';

/** The last exchanges of a failing case, each to be opened. */
export function Exchanges(props: {
  readonly exchanges: readonly Exchange[];
  /** The one that decided, which is marked. */
  readonly deciding: Exchange | undefined;
  readonly baseUrl: string;
  readonly limits: Limits;
}) {
  const { exchanges, deciding, baseUrl, limits } = props;
  if (exchanges.length === 0) return null;
  const shown = around(exchanges, deciding, limits.exchanges);
  const bodyLimit = Math.min(16_000, Math.max(200, Math.floor(limits.bodies / (2 * shown.length))));
  const left = exchanges.length - shown.length;
  return (
    <div class="part">
      <h4>
        Exchanges
        <small>
          {count(exchanges.length, 'request')}, oldest first
          {left > 0 ? `; ${left} others are only in report.json` : ''}
        </small>
      </h4>
      {shown.map((exchange) => (
        <ExchangeDetails
          exchange={exchange}
          decides={exchange === deciding}
          baseUrl={baseUrl}
          bodyLimit={bodyLimit}
        />
      ))}
    </div>
  );
}

/** The last exchanges up to the deciding one, or the last of all. */
function around(
  exchanges: readonly Exchange[],
  deciding: Exchange | undefined,
  most: number,
): readonly Exchange[] {
  const at = deciding === undefined ? -1 : exchanges.lastIndexOf(deciding);
  const end = at < 0 ? exchanges.length : Math.min(exchanges.length, Math.max(at + 1, most));
  return exchanges.slice(Math.max(0, end - most), end);
}

function ExchangeDetails(props: {
  readonly exchange: Exchange;
  readonly decides: boolean;
  readonly baseUrl: string;
  /** Longest body shown, in characters. */
  readonly bodyLimit: number;
}) {
  const { exchange, decides, baseUrl, bodyLimit } = props;
  const { request, response, error, purpose } = exchange;
  return (
    <details class="exchange">
      <summary>
        <span>
          <code>
            <b>{oneLine(request.method)}</b> {clip(oneLine(readableUrl(request.url, baseUrl)), 200)}
          </code>
          <span class={`status s-${stateOfStatus(response?.status)}`}>{response?.status ?? 'no answer'}</span>
          <span class="muted">{duration(exchange.durationMs)}</span>
          {decides ? <span class="tag">decides</span> : null}
          {purpose === null ? null : <span class="purpose">{oneLine(purpose)}</span>}
        </span>
      </summary>
      <div class="pair">
        <Message
          title="Request"
          start={`${request.method} ${request.url}`}
          headers={request.headers}
          body={request.body}
          bodyLimit={bodyLimit}
        />
        {response === null ? (
          <div class="part">
            <h4>No answer</h4>
            <Box>{clip(visible(error ?? 'the reason is unknown'), bodyLimit)}</Box>
          </div>
        ) : (
          <Message
            title={
              response.truncatedFrom === null
                ? 'Answer'
                : `Answer, cut from ${count(response.truncatedFrom, 'byte')}`
            }
            start={`HTTP ${response.status}`}
            headers={response.headers}
            body={response.body}
            bodyLimit={bodyLimit}
          />
        )}
      </div>
    </details>
  );
}

interface MessageProps {
  readonly title: string;
  readonly start: string;
  readonly headers: Headers;
  readonly body: string | null;
  readonly bodyLimit: number;
}

function Message({ title, start, headers, body, bodyLimit }: MessageProps) {
  const lines = Object.entries(headers).map(([name, value]) => oneLine(`${name}: ${clip(value, 500)}`));
  return (
    <div class="part">
      <h4>{title}</h4>
      <Box>
        <b>{clip(oneLine(start), 2000)}</b>
        {`\n${clip(lines.join('\n'), bodyLimit)}`}
        {body === null || body === '' ? null : `\n\n${visible(clip(prettyBody(body), bodyLimit))}`}
      </Box>
    </div>
  );
}

/** The part of a URL behind the target's base, decoded for reading where that is possible. */
function readableUrl(url: string, baseUrl: string): string {
  const base = baseUrl.replace(/\/$/, '');
  const rest = url.startsWith(base) && url.length > base.length ? url.slice(base.length) : url;
  try {
    return decodeURIComponent(rest);
  } catch {
    return rest;
  }
}

function stateOfStatus(status: number | undefined): State {
  if (status === undefined) return 'error';
  if (status < 300) return 'pass';
  return status < 500 ? 'warn' : 'fail';
}
