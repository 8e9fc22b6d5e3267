import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { historyOf } from '../../report/history.ts';
import { comparisonHtml } from '../../reporters/comparison/html.tsx';
import { hostileComparison, sampleComparison } from '../../reporters/fixtures/sample-comparison.ts';
import { HOSTILE, hostileReport } from '../../reporters/fixtures/sample-report.ts';
import { FAILING, PASSING } from '../../reporters/fixtures/samples.ts';
import { historyHtml } from '../../reporters/history/html.tsx';

/** Debian's path; `CHROMIUM` names another. */
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

let browser: Browser;
let folder: string;
let complaints: string[] = [];

beforeAll(async () => {
  if (!existsSync(CHROMIUM)) throw new Error(`no Chromium at ${CHROMIUM}; set CHROMIUM to its path`);
  folder = await mkdtemp(join(tmpdir(), 'scim-conformance-browser-'));
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
});
afterAll(async () => {
  await browser?.close();
  if (folder !== undefined) await rm(folder, { recursive: true });
});
afterEach(() => {
  const found = complaints;
  complaints = [];
  expect(found, 'errors, violations of the policy and requests').toEqual([]);
});

interface Look {
  readonly scheme?: 'light' | 'dark';
  readonly width?: number;
}

/** Opens HTML from a file and collects whatever a page must not do. */
async function open(html: string, { scheme = 'light', width = 1280 }: Look = {}): Promise<Page> {
  const file = join(folder, 'page.html');
  await writeFile(file, html);
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
  page.on('console', (message) => complaints.push(`console ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  const url = pathToFileURL(file).href;
  page.on('request', (request) => {
    if (request.url() !== url && !request.url().startsWith('data:'))
      complaints.push(`request: ${request.url()}`);
  });
  await page.goto(url);
  return page;
}

const HISTORY = historyOf(
  [PASSING, FAILING, hostileReport(HOSTILE)].map((report, index) => ({
    file: `${index}/report.json`,
    report,
  })),
  '0.1.0',
);

const PAGES: Readonly<Record<string, string>> = {
  'two targets': comparisonHtml(sampleComparison(2)),
  'five targets': comparisonHtml(sampleComparison(5)),
  'fifty targets': comparisonHtml(sampleComparison(50)),
  'hostile targets': comparisonHtml(hostileComparison(HOSTILE)),
  'a history': historyHtml(HISTORY),
};

for (const [name, html] of Object.entries(PAGES)) {
  test.each(['light', 'dark'] as const)(`${name}, %s: no accessibility violation`, async (scheme) => {
    const page = await open(html, { scheme });
    await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })");
    await page.evaluate(axe.source);
    const violations = await page.evaluate(
      'axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => [id, html.slice(0, 200)])))',
    );
    expect(violations).toEqual([]);
    await page.close();
  });

  test.each([1280, 360])(`${name}: nothing sticks out at %d pixels`, async (width) => {
    const page = await open(html, { width });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await page.close();
  });
}

test('shows differences only, and everything when asked', async () => {
  const page = await open(comparisonHtml(sampleComparison(2)));
  const rows = page.locator('#checks tbody tr:visible');
  expect(await rows.count()).toBe(5);
  await page.locator('#everything').check();
  expect(await rows.count()).toBe(40);
  await page.close();
});

test('searches in all tables', async () => {
  const page = await open(comparisonHtml(sampleComparison(2)));
  const rows = page.locator('.layer tbody tr:visible');
  await page.locator('input[type="search"]').fill('CHECK-13');
  await expect.poll(() => rows.count()).toBe(1);
  expect(await page.locator('#comparison-shown').textContent()).toBe('1 row shown');
  await page.locator('input[type="search"]').fill('');
  await expect.poll(() => rows.count()).toBeGreaterThan(5);
  await page.close();
});

test('says that nothing differs in a layer, until everything is shown', async () => {
  const comparison = sampleComparison(2);
  const equal = { ...comparison, checks: comparison.checks.map((row) => ({ ...row, differs: false })) };
  const page = await open(comparisonHtml(equal));
  expect(await page.locator('#checks').getByText('No difference.').isVisible()).toBe(true);
  expect(await page.locator('#checks table').isVisible()).toBe(false);
  await page.locator('#everything').check();
  expect(await page.locator('#checks table').isVisible()).toBe(true);
  await page.close();
});
