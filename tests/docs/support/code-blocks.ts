import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../config/package-root.ts';

/** A code block of a page. */
export interface CodeBlock {
  /** What stands behind the fence: `ts`, `yaml`, or nothing. */
  readonly language: string;
  readonly code: string;
  /** The file that its first line names as a comment, if it names one. */
  readonly file: string | null;
}

/** The code blocks of a page of the project, in their order. */
export function codeBlocks(page: string): readonly CodeBlock[] {
  const text = readFileSync(join(packageRoot(), page), 'utf8');
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = '', code = '']) => ({
    language,
    code,
    file: /^(?:\/\/|#) (\S+\.\w+)$/m.exec(code.split('\n', 1)[0] ?? '')?.[1] ?? null,
  }));
}
