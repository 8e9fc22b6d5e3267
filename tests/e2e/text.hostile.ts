import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Heading, Html, Link, Nodes } from 'mdast';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findAll, parseMarkdown, plainText } from '../../config/tutorial/markdown.ts';
import { cli, type Finished, removeFolder, temporaryFolder } from './support/cli.ts';
import { elements, readReport } from './support/report.ts';
import { startServer, startTarget, TOKEN } from './support/target.ts';

/** What terminals, browsers, XML and Markdown take for commands, each with what a reader sees instead. */
const PIECES: Readonly<Record<string, string>> = {
  'a colour': '\u001b[31m',
  'a cleared screen': '\u001b[2J\u001b[H',
  'a link (OSC 8)': '\u001b]8;;http://evil.test\u0007here\u001b]8;;\u0007',
  'a window title': '\u001b]0;owned\u001b\\',
  'a bell and backspaces': '\u0007\b\b\b',
  'a C1 sequence': '\u009b31m\u009d0;owned\u009c',
  'a bidirectional override': '\u202egnp.exe\u202c\u2066\u2069',
  'line separators': '\u2028\u2029\u0085\u000b\u000c',
  'what is not seen': '\u200b\u2060\ufeff\u{e0041}',
  'a workflow command': '\n::error::owned\n',
  'a script': '</script><script>alert(1)</script><img src=x onerror=alert(1)>',
  'an end of CDATA': ']]><failure/>',
  'a line of JUnit': '\n[[PROPERTY|owned=yes]]\n',
  Markdown: '\n# owned\n```\n[here](http://evil.test) <b>bold</b> | cell |',
};
const HOSTILE = Object.values(PIECES).join(' ');

/** What must be in no text output: controls beside line breaks and tabs, what reorders or hides text, separators. */
const UNSAFE =
  /[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069\u2028\u2029\u200b\u2060\ufeff]|[\u{e0000}-\u{e007f}]/u;

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => removeFolder(folder));

const env = { SCIM_TOKEN: TOKEN, GITHUB_ACTIONS: 'true' };

/** A run over a target that says it wherever it can: in discovery, lists, resources, errors and headers. */
async function runOverHostile(out: string): Promise<Finished> {
  const text = JSON.stringify(HOSTILE).slice(1, -1);
  let posts = 0;
  const target = await startTarget({
    application: 'cleanmail-swiss',
    faults: ['filter-eq-prefix'],
    before: ({ method }) =>
      method === 'POST' && ++posts % 4 === 0 ? { status: 500, headers: {}, body: '' } : undefined,
    after: ({ path }, answer) => {
      // What no header may hold in HTTP does not get this far.
      const headers = { ...answer.headers, 'x-hostile': 'a\u009b31mb\u0085c', etag: 'W/"<script>\u009b2J"' };
      if (answer.status >= 400) {
        const error = { status: String(answer.status), detail: HOSTILE, scimType: HOSTILE };
        return { ...answer, headers, body: JSON.stringify({ schemas: [HOSTILE], ...error }) };
      }
      const names = path.includes('/Users')
        ? /"(displayName|familyName|timezone|id)":"[^"]*"/g
        : /"(name|description)":"[^"]*"/g;
      const body = answer.body.replaceAll(names, (all, name) =>
        name === 'id' ? all : `"${name}":"${text}"`,
      );
      return { ...answer, headers, body };
    },
  });
  const checks = ['required-attributes', 'discovery', 'errors'].flatMap((suite) => ['--suite', suite]);
  const words = ['--effort', 'quick', '--har', '--out', out, ...checks];
  const finished = await cli(['run', '--application', 'cleanmail-swiss', '--url', target.url, ...words], {
    env,
  });
  await target.close();
  return finished;
}

const isHeading = (node: Nodes): node is Heading => node.type === 'heading';
const isLink = (node: Nodes): node is Link => node.type === 'link';
const isHtml = (node: Nodes): node is Html => node.type === 'html';

describe('whatever the target says is shown and never obeyed', () => {
  let finished: Finished;
  let out: string;
  const file = (name: string): Promise<string> => readFile(join(out, name), 'utf8');
  beforeAll(async () => {
    out = join(folder, 'run');
    finished = await runOverHostile(out);
  });

  test('by the console', async () => {
    expect(finished.code, finished.stderr).toBe(1);
    const report = await readReport(out);
    expect(report.checks.filter(({ message }) => message?.includes('\u001b')).length).toBeGreaterThan(0);
    const said = finished.stdout + finished.stderr;
    expect(said).toContain('\\u001b');
    expect(UNSAFE.exec(said)).toBeNull();
    // Only the annotations are commands of a workflow; nothing of the target begins a line.
    expect(said).not.toMatch(/^::error::owned/m);
  });

  test('by JUnit, whose elements and properties are those of the run', async () => {
    const xml = await file('junit.xml');
    const { summary } = await readReport(out);
    expect(UNSAFE.exec(xml)).toBeNull();
    expect(elements(xml, 'failure')).toHaveLength(summary.fail);
    expect(elements(xml, 'error')).toHaveLength(summary.error);
    expect(xml).not.toMatch(/^\[\[PROPERTY\|owned/m);
  });

  test('by Markdown', async () => {
    const markdown = await file('summary.md');
    expect(markdown).toContain('\\u001b');
    expect(UNSAFE.exec(markdown)).toBeNull();
    const page = parseMarkdown(markdown);
    expect(findAll(page, isHeading).filter((node) => plainText(node).startsWith('owned'))).toEqual([]);
    // An address that leads where it says is left to whatever shows the page.
    expect(findAll(page, isLink).filter((node) => plainText(node) !== node.url)).toEqual([]);
    const tags = findAll(page, isHtml).flatMap(({ value }) => value.match(/<[^>]*>/g) ?? []);
    expect(tags.length).toBeGreaterThan(0);
    expect(tags.filter((tag) => !/^<\/?(details|summary|b|br|code|sub)( open)?>$/.test(tag))).toEqual([]);
  });

  test('by the page', async () => {
    const html = await file('report.html');
    expect(UNSAFE.exec(html)).toBeNull();
    expect(html).not.toMatch(/<script>alert|<img src=x|href="http:\/\/evil/);
    expect(html).toMatch(/&lt;script(>|&gt;)alert\(1\)/);
  });

  test('by the files for machines, which are JSON without control characters', async () => {
    for (const name of ['report.json', 'exchanges.har']) {
      const text = await file(name);
      expect(() => JSON.parse(text), name).not.toThrow();
      expect(/[^\P{Cc}\n\t\u007f-\u009f]/u.exec(text), name).toBeNull();
    }
  });
});

test.each([
  ['connect', []],
  ['cleanup', []],
  ['run', ['--out']],
])('%s shows what a target says that cannot be judged, and does not obey it', async (command, more) => {
  const server = await startServer((_, outgoing) =>
    outgoing.writeHead(500, { 'content-type': 'text/plain', 'x-hostile': '\u009b2J' }).end(HOSTILE),
  );
  const words = more.length === 0 ? [] : [...more, join(folder, command)];
  const { code, stdout, stderr } = await cli(
    [command, '--application', 'alvao', '--url', server.url, ...words],
    { env },
  );
  await server.close();
  expect(code, stderr).toBe(3);
  expect(stdout + stderr).not.toMatch(UNSAFE);
  expect(stdout + stderr).not.toMatch(/^::error::owned/m);
});
