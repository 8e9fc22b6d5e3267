import { plainProgress } from './plain-progress.ts';
import type { Progress, ProgressOptions } from './running.ts';

/** A live block of four lines on a terminal; in a log one line per finished suite. */
export async function createProgress(
  stream: NodeJS.WritableStream,
  options: ProgressOptions,
): Promise<Progress> {
  if (!options.isTTY) return plainProgress(stream, options);
  // What redraws lines takes a while to load, and logs have no use for it.
  const { liveProgress } = await import('./live-progress.ts');
  return liveProgress(stream, options);
}
