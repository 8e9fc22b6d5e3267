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
    if (request.url().split('#')[0] !== url && !request.url().startsWith('data:'))
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

test.each([1280, 360])(
  'no heading hides behind the search bar after a click, at %d pixels',
  async (width) => {
    const page = await open(comparisonHtml(sampleComparison(2)), { width });
    for (const id of ['requirements', 'checks', 'observations', 'answers']) {
      await page.locator(`.bar nav a[href="#${id}"]`).click();
      const [heading, bar] = await Promise.all(
        [`#${id} h2`, '#comparison-filters'].map((place) => page.locator(place).boundingBox()),
      );
      expect(heading?.y).toBeGreaterThanOrEqual((bar?.y ?? 0) + (bar?.height ?? 0));
    }
    await page.close();
  },
);

test.each([1280, 360])('no word of an observation or an answer is broken, at %d pixels', async (width) => {
  const page = await open(comparisonHtml(sampleComparison(5)), { width });
  const lines = await page.evaluate(
    "[...document.querySelectorAll('#observations code, #answers code:not(.long)')].filter(({ textContent }) => /^[\\w.]+$/.test(textContent)).map((each) => [each.textContent, each.getClientRects().length])",
  );
  expect(lines).not.toEqual([]);
  expect((lines as [string, number][]).filter(([, rows]) => rows > 1)).toEqual([]);
  await page.close();
});

test('links lead to the reports of the targets and runs, and nowhere where there is none', async () => {
  const comparison = sampleComparison(2);
  const targets = comparison.targets.map((target, at) =>
    at === 0 ? { ...target, page: 'a%20b/report.html' } : target,
  );
  const page = await open(comparisonHtml({ ...comparison, targets }));
  expect(
    await page.locator('.verdict a').evaluateAll((links) => links.map((link) => link.getAttribute('href'))),
  ).toEqual(['a%20b/report.html']);
  await page.close();
  const past = historyOf([{ file: '1/report.json', report: PASSING, page: '../1/report.html' }], '0.1.0');
  const history = await open(historyHtml(past));
  await history.locator('summary').click();
  expect(await history.getByRole('link', { name: '1/report.json' }).getAttribute('href')).toBe(
    '../1/report.html',
  );
  await history.close();
});

test('the search is in the address', async () => {
  const page = await open(comparisonHtml(sampleComparison(2)));
  await page.locator('#everything').check();
  await page.locator('input[type="search"]').fill('check-13');
  await expect.poll(() => page.url()).toMatch(/#rows\?everything=shown&text=check-13$/);
  await page.reload();
  expect(await page.locator('#checks tbody tr:visible').count()).toBe(1);
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
