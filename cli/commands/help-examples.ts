import type { Command } from 'commander';

/** What a command's help ends with. */
interface Examples {
  readonly lines: readonly string[];
  /** What the exit codes mean, where they are more than success and usage error. */
  readonly exitCodes?: string;
}

/** By the words that call a command; none call the program itself. */
const EXAMPLES: Readonly<Record<string, Examples>> = {
  '': {
    lines: [
      'scim-conformance run --application alvao --url https://app.example.com/scim',
      'scim-conformance applications list --search crm',
      'scim-conformance init',
    ],
  },
  run: {
    lines: [
      'scim-conformance run',
      'SCIM_TOKEN=… scim-conformance run --application alvao --url https://app.example.com/scim',
      'SCIM_TOKEN=… scim-conformance run --url https://app.example.com/scim',
      'scim-conformance run --config scim-conformance.config.yaml --target staging --effort thorough',
      'scim-conformance run --application alvao --check filtering/eq-finds-exactly --seed 7',
    ],
    exitCodes: '0 conformant, 1 not conformant, 2 usage error, 3 target could not be judged, 130 interrupted',
  },
  tour: {
    lines: ['scim-conformance tour', 'scim-conformance tour --out tour'],
    exitCodes: '0 shown, 1 the embedded provider does not conform, 130 interrupted',
  },
  replay: {
    lines: [
      'scim-conformance replay',
      'scim-conformance replay filtering/no-match',
      'scim-conformance replay baseline/report.json --all --url https://staging.example.com/scim',
    ],
    exitCodes:
      '0 all fixed, 1 something fails still, 2 usage error, 3 something could not be judged, 130 interrupted',
  },
  compare: {
    lines: [
      'scim-conformance compare staging/report.json production/report.json',
      'scim-conformance compare --config scim-conformance.config.yaml --target staging --target production',
    ],
    exitCodes:
      '0 equal at the gated level, 1 different, 2 usage error, 3 a target could not be judged, 130 interrupted',
  },
  merge: { lines: ['scim-conformance merge part-1 part-2 --out scim-conformance-report'] },
  baseline: {
    lines: ['scim-conformance baseline create', 'scim-conformance baseline update'],
  },
  waivers: { lines: ['scim-conformance waivers prune waivers.yaml'] },
  'baseline create': {
    lines: [
      'scim-conformance baseline create',
      'scim-conformance baseline create staging/report.json --baseline staging.baseline.json',
    ],
  },
  'baseline update': { lines: ['scim-conformance baseline update'] },
  'baseline prune': { lines: ['scim-conformance baseline prune'] },
  'waivers prune': { lines: ['scim-conformance waivers prune waivers.yaml'] },
  history: {
    lines: ['scim-conformance history reports', 'scim-conformance history reports --out trend'],
  },
  applications: {
    lines: ['scim-conformance applications list', 'scim-conformance applications show alvao'],
  },
  'applications list': {
    lines: [
      'scim-conformance applications list',
      'scim-conformance applications list --search hr --groups',
      'scim-conformance applications list --authentication secretToken --attribute manager',
    ],
  },
  'applications show': {
    lines: ['scim-conformance applications show alvao', 'scim-conformance applications show ./acme.json'],
  },
  'applications import': {
    lines: [
      'scim-conformance applications import tutorial.md',
      'scim-conformance applications import tutorial.md --out acme.json',
      'SCIM_TOKEN=… scim-conformance applications import --url https://app.example.com/scim --out acme.json',
    ],
  },
  requirements: {
    lines: [
      'scim-conformance requirements',
      'scim-conformance requirements --format json',
      'scim-conformance requirements --format markdown > requirements.md',
    ],
  },
  connect: {
    lines: [
      'SCIM_TOKEN=… scim-conformance connect --application alvao --url https://app.example.com/scim',
      'scim-conformance connect --config scim-conformance.config.yaml --target staging',
    ],
    exitCodes: '0 connected, 2 usage error, 3 a target could not be judged',
  },
  learn: {
    lines: [
      'SCIM_TOKEN=… scim-conformance learn --url https://app.example.com/scim',
      'SCIM_TOKEN=… scim-conformance learn --url https://app.example.com/scim --out acme.json',
    ],
    exitCodes: '0 learnt, 2 usage error, 3 a target could not be learnt, 130 interrupted',
  },
  cleanup: {
    lines: [
      'SCIM_TOKEN=… scim-conformance cleanup --application alvao --url https://app.example.com/scim',
      'scim-conformance cleanup --config scim-conformance.config.yaml --target staging --run k3x9qa',
    ],
    exitCodes: '0 nothing is left, 2 usage error, 3 something is left, or cannot be looked for',
  },
  login: {
    lines: [
      'scim-conformance login',
      'scim-conformance login --config scim-conformance.config.yaml --target atea',
      'scim-conformance login --target atea --forget',
    ],
    exitCodes: '0 logged in, 2 usage error, 3 the authorization server gave no token, 130 interrupted',
  },
  serve: {
    lines: [
      'scim-conformance serve --port 8080',
      'scim-conformance serve --application alvao --token test-token --fault filter-ignored',
      'scim-conformance serve --list-faults',
    ],
  },
  ui: {
    lines: [
      'scim-conformance ui --open',
      'scim-conformance ui --port 8080 --config scim-conformance.config.yaml --reports reports',
    ],
  },
  completion: {
    lines: ['scim-conformance completion bash >> ~/.bashrc', 'scim-conformance completion zsh >> ~/.zshrc'],
  },
  complete: { lines: ['scim-conformance complete applications sh'] },
  init: {
    lines: [
      'scim-conformance init',
      'scim-conformance init --application airstack --url https://staging.example.com/scim/v2',
    ],
  },
};

/** Ends the help of a command, and of all below it, with its examples. */
export function addExamples(command: Command, path: readonly string[] = []): void {
  const examples = EXAMPLES[path.join(' ')];
  if (examples !== undefined) command.addHelpText('after', textOf(examples));
  for (const below of command.commands) addExamples(below, [...path, below.name()]);
}

function textOf({ lines, exitCodes }: Examples): string {
  const text = `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`;
  return exitCodes === undefined ? text : `${text}\n\nExit codes: ${exitCodes}`;
}
