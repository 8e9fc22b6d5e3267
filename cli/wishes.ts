import { type FSWatcher, watch } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import type { ReadStream } from 'node:tty';
import { EXIT } from './exit-code.ts';

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

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

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

/**
 * Listens to the files of a folder, to Ctrl-C and SIGTERM while no run takes care of them, and while a wish is waited for to keys.
 * @throws Error for a folder that cannot be watched
 */
export function listen({ folder, except, keys }: WishSources): Wishes {
  let changed = false;
  let tell: ((wish: Wish) => void) | null = null;
  let settling: NodeJS.Timeout | undefined;
  const onChange = (): void => {
    changed = true;
    clearTimeout(settling);
    settling = setTimeout(() => tell?.('again'), SETTLING_MS);
  };
  const onSignal = (name: NodeJS.Signals): void => {
    if (tell !== null) tell('interrupt');
    // Before a run listens for itself nothing is under way.
    else if (process.listenerCount(name) === 1) process.exit(EXIT.interrupted);
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  const watcher = folder === null ? null : watchFolder(folder, except, onChange);
  return {
    async next() {
      const wished = new Promise<Wish>((resolve) => {
        tell = resolve;
      });
      const stop = attend(keys, (wish) => tell?.(wish));
      const wish = changed ? 'again' : await wished;
      clearTimeout(settling);
      changed = false;
      tell = null;
      stop();
      return wish;
    },
    close() {
      clearTimeout(settling);
      watcher?.close();
      for (const name of SIGNALS) process.off(name, onSignal);
    },
  };
}

function watchFolder(folder: string, except: string, onChange: () => void): FSWatcher {
  return watch(folder, { recursive: true }, (_, name) => {
    if (name === null || !isIgnored(resolve(folder, name), folder, except)) onChange();
  });
}

/** Tells wishes by keys until what it returns is called. */
function attend(keys: ReadStream | null, tell: (wish: Wish) => void): () => void {
  const onKey = (text: Buffer): void => {
    const wish = KEYS[text.toString('utf8').toLowerCase()];
    if (wish !== undefined) tell(wish);
  };
  // In raw mode Ctrl-C is a key; while a run goes on it has to be a signal.
  keys?.setRawMode(true).on('data', onKey).resume();
  return () => {
    keys?.setRawMode(false).off('data', onKey).pause();
  };
}

function isIgnored(path: string, folder: string, except: string): boolean {
  const within = relative(resolve(except), path);
  if (within === '' || !within.startsWith('..')) return true;
  return relative(folder, path)
    .split(sep)
    .some((name) => IGNORED.includes(name));
}
