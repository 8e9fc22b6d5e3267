import { join } from 'node:path';
import type { Json } from '../../../scim/json.ts';
import type { Recipe, Step, Surroundings } from './recipe.ts';
import { at, documentsOf, filler, list, text, texts } from './yaml.ts';

/** Where a task is told what to work on, and what it does with that; an unknown one is a mistake. */
const TASKS: Readonly<Record<string, (inputs: Json | undefined, always: boolean) => readonly Step[]>> = {
  'UseNode@1': () => [],
  'PublishTestResults@2': (inputs, always) => [
    { do: 'show tests', file: text(at(inputs, 'testResultsFiles')), always },
  ],
  'PublishBuildArtifacts@1': (inputs, always) => [
    { do: 'keep', from: text(at(inputs, 'pathToPublish')), to: text(at(inputs, 'artifactName')), always },
  ],
};

/** Reads a pipeline of Azure Pipelines: one job. */
export function readAzurePipeline(recipe: string, { root, token }: Surroundings): Recipe {
  const folder = join(root, 'job');
  const staging = join(root, 'staging');
  const macros = { 'Build.ArtifactStagingDirectory': staging, SCIM_TOKEN: token };
  const [pipeline] = documentsOf(filler(/\$\(([\w.]+)\)/g, macros)(recipe));
  return [
    [
      {
        name: 'job',
        folder,
        env: {
          TF_BUILD: 'True',
          BUILD_ARTIFACTSTAGINGDIRECTORY: staging,
          ...texts(at(pipeline, 'variables'), String),
        },
        steps: [{ do: 'check out' }, ...list(at(pipeline, 'steps')).flatMap(readStep)],
        always: false,
        mayFail: false,
      },
    ],
  ];
}

function readStep(step: Json): readonly Step[] {
  const always = at(step, 'condition') === 'always()';
  const task = at(step, 'task');
  if (task === undefined) {
    return [
      {
        do: 'run',
        shell: ['bash', '--noprofile', '--norc', '-c'],
        script: text(at(step, 'script')),
        env: texts(at(step, 'env'), String),
        always,
        mayFail: at(step, 'continueOnError') === true,
      },
    ];
  }
  const read = TASKS[text(task)];
  if (read === undefined) throw new Error(`no task ${text(task)} is known here`);
  return read(at(step, 'inputs'), always);
}
