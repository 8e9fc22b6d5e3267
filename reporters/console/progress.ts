import { plainProgress } from './plain-progress.ts';
import type { Progress, ProgressOptions } from './running.ts';

/**
 * Findings as they come, and how far the run is: in a live block on a terminal, in a line per finished suite in a log or on a
 * terminal whose size is not known.
 */
export async function createProgress(
  stream: NodeJS.WritableStream,
  options: ProgressOptions,
): Promise<Progress> {
  if (!options.isTTY || !((options.columns ?? 0) > 0)) return plainProgress(stream, options);
  // What redraws lines takes a while to load, and logs have no use for it.
  const { liveProgress } = await import('./live-progress.ts');
  return liveProgress(stream, options);
}
