import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommand } from './command.ts';
import { writeConfiguration } from './configuration.ts';
import type { ForeignServer } from './server.ts';
import { unlessMissing } from './tool.ts';

/**
 * Declares that a server starts, that the command line connects to it, and that it ends. Without its toolchain it is
 * left out, and in CI the test fails.
 *
 * @param application id of an application that sends what the server demands
 */
export function testConnection(name: string, start: () => Promise<ForeignServer>, application: string): void {
  test(`${name} starts and can be connected to`, async ({ skip }) => {
    const server = await unlessMissing(start);
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
