import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json } from '../../../scim/json.ts';
import type { Env, Job } from './recipe.ts';
import { at, documentsOf, list, members, text } from './yaml.ts';

/** Makes the volumes of manifests, each a folder by its name, with the files of the config maps. */
export async function makeVolumes(manifests: string, root: string): Promise<void> {
  for (const document of documentsOf(manifests)) {
    const kind = at(document, 'kind');
    if (kind !== 'ConfigMap' && kind !== 'PersistentVolumeClaim') continue;
    const folder = join(root, text(at(document, 'metadata', 'name')));
    await mkdir(folder, { recursive: true });
    for (const [name, content] of members(at(document, 'data')))
      await writeFile(join(folder, name), text(content));
  }
}

/** Reads the jobs of manifests: one job here for each pod, its mounts in the place of the absolute paths. */
export function readPods(manifests: string, root: string, secrets: Env): readonly Job[] {
  return documentsOf(manifests)
    .filter((document) => at(document, 'kind') === 'Job')
    .flatMap((document) => podsOf(document, root, secrets));
}

function podsOf(document: Json, root: string, secrets: Env): readonly Job[] {
  const name = text(at(document, 'metadata', 'name'));
  const pod = at(document, 'spec', 'template', 'spec');
  const [container] = list(at(pod, 'containers'));
  const indexed = at(document, 'spec', 'completionMode') === 'Indexed';
  return Array.from({ length: Number(at(document, 'spec', 'completions') ?? 1) }, (_, index) => ({
    name: `${name}-${index}`,
    folder: join(root, `${name}-${index}`),
    env: {
      ...(list(at(container, 'envFrom')).length > 0 ? secrets : {}),
      ...(indexed ? { JOB_COMPLETION_INDEX: String(index) } : {}),
    },
    steps: [
      {
        do: 'run',
        shell: list(at(container, 'command')).map(text),
        script: withMounts(list(at(container, 'args')).map(text).join(' '), pod, container, root),
        env: {},
        always: false,
        mayFail: false,
      },
    ],
    always: false,
    mayFail: false,
  }));
}

/** A script with the folders of the volumes in the place of the paths where they are mounted. */
function withMounts(
  script: string,
  pod: Json | undefined,
  container: Json | undefined,
  root: string,
): string {
  const volumes = new Map(
    list(at(pod, 'volumes')).map((volume) => [
      at(volume, 'name'),
      text(at(volume, 'configMap', 'name') ?? at(volume, 'persistentVolumeClaim', 'claimName')),
    ]),
  );
  return list(at(container, 'volumeMounts')).reduce<string>((changed, mount) => {
    const volume = volumes.get(at(mount, 'name'));
    if (volume === undefined) throw new Error(`there is no volume ${at(mount, 'name')}`);
    return changed.replaceAll(`${text(at(mount, 'mountPath'))}/`, `${join(root, volume)}/`);
  }, script);
}
