import { join } from 'node:path';
import type { Recipe, Step, Surroundings } from './recipe.ts';

/** Reads a declarative pipeline of one stage: its environment, its `sh` steps and what it does afterwards. */
export function readJenkinsfile(recipe: string, { root, token }: Surroundings): Recipe {
  const folder = join(root, 'workspace');
  const code = recipe.replaceAll(/^\s*\/\/.*$/gm, '');
  const [work = '', afterwards = ''] = code.split(/^ {2}post \{$/m);
  const variables = [...work.matchAll(/^\s*(\w+) = (credentials\()?'([^']*)'\)?$/gm)].map(
    ([, name = '', secret, value = '']) => [name, secret === undefined ? value : token],
  );
  const always = /^\s*always \{$/m.test(afterwards);
  const scripts = [...work.matchAll(/\bsh '''([\s\S]*?)'''/g)].map(([, script = '']) => script);
  return [
    [
      {
        name: 'workspace',
        folder,
        env: {
          JENKINS_URL: 'https://jenkins.example.com/',
          WORKSPACE: folder,
          ...Object.fromEntries(variables),
        },
        steps: [
          { do: 'check out' },
          ...scripts.map(
            (script): Step => ({
              do: 'run',
              shell: ['sh', '-xec'],
              // Groovy takes a backslash and the end of its line out.
              script: script.replaceAll('\\\n', ''),
              env: {},
              always: false,
              mayFail: false,
            }),
          ),
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

/** What the calls of a step are given. */
function argumentsOf(code: string, step: string): readonly string[] {
  return [...code.matchAll(new RegExp(`\\b${step} '([^']*)'`, 'g'))].map(([, argument = '']) => argument);
}
