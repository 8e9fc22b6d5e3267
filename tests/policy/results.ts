import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the parts leave what they measured, a line of JSON for each. */
    fieldFolder: string;
  }
}

/** Keeps a result for the page; each part of the work has a file of its own. */
export function leave(kind: 'policies' | 'compounds', result: object): void {
  appendFileSync(
    join(inject('fieldFolder'), `${kind}-${process.env.VITEST_WORKER_ID ?? 0}.jsonl`),
    `${JSON.stringify(result)}\n`,
  );
}
