import { rename, rm } from 'node:fs/promises';
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
    const target = join(made, 'target');
    const where = ['--manifest-path', join(project, 'Cargo.toml'), '--target-dir', target];
    await runTool('cargo', ['build', '--locked', '--quiet', ...where]);
    await rename(join(target, 'debug', name), join(made, name));
    // What the program was made of is large.
    await rm(target, { recursive: true });
  });
  return join(folder, name);
}
