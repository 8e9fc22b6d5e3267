import { join } from 'node:path';
import type { Json } from '../../../scim/json.ts';
import type { Env, Job, Recipe, Step, Surroundings } from './recipe.ts';
import { at, documentsOf, list, members, text, texts } from './yaml.ts';

/** Reads a pipeline of GitLab CI. */
export function readPipeline(recipe: string, surroundings: Surroundings): Recipe {
  const [pipeline] = documentsOf(recipe);
  const jobs = members(pipeline).filter(([, job]) => at(job, 'script') !== undefined);
  return list(at(pipeline, 'stages')).map((stage) =>
    jobs
      .filter(([, job]) => at(job, 'stage') === stage)
      .flatMap(([name, job]) => readJobs(name, job, surroundings, texts(at(pipeline, 'variables'), String))),
  );
}

function readJobs(name: string, job: Json, { root, token }: Surroundings, shared: Env): readonly Job[] {
  const total = Number(at(job, 'parallel') ?? 1);
  return Array.from({ length: total }, (_, index) => {
    const unique = `${name}-${index + 1}`;
    const parts = total > 1 ? { CI_NODE_INDEX: String(index + 1), CI_NODE_TOTAL: String(total) } : {};
    return {
      name: unique,
      folder: join(root, unique),
      env: { CI: 'true', GITLAB_CI: 'true', SCIM_TOKEN: token, ...shared, ...parts },
      steps: stepsOf(job),
      always: at(job, 'when') === 'always',
      mayFail: at(job, 'allow_failure') === true,
    };
  });
}

function stepsOf(job: Json): readonly Step[] {
  const always = at(job, 'artifacts', 'when') === 'always';
  const junit = at(job, 'artifacts', 'reports', 'junit');
  return [
    { do: 'check out' },
    { do: 'fetch' },
    {
      do: 'run',
      shell: ['bash', '-eo', 'pipefail', '-c'],
      script: list(at(job, 'script')).map(text).join('\n'),
      env: {},
      always: false,
      mayFail: false,
    },
    ...list(at(job, 'artifacts', 'paths')).map((path): Step => ({ do: 'keep', from: text(path), always })),
    ...(junit === undefined ? [] : [{ do: 'show tests', file: text(junit), always } as const]),
  ];
}
