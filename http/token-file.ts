import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { isObject, type Json, member, stringMember } from '../scim/json.ts';
import { withFileLock } from './file-lock.ts';
import type { IssuedTokens } from './issued-tokens.ts';

/** Whose tokens they are: another authorization server, client or target never gets them. */
export interface TokenOwner {
  /** The issuer, or the token endpoint where there is none. */
  readonly server: string;
  readonly clientId: string;
  /** Name of the target, and its base URL without query. */
  readonly target: string;
  readonly url: string;
}

/** Where tokens are stored; one file may hold those of many owners. */
export interface TokenPlace {
  readonly file: string;
  readonly owner: TokenOwner;
}

/** A token file cannot be read or written, or others may read it. */
export class TokenFileError extends Error {
  override readonly name = 'TokenFileError';
}

/** The tokens of one owner, as the file has them. */
type Entry = TokenOwner & IssuedTokens;

const VERSION = 1;
const OWNER_KEYS = ['server', 'clientId', 'target', 'url'] as const;

/** The stored tokens of an owner, or null. @throws TokenFileError */
export function readTokens({ file, owner }: TokenPlace): IssuedTokens | null {
  const found = readEntries(file).find((entry) => belongsTo(entry, owner));
  if (found === undefined) return null;
  const { accessToken, refreshToken, until } = found;
  return { accessToken, refreshToken, until };
}

/**
 * Replaces the stored tokens of an owner by what `change` makes of them, null for none. Nobody else changes the file
 * meanwhile, and it is written whole or not at all, readable for its user alone.
 * @throws TokenFileError; what `change` throws, with the file left as it was
 */
export async function changeTokens<T extends IssuedTokens | null>(
  { file, owner }: TokenPlace,
  change: (stored: IssuedTokens | null) => Promise<T>,
): Promise<T> {
  attempt('written', file, () => mkdirSync(dirname(file), { recursive: true, mode: 0o700 }));
  let inside = false;
  try {
    return await withFileLock(`${file}.lock`, async () => {
      inside = true;
      const stored = readTokens({ file, owner });
      const tokens = await change(stored);
      const others = readEntries(file).filter((entry) => !belongsTo(entry, owner));
      if (tokens !== stored)
        writeEntries(file, tokens === null ? others : [...others, { ...owner, ...tokens }]);
      return tokens;
    });
  } catch (error) {
    throw inside ? error : failure('written', file, error);
  }
}

function belongsTo(entry: Entry, owner: TokenOwner): boolean {
  return OWNER_KEYS.every((key) => entry[key] === owner[key]);
}

function readEntries(file: string): readonly Entry[] {
  const text = readPrivate(file);
  if (text === null) return [];
  const logins = member(parse(text), 'logins');
  const entries = Array.isArray(logins) ? logins.map(entryOf) : [null];
  const known = entries.filter((entry) => entry !== null);
  if (known.length < entries.length)
    throw new TokenFileError(`${file} is no token file of this version: delete it, and log in again`);
  return known;
}

function parse(text: string): Json {
  try {
    const value: Json = JSON.parse(text);
    return member(value, 'version') === VERSION ? value : null;
  } catch {
    return null;
  }
}

function entryOf(value: Json): Entry | null {
  const [server, clientId, target, url] = OWNER_KEYS.map((key) => stringMember(value, key));
  const accessToken = stringMember(value, 'accessToken');
  const refreshToken = member(value, 'refreshToken') ?? null;
  const until = member(value, 'until') ?? null;
  if (server === undefined || clientId === undefined || target === undefined || url === undefined)
    return null;
  if (!isObject(value) || accessToken === undefined) return null;
  if (refreshToken !== null && typeof refreshToken !== 'string') return null;
  if (until !== null && typeof until !== 'number') return null;
  return { server, clientId, target, url, accessToken, refreshToken, until };
}

/** The text of a file that nobody else may read or change, or null when there is none. */
function readPrivate(file: string): string | null {
  return attempt('read', file, () => {
    let handle: number;
    try {
      handle = openSync(file, 'r');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    }
    try {
      // Windows has no such bits.
      if (process.platform !== 'win32' && (fstatSync(handle).mode & 0o077) !== 0)
        throw new TokenFileError(`others may read or change the tokens in ${file}: chmod 600 ${file}`);
      return readFileSync(handle, 'utf8');
    } finally {
      closeSync(handle);
    }
  });
}

function writeEntries(file: string, logins: readonly Entry[]): void {
  attempt('written', file, () => {
    if (logins.length === 0) return rmSync(file, { force: true });
    const draft = `${file}.${randomBytes(6).toString('hex')}.tmp`;
    try {
      const handle = openSync(draft, 'wx', 0o600);
      try {
        writeFileSync(handle, `${JSON.stringify({ version: VERSION, logins }, null, 2)}\n`);
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
      renameSync(draft, file);
    } finally {
      rmSync(draft, { force: true });
    }
  });
}

function attempt<T>(what: 'read' | 'written', file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw failure(what, file, error);
  }
}

function failure(what: 'read' | 'written', file: string, error: unknown): TokenFileError {
  if (error instanceof TokenFileError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new TokenFileError(`the token file ${file} cannot be ${what}: ${reason}`);
}
