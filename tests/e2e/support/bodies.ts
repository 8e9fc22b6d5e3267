import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { constants, createBrotliCompress, createGzip } from 'node:zlib';
import type { Answer, Raw } from './target.ts';

const MiB = 1024 * 1024;
const SCIM = { 'content-type': 'application/scim+json' };

/** An answer of 200 with this JSON. */
export const json = (body: string): Answer => ({ status: 200, headers: SCIM, body });

/** An answer of 200 with this JSON and a wrong Content-Length, on a connection that stays open. */
export const announcing =
  (body: string, length: number): Raw =>
  (outgoing) => {
    outgoing.writeHead(200, { ...SCIM, 'content-length': String(length) });
    // The socket itself: `end` would close what is too long, and a response takes no more than it announced.
    outgoing.flushHeaders();
    outgoing.socket?.write(body);
  };

/** The beginning of an answer, then the end of the connection. */
export const halfOf =
  (body: string): Raw =>
  (outgoing) => {
    outgoing.writeHead(200, { ...SCIM, 'content-length': String(Buffer.byteLength(body)) });
    outgoing.write(body.slice(0, body.length / 2), () => outgoing.destroy());
  };

/** One blank after the other, for ever: JSON that may still begin. */
export const drip: Raw = (outgoing) => {
  outgoing.writeHead(200, SCIM);
  const timer = setInterval(() => outgoing.write(' '), 20);
  outgoing.on('close', () => clearInterval(timer));
};

/** A body of so many bytes, made while it is read: a string of JSON that does not end. */
export function stream(bytes: number): Raw & { readonly sent: () => number } {
  let sent = 0;
  const raw = (outgoing: ServerResponse): void => {
    const chunk = Buffer.alloc(MiB, 'x');
    outgoing.writeHead(200, Number.isFinite(bytes) ? { ...SCIM, 'content-length': String(bytes) } : SCIM);
    const more = (): void => {
      for (let left = bytes; left > 0 && !outgoing.destroyed; left -= chunk.length) {
        sent += chunk.length;
        if (!outgoing.write(chunk)) return void outgoing.once('drain', more);
      }
      outgoing.end();
    };
    more();
  };
  return Object.assign(raw, { sent: () => sent });
}

/** So many MiB of zeros, packed: a few kilobytes on the wire. */
export async function bomb(encoding: 'gzip' | 'br', mebibytes: number): Promise<Raw> {
  const zeros = Buffer.alloc(MiB);
  const plain = Readable.from(Array.from({ length: mebibytes }, () => zeros));
  const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };
  const packer = encoding === 'gzip' ? createGzip({ level: 1 }) : createBrotliCompress(quick);
  const packed = await buffer(plain.pipe(packer));
  return (outgoing) => {
    outgoing.writeHead(200, {
      ...SCIM,
      'content-encoding': encoding,
      'content-length': String(packed.length),
    });
    outgoing.end(packed);
  };
}
