import { existsSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Running, removeFolder, serve, startCli, temporaryFolder } from '../e2e/support/cli.ts';
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

/** Whether anybody can use the page as it is, in light, dark and narrow; and its pictures, where they are wanted. */
async function look(page: Page, name: string): Promise<void> {
  for (const [kind, width, colorScheme] of [
    ['light', 1280, 'light'],
    ['dark', 1280, 'dark'],
    ['narrow', 380, 'light'],
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, `${name}-${kind}.png`) });
    await page.evaluate(axe.source);
    const violations = await page.evaluate(
      'axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => [id, html.slice(0, 200)])))',
    );
    expect(violations, `${name}, ${kind}`).toEqual([]);
    expect(
      await page.evaluate('document.documentElement.scrollWidth'),
      `${name}, ${kind}`,
    ).toBeLessThanOrEqual(width);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
}

test('a newcomer finds three causes, replays one, mends it, and sees it fixed', async () => {
  const page = await open();
  expect(page.url(), 'the key does not stay in the address').not.toContain('key=');
  await look(page, 'start');
  await page.getByLabel('Base URL').fill(provider.url);
  await page.getByRole('textbox', { name: 'Token' }).fill('wrong');
  await expect.poll(() => page.locator('#connection').textContent()).toContain('401');
  await page.getByRole('textbox', { name: 'Token' }).fill(TOKEN);
  await page.getByPlaceholder('As the target describes itself').fill('alvao');
  await expect.poll(() => page.locator('#connection').textContent()).toContain('Connected');
  const button = page.getByRole('button', { name: 'Run: create and delete' });
  await expect.poll(() => button.isEnabled()).toBe(true);
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
  await expect
    .poll(() => tools.locator('[data-fate]').textContent(), { timeout: 20_000 })
    .toContain('STILL FAILS');
  expect(await tools.locator('[data-box="now"]').textContent()).toContain('HTTP ');
  await tools.scrollIntoViewIfNeeded();
  await look(page, 'replayed');
  await provider.close();
  provider = await withFaults([]);
  await tools.getByRole('button', { name: 'Replay' }).click();
  await expect.poll(() => tools.locator('[data-fate]').textContent(), { timeout: 20_000 }).toContain('FIXED');
  await page.locator('#replay-all').click();
  await expect
    .poll(() => page.locator('#replayed').textContent(), { timeout: 40_000 })
    .toMatch(/^\d+ FIXED$/);
  await tools.scrollIntoViewIfNeeded();
  await look(page, 'fixed');
  await page.close();
});
