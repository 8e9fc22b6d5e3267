import { connectionOf, type TargetSpec } from '../cli/targets.ts';
import { toolVersion } from '../config/package-root.ts';
import { UsageError } from '../config/usage-error.ts';
import { openConnection } from '../engine/connection.ts';
import type { Exchange } from '../http/exchange.ts';
import { TransportError } from '../http/transport.ts';
import type { TryWish } from './bodies.ts';
import { answerText } from './exchange-text.ts';

/** Headers that decide where a request goes or who sends it. */
const OURS: readonly string[] = [
  'authorization',
  'host',
  'cookie',
  'content-length',
  'transfer-encoding',
  'connection',
];

/**
 * Sends a request as somebody has written it, to the target's origin alone and with its credentials.
 * @returns the answer as text, without secrets
 * @throws UsageError for what would go elsewhere
 */
export async function tryRequest(
  { method, path, headers, body }: TryWish,
  spec: TargetSpec,
): Promise<string> {
  const connection = connectionOf(spec);
  if (spec.url === null)
    throw new UsageError('the built-in provider ended with its run; start one with "serve" to try requests');
  const [way = '', rawQuery] = path.split(/\?(.*)/s);
  if (!URL.canParse(spec.url + way) || new URL(spec.url + way).origin !== new URL(spec.url).origin)
    throw new UsageError('the path leads away from the target');
  const given = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  const refused = given.find(([name]) => OURS.includes(name));
  if (refused !== undefined) throw new UsageError(`the header ${refused[0]} cannot be chosen`);
  const exchanges: Exchange[] = [];
  const { client, redact, close } = openConnection(connection, toolVersion());
  try {
    await client.send(
      {
        method,
        path: way,
        headers: Object.fromEntries(given),
        ...(rawQuery === undefined ? {} : { rawQuery }),
        ...(body.trim() === '' ? {} : { rawBody: body }),
      },
      (exchange) => exchanges.push(exchange),
    );
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    if (exchanges.length === 0) return redact(`no answer: ${error.message}`);
  } finally {
    close();
  }
  const last = exchanges.at(-1);
  return last === undefined ? 'no answer' : answerText(last);
}
