import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** How often to look whether a lock is free, in milliseconds. */
const PAUSE = 50;
/** The longest a lock is held, in milliseconds: longer than everything the authorization server is asked may take. */
const LONGEST = 120_000;

/**
 * Does something while no other process or thread does it, kept apart by a lock file; its folder has to be there. The lock of
 * a process that has ended, or that has held it for two minutes, does not count.
 * @throws what `work` throws; the system's error when there can be no lock file
 */
export async function withFileLock<T>(lock: string, work: () => Promise<T>): Promise<T> {
  while (!acquired(lock)) await sleep(PAUSE);
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function acquired(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    if (isAbandoned(lock)) remove(lock);
    return false;
  }
}

function isAbandoned(lock: string): boolean {
  try {
    return Date.now() - statSync(lock).mtimeMs > LONGEST || !isAlive(Number(readFileSync(lock, 'utf8')));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Whether a process runs; one that may not be sent signals does. Signal 0 only asks. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

/** Takes an abandoned lock away under a name of its own, so that of several that try only one does. */
function remove(lock: string): void {
  const aside = `${lock}.${randomBytes(6).toString('hex')}`;
  try {
    renameSync(lock, aside);
    rmSync(aside, { force: true });
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
