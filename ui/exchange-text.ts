import type { Exchange } from '../http/exchange.ts';
import { clip, duration, oneLine, prettyBody, visible } from '../reporters/text.ts';

/** Longest body shown, in characters. */
const MOST = 8_000;

const bodyText = (body: string | null): string =>
  body === null ? '' : visible(clip(prettyBody(body), MOST));

/** The answer of an exchange as text to look at. */
export function answerText({ response, error, durationMs }: Exchange): string {
  if (response === null) return `no answer: ${visible(error ?? 'the reason is unknown')}`;
  const kind = response.headers['content-type'];
  return [
    `HTTP ${response.status}  (${duration(durationMs)})`,
    ...(kind === undefined ? [] : [`content-type: ${oneLine(kind)}`]),
    '',
    bodyText(response.body),
  ].join('\n');
}

/** An exchange as text to look at. */
export function exchangeText(exchange: Exchange): string {
  const { method, url, body } = exchange.request;
  return [`${oneLine(method)} ${oneLine(url)}`, bodyText(body), '', answerText(exchange)]
    .filter((part, index) => index !== 1 || part !== '')
    .join('\n');
}
