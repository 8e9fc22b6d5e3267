import { cp } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { prepared } from './cache.ts';
import { runTool } from './tool.ts';

/** Plugins are pinned like everything else. */
const DEPENDENCY_PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1';
const QUIETLY = ['--batch-mode', '--quiet'];

/**
 * Unpacks an archive of a Maven repository into a folder.
 *
 * @param artifact `group:name:version:type`
 * @throws MissingTool without Maven
 */
export async function unpackArtifact(artifact: string, folder: string): Promise<void> {
  const options = [`-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`];
  await runTool('mvn', [...QUIETLY, `${DEPENDENCY_PLUGIN}:unpack`, ...options], { cwd: folder });
}

/**
 * The class path of a Maven project with all that it depends on, compiled outside the checkout.
 *
 * @throws MissingTool without Maven
 */
export async function mavenClassPath(name: string, project: string): Promise<string> {
  const folder = await prepared(name, [project], async (made) => {
    await cp(project, made, { recursive: true });
    const libraries = [
      `${DEPENDENCY_PLUGIN}:copy-dependencies`,
      '-DincludeScope=runtime',
      '-DoutputDirectory=lib',
    ];
    await runTool('mvn', [...QUIETLY, 'compile', ...libraries], { cwd: made });
  });
  return [join(folder, 'target', 'classes'), join(folder, 'lib', '*')].join(delimiter);
}
