import { existsSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { HOSTILE } from '../../reporters/fixtures/sample-report.ts';
import { type Running, removeFolder, serve, startCli, temporaryFolder } from '../e2e/support/cli.ts';
import { startTarget, TOKEN as TARGET_TOKEN } from '../e2e/support/target.ts';
import { ARGUMENTS, CHROMIUM } from './chromium.ts';

/** Where pictures of every state go, if anywhere: they are for people to look at. */
const PICTURES = process.env.PICTURES;

const FAULTS = ['drops-title', 'active-string-refused', 'duplicate-accepted'];
const PORT = '47831';
const TOKEN = 'a-token-nobody-sees-again';

let browser: Browser;
let folder: string;
let ui: Running;
let address: string;
let provider: Awaited<ReturnType<typeof serve>>;
let complaints: string[] = [];

const withFaults = (faults: readonly string[]) =>
  serve([
    '--application',
    'alvao',
    '--port',
    PORT,
    '--token',
    TOKEN,
    ...faults.flatMap((id) => ['--fault', id]),
  ]);

beforeAll(async () => {
  if (!existsSync(CHROMIUM)) throw new Error(`no Chromium at ${CHROMIUM}; set CHROMIUM to its path`);
  folder = await temporaryFolder();
  provider = await withFaults(FAULTS);
  ui = startCli(['ui', '--reports', folder], { cwd: folder });
  address = (await ui.said(/^open (\S+)$/m))[1] ?? '';
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
});
afterAll(async () => {
  await browser?.close();
  ui?.child.kill('SIGTERM');
  await ui?.finished;
  await provider?.close();
  if (folder !== undefined) await removeFolder(folder);
});
afterEach(() => {
  const found = complaints;
  complaints = [];
  expect(found, 'errors, violations of the policy and requests elsewhere').toEqual([]);
});

/** A run, a replay or a connection test takes its time where others use the machine. */
const soon = <T>(value: () => T) => expect.poll(value, { timeout: 30_000 });

async function open(): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.on('console', (message) => complaints.push(`console ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => complaints.push(`dialog: ${dialog.message()}`));
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol !== 'data:' && origin !== new URL(address).origin)
      complaints.push(`request: ${request.url()}`);
  });
  await page.goto(address);
  return page;
}

/** Whether anybody can use the page as it is, or a part of it, in light, dark and narrow; and its pictures, where they are wanted. */
async function look(page: Page, name: string, part = 'html'): Promise<void> {
  for (const [kind, width, colorScheme] of [
    ['light', 1280, 'light'],
    ['dark', 1280, 'dark'],
    ['narrow', 380, 'light'],
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, `${name}-${kind}.png`) });
    expect(
      await page.evaluate('document.documentElement.scrollWidth'),
      `${name}, ${kind}`,
    ).toBeLessThanOrEqual(width);
    if (kind === 'narrow') continue;
    await page.evaluate(axe.source);
    const violations = await page.evaluate(
      `axe.run(${JSON.stringify(part)}).then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => [id, html.slice(0, 200)])))`,
    );
    expect(violations, `${name}, ${kind}`).toEqual([]);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
}

test('a newcomer finds three causes, replays one, mends it, and sees it fixed', {
  timeout: 180_000,
}, async () => {
  const page = await open();
  expect(page.url(), 'the key does not stay in the address').not.toContain('key=');
  await look(page, 'start');
  await page.getByLabel('Base URL').fill(provider.url);
  await page.getByRole('textbox', { name: 'Token' }).fill('wrong');
  await soon(() => page.locator('#connection').textContent()).toContain('401');
  await page.getByRole('textbox', { name: 'Token' }).fill(TOKEN);
  await page.getByPlaceholder('As the target describes itself').fill('alvao');
  await soon(() => page.locator('#connection').textContent()).toContain('Connected');
  const button = page.getByRole('button', { name: 'Run: create and delete' });
  await soon(() => button.isEnabled()).toBe(true);
  expect(await page.locator('#sentence').textContent()).toMatch(
    /create up to about [\d,]+ users and groups on 127/,
  );
  await look(page, 'ready');
  await button.click();
  await page.waitForURL(/\/runs\//);
  await page.locator('#causes .cause').first().waitFor();
  await look(page, 'watch');
  await page.getByRole('link', { name: 'Read the report' }).waitFor();
  expect(await page.locator('#over').textContent()).toContain('All that was created is deleted');
  await look(page, 'over');
  await page.reload();
  await page.getByRole('link', { name: 'Read the report' }).waitFor();
  expect(await page.locator('.cells i[class]').count(), 'nothing is lost by a reload').toBe(
    await page.locator('.cells i').count(),
  );
  await page.getByRole('link', { name: 'Read the report' }).click();
  await page.waitForURL(/\/reports\//);
  expect(await page.locator('#causes .cause.s-fail').count()).toBe(3);
  await look(page, 'report');
  const id = await page.locator('.tools').first().getAttribute('data-check');
  const tools = page.locator(`.tools[data-check="${id}"]`);
  await tools.getByRole('button', { name: 'Replay' }).click();
  await soon(() => tools.locator('[data-fate]').textContent()).toContain('STILL FAILS');
  expect(await tools.locator('[data-box="now"]').textContent()).toContain('HTTP ');
  await tools.scrollIntoViewIfNeeded();
  await look(page, 'replayed', '.tools');
  await provider.close();
  provider = await withFaults([]);
  await tools.getByRole('button', { name: 'Replay' }).click();
  await soon(() => tools.locator('[data-fate]').textContent()).toContain('FIXED');
  await page.locator('#replay-all').click();
  await soon(() => page.locator('#replayed').textContent()).toMatch(/^\d+ FIXED$/);
  await tools.scrollIntoViewIfNeeded();
  await look(page, 'fixed', '.tools');
  await page.close();
});

test('what a hostile target answers does nothing, wherever it is shown', { timeout: 180_000 }, async () => {
  const target = await startTarget({
    application: 'alvao',
    faults: ['filter-eq-prefix'],
    after: (_, answer) =>
      answer.status < 400
        ? {
            ...answer,
            body: answer.body.replaceAll(
              /"(displayName|title)":"[^"]*"/g,
              (_all, name) => `"${name}":${JSON.stringify(HOSTILE)}`,
            ),
          }
        : {
            ...answer,
            body: JSON.stringify({ schemas: [HOSTILE], status: HOSTILE, detail: HOSTILE, scimType: HOSTILE }),
          },
  });
  const page = await open();
  await page.getByLabel('Base URL').fill(target.url);
  await page.getByRole('textbox', { name: 'Token' }).fill('wrong');
  await soon(() => page.locator('#connection').textContent()).toContain('401');
  await page.getByRole('textbox', { name: 'Token' }).fill(TARGET_TOKEN);
  await soon(() => page.locator('#connection').textContent()).toContain('Connected');
  await page.getByPlaceholder('As the target describes itself').fill('alvao');
  await page.locator('input[value="smoke"]').check({ force: true });
  await page.waitForTimeout(500);
  await page.locator('#run').click();
  await page.getByRole('link', { name: 'Read the report' }).waitFor();
  expect(await page.locator('#causes .cause').count()).toBeGreaterThan(1);
  expect(await page.locator('img, b[class], script:not(body > script)').count()).toBe(0);
  await page.getByRole('link', { name: 'Read the report' }).click();
  await page.waitForURL(/\/reports\//);
  const tools = page.locator('.tools').first();
  await tools.getByRole('button', { name: 'Replay' }).click();
  await soon(() => tools.locator('[data-box="now"]').textContent()).toMatch(/HTTP|No request/);
  expect(await page.locator('.tools').first().getByRole('button', { name: 'Try it' }).count()).toBe(1);
  await tools.getByRole('button', { name: 'Try it' }).click();
  await look(page, 'try', '.tools');
  await tools.getByLabel('Method').selectOption('GET');
  await tools.getByLabel('Path below').fill('/Users?count=1');
  await tools.getByRole('textbox', { name: 'Body' }).fill('');
  await tools.getByRole('button', { name: 'Send to the target' }).click();
  await soon(() => tools.locator('[data-box="answer"]').textContent()).toContain('HTTP 200');
  await tools.getByRole('button', { name: 'Waive' }).click();
  await tools.getByLabel('Why it is accepted').fill('known');
  await tools.getByLabel('Who answers for it').fill('us');
  await tools.getByLabel('Until').fill('2999-01-01');
  await look(page, 'waive', '.tools');
  await tools.getByRole('button', { name: 'Write the waiver' }).click();
  await soon(() => tools.locator('[data-fate]').textContent()).toContain('waivers.json');
  expect(await page.locator('img').count()).toBe(0);
  await page.goto(new URL('/reports', address).href);
  await look(page, 'reports');
  await page.locator('input[name="run"]').first().check();
  expect(await page.locator('#ticked').textContent()).toBe('1 ticked');
  expect(await page.getByRole('button', { name: 'Compare the two' }).isDisabled()).toBe(true);
  await page.close();
  await target.close();
});
