import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments, visit } from 'yaml';
import { readWaivers } from '../../cli/waivers.ts';
import { commandLines, mistakesIn } from './support/command-lines.ts';

/** Every command line that the documentation and the recipes show is one that the program takes. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const FILES = ['README.md', 'CONTRIBUTING.md', ...filesBelow('docs'), ...filesBelow('examples')].filter(
  (file) => !file.startsWith('docs/decisions') && !/\.(json|png|svg)$/.test(file),
);

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

/** Shell text of a file: the strings of YAML, the code blocks of Markdown, anything else as it is. */
function shellText(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  if (['.yml', '.yaml'].includes(extname(file))) {
    const strings: string[] = [];
    for (const document of parseAllDocuments(text))
      visit(document, {
        Scalar: (_, { value }) => {
          if (typeof value === 'string') strings.push(value);
        },
      });
    return strings;
  }
  if (extname(file) !== '.md') return [text];
  return [...text.matchAll(/```\w*\n([\s\S]*?)```/g)].map(([, code = '']) => code);
}

const lines = FILES.flatMap((file) =>
  shellText(file)
    .flatMap(commandLines)
    .map((command) => ({ file, command })),
);

describe('every command that is shown', () => {
  test('is found', () => {
    expect(lines.length).toBeGreaterThan(20);
    expect(new Set(lines.map(({ file }) => file)).size).toBeGreaterThan(6);
  });

  test.each(lines.map(({ file, command }) => [file, command.join(' '), command] as const))(
    '%s: %s',
    (_file, _text, shown) => expect(mistakesIn(shown)).toEqual([]),
  );
});

test('the waivers of the recipes are valid', () => {
  expect(readWaivers(join(ROOT, 'examples', 'waivers.yaml'))).toHaveLength(2);
});
