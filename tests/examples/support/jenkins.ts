import { join } from 'node:path';
import type { Recipe, Step, Surroundings } from './recipe.ts';

/** Reads a declarative pipeline: its environment, the `sh` steps of each stage with the stage's own, and what it does afterwards. */
export function readJenkinsfile(recipe: string, { root, token }: Surroundings): Recipe {
  const folder = join(root, 'workspace');
  const code = recipe.replaceAll(/^\s*\/\/.*$/gm, '');
  const [work = '', afterwards = ''] = code.split(/^ {2}post \{$/m);
  const [shared = '', ...stages] = work.split(/^ {4}stage\(/m);
  const always = /^\s*always \{$/m.test(afterwards);
  return [
    [
      {
        name: 'workspace',
        folder,
        env: {
          JENKINS_URL: 'https://jenkins.example.com/',
          WORKSPACE: folder,
          ...variablesIn(shared, token),
        },
        steps: [
          { do: 'check out' },
          ...stages.flatMap((stage) => stepsOf(stage, token)),
          ...argumentsOf(afterwards, 'junit').map((file): Step => ({ do: 'show tests', file, always })),
          ...argumentsOf(afterwards, 'archiveArtifacts').map(
            (path): Step => ({ do: 'keep', from: path.replace(/\/\*\*$/, ''), always }),
          ),
        ],
        always: false,
        mayFail: false,
      },
    ],
  ];
}

function stepsOf(stage: string, token: string): readonly Step[] {
  const env = variablesIn(stage, token);
  return [...stage.matchAll(/\bsh '''([\s\S]*?)'''/g)].map(([, script = '']) => ({
    do: 'run',
    shell: ['sh', '-xec'],
    // Groovy takes a backslash and the end of its line out.
    script: script.replaceAll('\\\n', ''),
    env,
    always: false,
    mayFail: false,
  }));
}

/** The variables of an `environment`; a credential is the token. */
function variablesIn(code: string, token: string): Readonly<Record<string, string>> {
  const found = [...code.matchAll(/^\s*(\w+) = (credentials\()?'([^']*)'\)?$/gm)];
  return Object.fromEntries(
    found.map(([, name = '', secret, value = '']) => [name, secret === undefined ? value : token]),
  );
}

/** What the calls of a step are given. */
function argumentsOf(code: string, step: string): readonly string[] {
  return [...code.matchAll(new RegExp(`\\b${step} '([^']*)'`, 'g'))].map(([, argument = '']) => argument);
}
