import { join } from 'node:path';
import type { Json } from '../../../scim/json.ts';
import type { Env, Job, Recipe, Step, Surroundings } from './recipe.ts';
import { at, documentsOf, filler, list, members, text, texts } from './yaml.ts';

/** How a runner starts the shells that a step can name; the first is the default. */
const SHELLS: Readonly<Record<string, readonly string[]>> = {
  '': ['bash', '-e', '-c'],
  bash: ['bash', '--noprofile', '--norc', '-eo', 'pipefail', '-c'],
};

/** What the actions that the recipes use do; an unknown one is a mistake. */
const ACTIONS: Readonly<Record<string, (step: Json, fillIn: (text: string) => string) => readonly Step[]>> = {
  'actions/checkout': () => [{ do: 'check out' }],
  'actions/setup-node': () => [],
  'actions/download-artifact': () => [{ do: 'fetch' }],
  'actions/upload-artifact': (step, fillIn) => [
    {
      do: 'keep',
      from: fillIn(text(at(step, 'with', 'path'))),
      to: fillIn(text(at(step, 'with', 'name'))),
      always: isAlways(step),
    },
  ],
};

/** Reads a workflow of GitHub Actions. */
export function readWorkflow(recipe: string, surroundings: Surroundings): Recipe {
  const [workflow] = documentsOf(recipe);
  const jobs = members(at(workflow, 'jobs'));
  const first = jobs.filter(([, job]) => at(job, 'needs') === undefined);
  const second = jobs.filter(([, job]) => at(job, 'needs') !== undefined);
  return [first, second].map((stage) =>
    stage.flatMap(([name, job]) =>
      combinations(job).map((matrix) =>
        readJob(name, job, matrix, surroundings, texts(at(workflow, 'env'), String)),
      ),
    ),
  );
}

/** Reads a composite action, called as its first lines say. */
export function readAction(recipe: string, surroundings: Surroundings): Recipe {
  const [action] = documentsOf(recipe);
  const inputs: Env = { application: 'alvao', url: surroundings.url, token: surroundings.token };
  const values: Record<string, string> = {};
  for (const [name, input] of members(at(action, 'inputs'))) {
    const value = inputs[name] ?? at(input, 'default');
    if (value !== undefined) values[`inputs.${name}`] = text(value);
  }
  const folder = join(surroundings.root, 'action');
  const steps: readonly Json[] = [{ uses: 'actions/checkout@v4' }, ...list(at(action, 'runs', 'steps'))];
  return [[jobOf('action', folder, steps, filler(EXPRESSION, values), false)]];
}

/** `${{ name }}` */
const EXPRESSION = /\$\{\{ *([\w.-]+) *\}\}/g;

/** The values of the one dimension that a matrix has here, or one empty combination. */
function combinations(job: Json): readonly Env[] {
  const [dimension] = members(at(job, 'strategy', 'matrix'));
  if (dimension === undefined) return [{}];
  return list(dimension[1]).map((value) => ({ [dimension[0]]: text(value) }));
}

function readJob(name: string, job: Json, matrix: Env, { root, token }: Surroundings, shared: Env): Job {
  const values = Object.entries(matrix).map(([key, value]) => [`matrix.${key}`, value]);
  const fillIn = filler(EXPRESSION, {
    ...Object.fromEntries(values),
    'strategy.job-total': String(combinations(job).length),
    'secrets.SCIM_TOKEN': token,
  });
  const unique = [name, ...Object.values(matrix)].join('-');
  const own = jobOf(unique, join(root, unique), list(at(job, 'steps')), fillIn, isAlways(job));
  return { ...own, env: { ...shared, ...own.env } };
}

function jobOf(
  name: string,
  folder: string,
  steps: readonly Json[],
  fillIn: (text: string) => string,
  always: boolean,
): Job {
  const env = { CI: 'true', GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: `${folder}.summary.md` };
  return {
    name,
    folder,
    env,
    always,
    mayFail: false,
    steps: steps.flatMap((step) => readStep(step, fillIn)),
  };
}

function readStep(step: Json, fillIn: (text: string) => string): readonly Step[] {
  const uses = at(step, 'uses');
  if (uses !== undefined) {
    const action = ACTIONS[text(uses).replace(/@.*/, '')];
    if (action === undefined) throw new Error(`no action ${text(uses)} is known here`);
    return action(step, fillIn);
  }
  const shell = SHELLS[text(at(step, 'shell') ?? '')];
  if (shell === undefined) throw new Error(`no shell ${at(step, 'shell')} is known here`);
  return [
    {
      do: 'run',
      shell,
      script: fillIn(text(at(step, 'run'))),
      env: texts(at(step, 'env'), fillIn),
      always: isAlways(step),
      mayFail: at(step, 'continue-on-error') === true,
    },
  ];
}

function isAlways(stepOrJob: Json): boolean {
  return at(stepOrJob, 'if') === 'always()';
}
