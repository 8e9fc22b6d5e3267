import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { RunReport } from '../../report/report.ts';
import { HOSTILE, hostileReport, sampleCheck, sampleReport } from '../../reporters/fixtures/sample-report.ts';
import { FAILING, PASSING } from '../../reporters/fixtures/samples.ts';
import { indexHtml } from '../../reporters/html/index-page.tsx';
import { reportHtml } from '../../reporters/html/report.tsx';
import { ARGUMENTS, CHROMIUM } from './chromium.ts';

let browser: Browser;
let folder: string;
let complaints: string[] = [];

beforeAll(async () => {
  if (!existsSync(CHROMIUM)) throw new Error(`no Chromium at ${CHROMIUM}; set CHROMIUM to its path`);
  folder = await mkdtemp(join(tmpdir(), 'scim-conformance-browser-'));
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
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
  readonly fragment?: string;
}

/** Opens HTML from a file and collects whatever a page must not do. */
async function open(
  html: string,
  { scheme = 'light', width = 1280, fragment = '' }: Look = {},
): Promise<Page> {
  const file = join(folder, 'page.html');
  await writeFile(file, html);
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
  page.on('console', (message) => complaints.push(`console ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => complaints.push(`dialog: ${dialog.message()}`));
  const url = pathToFileURL(file).href;
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== url && !request.url().startsWith('data:'))
      complaints.push(`request: ${request.url()}`);
  });
  await page.goto(url + fragment);
  return page;
}

const SAMPLES: Readonly<Record<string, RunReport>> = {
  passing: PASSING,
  failing: FAILING,
  hostile: hostileReport(HOSTILE),
};

for (const [name, report] of Object.entries(SAMPLES)) {
  for (const scheme of ['light', 'dark'] as const) {
    test(`${name}, ${scheme}: no accessibility violation with everything opened`, async () => {
      const page = await open(reportHtml(report), { scheme });
      await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })");
      await page.evaluate(axe.source);
      const violations = await page.evaluate(
        'axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => [id, html.slice(0, 200)])))',
      );
      expect(violations).toEqual([]);
      await page.close();
    });
  }

  test.each([1280, 360])(`${name}: nothing sticks out at %d pixels`, async (width) => {
    const page = await open(reportHtml(report), { width });
    await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })");
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await page.close();
  });
}

test('the index has no accessibility violation', async () => {
  const page = await open(
    indexHtml([
      { report: FAILING, folder: 'a' },
      { report: PASSING, folder: 'b' },
    ]),
  );
  await page.evaluate(axe.source);
  expect(await page.evaluate('axe.run().then(({ violations }) => violations.map(({ id }) => id))')).toEqual(
    [],
  );
  await page.close();
});

test('filters by verdict, level, suite and words, and back', async () => {
  const page = await open(reportHtml(FAILING));
  const rows = page.locator('#checks tbody tr:visible');
  await expect.poll(() => rows.count()).toBe(21);
  await page.locator('#filters input[value="fail"]').check();
  await expect.poll(() => rows.count()).toBe(4);
  await page.locator('#filters select[name="suite"]').selectOption('filtering');
  await expect.poll(() => rows.count()).toBe(2);
  await page.locator('#filters input[name="text"]').fill('LETTER 7643');
  await expect.poll(() => rows.count()).toBe(1);
  expect(await page.locator('#shown').textContent()).toBe('1 check shown');
  await page.locator('#filters select[name="level"]').selectOption('SHOULD');
  await expect.poll(() => rows.count()).toBe(0);
  expect(await page.locator('#none').isVisible()).toBe(true);
  await page.getByRole('button', { name: 'Reset' }).click();
  await expect.poll(() => rows.count()).toBe(21);
  await page.close();
});

test('filters by requirement', async () => {
  const page = await open(reportHtml(FAILING));
  const rows = page.locator('#checks tbody tr:visible');
  await page.locator('#filters select[name="requirement"]').selectOption({ label: 'RFC7643-7-caseExact' });
  await expect.poll(() => rows.count()).toBe(1);
  expect(await rows.first().textContent()).toContain('eq on userName ignores letter case');
  await page.close();
});

test('sorts all suites by a column, and back', async () => {
  const page = await open(reportHtml(FAILING));
  const first = page.locator('#checks .suite').last().locator('tbody tr').first();
  const button = page.locator('#checks th button', { hasText: 'Verdict' }).first();
  await button.click();
  expect(await first.getAttribute('data-state')).toBe('error');
  await button.click();
  expect(await first.getAttribute('data-state')).toBe('pass');
  const head = page.locator('#checks th', { hasText: 'Verdict' }).last();
  expect(await head.getAttribute('aria-sort')).toBe('descending');
  await page.locator('#checks th button', { hasText: 'Requests' }).first().click();
  const requests = await page
    .locator('#checks .suite')
    .first()
    .locator('tbody td:nth-child(6)')
    .allTextContents();
  expect(requests).toEqual(requests.toSorted((a, b) => Number(a) - Number(b)));
  await page.close();
});

test('filters leave the other sections alone', async () => {
  const readiness = {
    list: 'entra-validator',
    title: 'Entra SCIM Validator',
    rows: [
      { id: 'V1', title: 'Create', verdict: 'fail' as const, checks: ['filtering/eq-respects-caseExact'] },
    ],
  };
  const page = await open(reportHtml({ ...FAILING, readiness: [readiness] }));
  await page.locator('#filters input[value="fail"]').check();
  await expect.poll(() => page.locator('#checks tbody tr:visible').count()).toBe(4);
  expect(await page.locator('#readiness tbody tr').isVisible()).toBe(true);
  await page.close();
});

test('a cause leads to the checks it explains', async () => {
  const page = await open(reportHtml(FAILING));
  const card = page.locator('[id="check-soft-delete/history"]');
  await card.locator('> summary').click();
  await expect.poll(() => card.getAttribute('open')).toBeNull();
  await page.locator('#causes a', { hasText: 'soft-delete/history' }).click();
  await expect.poll(() => card.getAttribute('open')).not.toBeNull();
  await page.close();
});

test('copies a finding as JSON', async () => {
  const page = await open(reportHtml(FAILING));
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.locator('.json summary').first().click();
  await page.getByRole('button', { name: 'Copy: JSON' }).first().click();
  await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).toContain('"id": "filtering/');
  const copied: unknown = JSON.parse(String(await page.evaluate('navigator.clipboard.readText()')));
  expect(copied).toMatchObject({ id: 'filtering/eq-respects-caseExact', verdict: 'fail' });
  await page.close();
});

test('a deep link opens what it leads to', async () => {
  const many = Array.from({ length: 400 }, (_, index) => sampleCheck(`filtering/number-${index}`));
  const page = await open(reportHtml(sampleReport(many)), { fragment: '#check-filtering/number-377' });
  const row = page.locator('[id="check-filtering/number-377"]');
  await expect.poll(() => row.isVisible()).toBe(true);
  const top = await page.evaluate(
    "document.getElementById('check-filtering/number-377').getBoundingClientRect().top",
  );
  expect(Number(top)).toBeGreaterThanOrEqual(0);
  expect(Number(top)).toBeLessThan(900);
  await page.close();
});

test('a failing check in the table leads to its card', async () => {
  const page = await open(reportHtml(FAILING));
  const card = page.locator('[id="check-filtering/eq-respects-caseExact"]');
  await card.locator('> summary').click();
  await expect.poll(() => card.getAttribute('open')).toBeNull();
  await page.locator('#checks a', { hasText: 'eq on userName' }).click();
  await expect.poll(() => card.getAttribute('open')).not.toBeNull();
  await page.close();
});

test('copies a command', async () => {
  const page = await open(reportHtml(FAILING));
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const button = page.getByRole('button', { name: 'Copy: Repeat this check' }).first();
  await button.click();
  await expect.poll(() => button.textContent()).toBe('Copied');
  expect(await page.evaluate('navigator.clipboard.readText()')).toContain(
    'scim-conformance run --application alvao',
  );
  await page.close();
});

test('switches between light and dark', async () => {
  const page = await open(reportHtml(PASSING));
  const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
  const light = await background();
  await page.getByRole('button', { name: 'Switch between light and dark' }).click();
  expect(await background()).not.toBe(light);
  await page.close();
});

test('10,000 checks are painted within a second', async () => {
  const checks = Array.from({ length: 10_000 }, (_, index) =>
    sampleCheck(
      `suite-${index % 8}/number-${index}`,
      index % 50 === 0 ? { verdict: 'fail', message: 'wrong', expected: 'a b', actual: 'a c' } : {},
    ),
  );
  const page = await open(reportHtml(sampleReport(checks)));
  const paint = await page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime");
  console.info(`first contentful paint with 10,000 checks: ${Math.round(Number(paint))} ms`);
  expect(Number(paint)).toBeLessThan(1000);
  await page.close();
});

test('the filters are in the address, and a link with them shows the same', async () => {
  const page = await open(reportHtml(FAILING));
  await page.locator('#filters input[value="fail"]').check({ force: true });
  await page.locator('#filters input[name="text"]').fill('eq');
  await expect.poll(() => page.url()).toMatch(/#checks\?state=fail&text=eq$/);
  const shown = await page.locator('#shown').textContent();
  const fragment = new URL(page.url()).hash;
  await page.close();
  const again = await open(reportHtml(FAILING), { fragment });
  expect(await again.locator('#shown').textContent()).toBe(shown);
  expect(await again.locator('#filters input[value="fail"]').isChecked()).toBe(true);
  await again.locator('#filters button[type="reset"]').click();
  await expect.poll(() => again.url()).toMatch(/#checks$/);
  await again.close();
});

test('the short form is two pages, whatever fails; the full one has everything', async () => {
  const checks = Array.from({ length: 120 }, (_, at) =>
    sampleCheck(`suite-${at % 24}/check-${at}`, {
      verdict: at % 2 === 0 ? 'fail' : 'pass',
      violated: `R-${at}`,
      message: `the target answers request ${at} with something that takes a whole line to be told, and then some`,
      hint: 'This is what to change, told in so many words that they would not fit into a line either. '.repeat(
        4,
      ),
    }),
  );
  const page = await open(reportHtml(sampleReport(checks)));
  await page.evaluate(
    'window.print = () => { document.body.dataset.printed = document.documentElement.dataset.print; }',
  );
  await page.locator('button[data-print]').click();
  expect(await page.evaluate('document.body.dataset.printed')).toBe('short');
  const short = await page.pdf({
    format: 'A4',
    margin: { top: '12mm', bottom: '12mm', left: '12mm', right: '12mm' },
  });
  expect(pagesIn(short)).toBe(2);
  // Chromium has printed, and the page is whole again.
  expect(pagesIn(await page.pdf({ format: 'A4' }))).toBeGreaterThan(10);
  await page.close();
});

/** How many pages a PDF has. */
function pagesIn(pdf: Buffer): number {
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
}
