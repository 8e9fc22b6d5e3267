import { watch } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import type { ReadStream } from 'node:tty';

/** What is to be done next while a run is watched. */
export type Wish = 'again' | 'failed only' | 'quit' | 'interrupt';

/** Where wishes come from. */
export interface Wishes {
  /** Resolves with the next wish; a file that changed since the last call is one at once. */
  next(): Promise<Wish>;
  close(): void;
}

/** What each key means. */
const KEYS: Readonly<Record<string, Wish>> = {
  r: 'again',
  '\r': 'again',
  '\n': 'again',
  f: 'failed only',
  q: 'quit',
  '\u0003': 'interrupt',
};

/** Editors write a file in several steps. */
const SETTLING_MS = 150;

/** Folders whose changes are nobody's edits. */
const IGNORED = ['node_modules', '.git'];

/** What is listened to. */
export interface WishSources {
  /** The folder whose changes are wishes. */
  readonly folder: string | null;
  /** A folder that the runs themselves write into. */
  readonly except: string;
  /** The terminal whose keys are wishes. */
  readonly keys: ReadStream | null;
}

/** Listens to keys, to the files of a folder, and to Ctrl-C and SIGTERM while no run takes care of them. @throws Error for a folder that cannot be watched */
export function listen({ folder, except, keys }: WishSources): Wishes {
  let changed = false;
  let waiting: ((wish: Wish) => void) | null = null;
  const tell = (wish: Wish): void => waiting?.(wish);
  let settling: NodeJS.Timeout | undefined;
  const watcher =
    folder === null
      ? null
      : watch(folder, { recursive: true }, (_, name) => {
          if (name !== null && isIgnored(resolve(folder, name), folder, except)) return;
          changed = true;
          clearTimeout(settling);
          settling = setTimeout(() => tell('again'), SETTLING_MS);
        });
  const onKey = (text: Buffer): void => {
    const wish = KEYS[text.toString('utf8').toLowerCase()];
    if (wish !== undefined) tell(wish);
  };
  const onSignal = (): void => tell('interrupt');
  const attend = (attentive: boolean): void => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) {
      if (attentive) process.on(name, onSignal);
      else process.off(name, onSignal);
    }
    // In raw mode Ctrl-C is a key; while a run goes on it has to be a signal.
    keys?.setRawMode(attentive);
    if (attentive) keys?.on('data', onKey).resume();
    else keys?.off('data', onKey).pause();
  };
  return {
    async next() {
      attend(true);
      const wish = changed
        ? 'again'
        : await new Promise<Wish>((resolve) => {
            waiting = resolve;
          });
      waiting = null;
      changed = false;
      attend(false);
      return wish;
    },
    close() {
      clearTimeout(settling);
      watcher?.close();
    },
  };
}

function isIgnored(path: string, folder: string, except: string): boolean {
  const within = relative(resolve(except), path);
  if (within === '' || !within.startsWith('..')) return true;
  return relative(folder, path)
    .split(sep)
    .some((name) => IGNORED.includes(name));
}
