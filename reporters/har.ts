import type { Exchange, Headers } from '../http/exchange.ts';
import type { CheckResult, RunReport } from '../report/report.ts';

/** A pair of texts, as HAR writes headers and parameters. */
interface NameValue {
  readonly name: string;
  readonly value: string;
}

/**
 * All exchanges of a report as an HTTP Archive (HAR 1.2), which browser developer tools open: one page for each check that
 * has any. Secrets are gone from the report already. A body that was cut keeps its size and says so in a comment.
 */
export function harJson(report: RunReport): string {
  const checks = report.checks.filter(({ exchanges }) => exchanges.length > 0);
  const start = Date.parse(report.run.startedAt);
  const log = {
    version: '1.2',
    creator: { name: report.tool.name, version: report.tool.version },
    pages: checks.map((check) => page(check, start)),
    entries: checks.flatMap(({ id, exchanges }) => exchanges.map((exchange) => entry(exchange, id, start))),
  };
  return `${JSON.stringify({ log }, null, 2)}\n`;
}

function page({ id, title, verdict, exchanges, message }: CheckResult, start: number): object {
  return {
    startedDateTime: moment(exchanges[0], start),
    id,
    title: `${verdict}: ${title}`,
    pageTimings: { onContentLoad: -1, onLoad: -1 },
    comment: message ?? '',
  };
}

function entry(exchange: Exchange, pageref: string, start: number): object {
  const { durationMs, request, response, error, purpose } = exchange;
  return {
    pageref,
    startedDateTime: moment(exchange, start),
    time: durationMs,
    request: {
      method: request.method,
      url: request.url,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: pairs(request.headers),
      queryString: parameters(request.url),
      ...(request.body === null
        ? {}
        : { postData: { mimeType: request.headers['content-type'] ?? '', text: request.body } }),
      headersSize: -1,
      bodySize: bytes(request.body),
    },
    response: response === null ? UNANSWERED : answer(response),
    cache: {},
    // Only the whole is measured; HAR's sum of the parts is then all waiting.
    timings: { send: 0, wait: durationMs, receive: 0 },
    comment: [purpose, error].filter((text) => text !== null).join(': '),
  };
}

/** Status 0, as browsers record a request that failed. */
const UNANSWERED = {
  status: 0,
  statusText: '',
  httpVersion: '',
  cookies: [],
  headers: [],
  content: { size: 0, mimeType: 'x-unknown' },
  redirectURL: '',
  headersSize: -1,
  bodySize: -1,
};

function answer({ status, headers, body, truncatedFrom }: NonNullable<Exchange['response']>): object {
  const size = truncatedFrom ?? bytes(body);
  return {
    status,
    statusText: '',
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: pairs(headers),
    content: {
      size,
      mimeType: headers['content-type'] ?? 'x-unknown',
      ...(body === null ? {} : { text: body }),
      ...(truncatedFrom === null ? {} : { comment: `cut, ${truncatedFrom} bytes in all` }),
    },
    redirectURL: headers.location ?? '',
    headersSize: -1,
    bodySize: size,
  };
}

function pairs(headers: Headers): readonly NameValue[] {
  return Object.entries(headers).map(([name, value]) => ({ name, value }));
}

function parameters(url: string): readonly NameValue[] {
  const query = /\?([^#]*)/.exec(url)?.[1] ?? '';
  return [...new URLSearchParams(query)].map(([name, value]) => ({ name, value }));
}

function moment(exchange: Exchange | undefined, start: number): string {
  return new Date(start + (exchange?.at ?? 0)).toISOString();
}

function bytes(body: string | null): number {
  return body === null ? 0 : Buffer.byteLength(body);
}
