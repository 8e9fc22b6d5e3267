import { runTool } from './tool.ts';

/** Plugins are pinned like everything else. */
const DEPENDENCY_PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1';

/**
 * Unpacks an archive of a Maven repository into a folder.
 *
 * @param artifact `group:name:version:type`
 * @throws MissingTool without Maven
 */
export async function unpackArtifact(artifact: string, folder: string): Promise<void> {
  const options = [`-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`];
  await runTool('mvn', ['--batch-mode', '--quiet', `${DEPENDENCY_PLUGIN}:unpack`, ...options], {
    cwd: folder,
  });
}
