import { join } from 'node:path';
import { prepared } from './cache.ts';
import { runTool } from './tool.ts';

/**
 * The `bin` folder of a virtual environment that holds what a file of requirements names, and nothing else: each of
 * them is pinned there, so nothing is resolved.
 *
 * @throws MissingTool without Python 3
 */
export async function pythonEnvironment(name: string, requirements: string): Promise<string> {
  const folder = await prepared(name, [requirements], async (made) => {
    await runTool('python3', ['-m', 'venv', made]);
    await runTool(join(made, 'bin', 'python'), ['-m', 'pip', 'install', '--no-deps', '-r', requirements]);
  });
  return join(folder, 'bin');
}
