import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const FILES = ['.', 'docs', 'docs/decisions', 'examples'].flatMap((folder) =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => relative(ROOT, join(ROOT, folder, name))),
);

/** The links of a page to other files of the project, without the place in them. */
function linksOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8').replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, '');
  return [...text.matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

test.each(FILES)('the links of %s lead somewhere', (file) => {
  const broken = linksOf(file).filter((target) => !existsSync(join(ROOT, dirname(file), target)));
  expect(broken).toEqual([]);
});

/** The files of the project that a page names, as paths from its root. */
function filesIn(page: string): string[] {
  const text = readFileSync(join(ROOT, page), 'utf8').replaceAll(/```[\s\S]*?```/g, '');
  return [...text.matchAll(/`([\w.-]+\/[\w./-]+\.(?:tsx?|mjs|json|md))`/g)].map(([, file = '']) => file);
}

test('files that pages name are found', () => {
  expect(filesIn('docs/architecture.md').length).toBeGreaterThan(30);
});

test.each(FILES)('the files that %s names are there', (page) => {
  const gone = filesIn(page).filter((file) => !existsSync(join(ROOT, file)));
  expect(gone).toEqual([]);
});

test('the README has less than 200 lines', () => {
  expect(readFileSync(join(ROOT, 'README.md'), 'utf8').split('\n').length).toBeLessThan(200);
});
