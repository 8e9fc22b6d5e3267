import type { Command } from 'commander';
import { suggest } from '../../config/nearest.ts';
import { UsageError } from '../../config/usage-error.ts';
import { oneLine } from '../../reporters/text.ts';
import { type Candidate, candidates, SCRIPTS } from '../completion.ts';

/** Where the names of an option or an argument are; each is loaded only when it is asked for. */
const NAMES: Readonly<Record<string, () => Promise<readonly Candidate[]>>> = {
  '--application': applications,
  'applications show': applications,
  '--suite': async () => {
    const { SUITES } = await import('../../suites/registry.ts');
    return [...GROUPS, ...SUITES.map(({ name }) => ({ value: name, description: 'a suite' }))];
  },
  '--check': checks,
  replay: checks,
  '--fault': async () => {
    const { knownFaults } = await import('../../provider/faults.ts');
    return knownFaults().map(({ id, title }) => ({ value: id, description: title }));
  },
  '--variation': async () => {
    const { knownVariations } = await import('../../provider/variations.ts');
    return knownVariations().map(({ id, title }) => ({ value: id, description: title }));
  },
  '--format': async () => ['table', 'json', 'markdown'].map((value) => ({ value, description: 'a format' })),
  completion: async () => Object.keys(SCRIPTS).map((value) => ({ value, description: 'a shell' })),
};

const GROUPS: readonly Candidate[] = ['application', 'entra', 'okta', 'rfc', 'all'].map((value) => ({
  value,
  description: 'a group of suites',
}));

async function applications(): Promise<readonly Candidate[]> {
  const { listApplications } = await import('../../config/load-application.ts');
  return listApplications().map(({ id, name }) => ({ value: id, description: name }));
}

async function checks(): Promise<readonly Candidate[]> {
  const { CHECKS } = await import('../../suites/registry.ts');
  return CHECKS.map(({ check }) => ({ value: check.id, description: check.title }));
}

/** The script that teaches a shell. @throws UsageError for a shell that is not known */
export function completionCommand(shell: string): string {
  const script = Object.entries(SCRIPTS).find(([name]) => name === shell)?.[1];
  if (script !== undefined) return script;
  throw new UsageError(`no completion for "${shell}"; ${suggest(shell, Object.keys(SCRIPTS))}`);
}

/** What can stand where the cursor is, a line each: the word, a tab, what it is. */
export async function completeCommand(program: Command, words: readonly string[]): Promise<string> {
  const found = await candidates(program, words, async (of) =>
    Object.hasOwn(NAMES, of) ? ((await NAMES[of]?.()) ?? []) : [],
  );
  return found.map(({ value, description }) => `${value}\t${oneLine(description)}\n`).join('');
}
