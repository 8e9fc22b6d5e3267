import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { SecretReference } from '../config/target-config.ts';
import { UsageError } from '../config/usage-error.ts';

/** The longest a command that prints a secret may take, in milliseconds. */
const COMMAND_TIMEOUT = 30_000;

/**
 * The secret that a reference leads to, without blanks around it.
 * @param what the secret in a message: "the token"
 * @param advice what to do when an environment variable is not set
 * @throws UsageError when there is none, or when no header could carry it; the message never holds the secret
 */
export function readSecret(
  reference: SecretReference,
  what: string,
  env: NodeJS.ProcessEnv,
  advice = `put ${what} there`,
): string {
  const { text, place } = lookUp(reference, what, env, advice);
  const secret = text.trim();
  if (secret === '') throw new UsageError(`${what} in ${place} is empty`);
  if (/[^\x20-\x7e\x80-\xff]/.test(secret))
    throw new UsageError(`${what} in ${place} holds line breaks or characters that no header can carry`);
  return secret;
}

/** A certificate or key file. @throws UsageError when it cannot be read or is no PEM */
export function readPem(file: string, what: string): string {
  const text = readText(file, what);
  if (!text.includes('-----BEGIN ')) throw new UsageError(`${what}: ${file} is no PEM file`);
  return text;
}

function lookUp(
  reference: SecretReference,
  what: string,
  env: NodeJS.ProcessEnv,
  advice: string,
): { readonly text: string; readonly place: string } {
  if ('env' in reference) {
    const text = env[reference.env]?.trim() ?? '';
    if (text === '') throw new UsageError(`the environment variable ${reference.env} is not set; ${advice}`);
    return { text, place: reference.env };
  }
  if ('file' in reference) return { text: readText(reference.file, what), place: reference.file };
  const [command = '', ...rest] = reference.command;
  return { text: run(command, rest, what), place: `what ${command} prints` };
}

function readText(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const reason = missing ? 'there is no such file' : error instanceof Error ? error.message : String(error);
    throw new UsageError(`${what} cannot be read from ${file}: ${reason}`);
  }
}

/** Runs a command without a shell. What it prints on standard error goes to ours, so that it can ask or explain. */
function run(command: string, words: readonly string[], what: string): string {
  try {
    return execFileSync(command, words, {
      encoding: 'utf8',
      timeout: COMMAND_TIMEOUT,
      stdio: ['inherit', 'pipe', 'inherit'],
    });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const status = error instanceof Error && 'status' in error ? error.status : undefined;
    const reason =
      code === 'ENOENT'
        ? 'there is no such command'
        : code === 'ETIMEDOUT'
          ? `it did not end within ${COMMAND_TIMEOUT / 1000} s`
          : `it ended with status ${String(status)}`;
    throw new UsageError(`${what} cannot be had from the command ${command}: ${reason}`);
  }
}
