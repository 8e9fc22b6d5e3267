import { join } from 'node:path';
import { prepared } from './cache.ts';
import { runTool } from './tool.ts';

/**
 * The path of a program that a folder with a Go module is built to. Its go.mod and go.sum pin what it is made of.
 *
 * @throws MissingTool without Go
 */
export async function goProgram(name: string, module: string): Promise<string> {
  const folder = await prepared(name, [module], async (made) => {
    await runTool('go', ['build', '-mod=readonly', '-o', join(made, name), '.'], { cwd: module });
  });
  return join(folder, name);
}
