import { join } from 'node:path';
import { prepared } from './cache.ts';
import { runTool } from './tool.ts';

/**
 * The path of a program that a folder with a Rust package of this name is built to. Its Cargo.lock pins what it is
 * made of.
 *
 * @throws MissingTool without Cargo
 */
export async function rustProgram(name: string, project: string): Promise<string> {
  const folder = await prepared(name, [project], async (made) => {
    const where = ['--manifest-path', join(project, 'Cargo.toml'), '--target-dir', made];
    await runTool('cargo', ['build', '--locked', '--quiet', ...where]);
  });
  return join(folder, 'debug', name);
}
