import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { writeConfiguration } from './configuration.ts';
import type { ForeignServer } from './server.ts';
import { MissingTool } from './tool.ts';

/** The built command line; `SCIM_COMMAND` names another build of it. */
const COMMAND =
  process.env.SCIM_COMMAND ?? fileURLToPath(new URL('../../../dist/cli/bin.js', import.meta.url));

/**
 * Declares that a server starts, that the command line connects to it, and that it ends. Without its toolchain it is
 * left out, and in CI the test fails.
 *
 * @param application id of an application that sends what the server demands
 */
export function testConnection(name: string, start: () => Promise<ForeignServer>, application: string): void {
  test(`${name} starts and can be connected to`, async ({ skip }) => {
    const server = await start().catch((error: unknown) => {
      if (error instanceof MissingTool && process.env.CI === undefined) return error.message;
      throw error;
    });
    if (typeof server === 'string') return skip(`${name}: ${server}`);
    const folder = await mkdtemp(join(tmpdir(), 'scim-conformance-servers-'));
    try {
      const config = await writeConfiguration(server, application, folder);
      const { status, output } = await runCommand(['connect', '--config', config]);
      expect(status, output).toBe(0);
    } finally {
      await server.close();
      await rm(folder, { recursive: true });
    }
    await expect(fetch(server.url)).rejects.toThrow();
  });
}

function runCommand(words: readonly string[]): Promise<{ status: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [COMMAND, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, output }));
  });
}
