import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { defineConformance } from '../../library/vitest.ts';
import { parseReport } from '../../report/read.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Runs the vendor's test file in a vitest of its own. */
async function vendorRun(env: Record<string, string>): Promise<{ code: number; output: string }> {
  const words = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    'tests/library/fixtures/vitest.config.ts',
  ];
  const options = { cwd: ROOT, env: { ...process.env, NO_COLOR: '1', ...env } };
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, words, options);
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: stdout + stderr };
  }
}

describe('a vendor’s test file', () => {
  test('passes with a conformant application, and leaves a report', async () => {
    const out = mkdtempSync(join(tmpdir(), 'library-'));
    try {
      const { code, output } = await vendorRun({ OUT: out });
      expect(code, output).toBe(0);
      const report = parseReport(await readFile(join(out, 'report.json'), 'utf8'));
      expect(report).toMatchObject({
        run: { complete: true, leftBehind: [], scope: { suites: ['filtering'], whole: false } },
        summary: { fail: 0, error: 0 },
        target: { access: { scheme: 'bearer', variable: null, gone: true } },
      });
      const ids = report.checks.map(({ id }) => id);
      expect(ids).toContain('filtering/no-match');
      expect(ids).not.toContain('filtering/malformed');
    } finally {
      rmSync(out, { recursive: true });
    }
  });

  test('fails with a defect, and the message says all that is needed', async () => {
    const { code, output } = await vendorRun({ FAULT: 'filter-ignored' });
    expect(code).toBe(1);
    expect(output).toMatch(/Requirement: RFC 7644 §3\.4\.2/);
    // What is found is told before the file has ended, which is when vitest shows why a test fails.
    const told = output.search(/^fail: the filter .* \(filtering\/\S+\)$/m);
    expect(told, output).toBeGreaterThan(0);
    expect(told).toBeLessThan(output.indexOf('what to repair'));
    expect(output).toContain('Expected: ');
    expect(output).toContain('Actual: ');
    expect(output).not.toContain('library-token');
    // The port is gone: the test is what can be repeated.
    expect(output).toMatch(/Replay: npx vitest run -t 'filtering .+'/);
    expect(output).not.toContain('Request: curl');
    expect(output).toMatch(
      /cleanmail-swiss: what to repair\n {2}cannot judge: .+ \(blocks \d+ checks\)\n {2}fail: .+ \(explains 1 check/,
    );
  });
});

test.each([
  [{}, /give either url or app/],
  [{ url: 'http://x.test', app: () => {} }, /give either url or app/],
  [
    { url: 'http://x.test', checks: ['filtering/no-mach'] },
    /begins with "filtering\/no-mach"; did you mean "filtering\/no-match"/,
  ],
  [{ url: 'http://x.test', suites: ['filterin'] }, /unknown suite "filterin"; did you mean "filtering"/],
  [
    { url: 'http://x.test', except: ['filtering/no-mach'] },
    /no check has the id "filtering\/no-mach"; did you mean "filtering\/no-match"/,
  ],
  [{ url: 'http://x.test', except: ['filtering'] }, /"except" takes whole ids/],
  [
    { url: 'http://x.test', checks: ['filtering/no-match'], except: ['filtering/no-match'] },
    /nothing to test/,
  ],
])('options that make no sense are refused: %j', (options, message) => {
  expect(() => defineConformance({ application: 'alvao', ...options })).toThrow(message);
});
