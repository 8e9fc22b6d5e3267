import type { Command } from 'commander';
import { createProgram } from '../../../cli/program.ts';
import { applicationIds } from '../../../config/load-application.ts';
import { knownFaults } from '../../../provider/faults.ts';
import { isSuiteName, selectChecks } from '../../../suites/registry.ts';

/** The command lines in shell text, as words, the name of the program left out. */
export function commandLines(text: string): string[][] {
  return text
    .replaceAll(/\s*\\\n\s*/g, ' ')
    .split('\n')
    .flatMap((line) => {
      const found =
        /(?:^|[\s;|&(])scim-conformance ((?:run|compare|merge|history|applications|requirements|connect|learn|cleanup|serve|init|login|replay|baseline|waivers|completion|complete|ui|tour)\b.*)$/.exec(
          line,
        );
      const [command = ''] = (found?.[1] ?? '').split(/\s(?:\|\||&&|\||>|#|;)/);
      return command === '' ? [] : [words(command)];
    });
}

function words(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain ?? '',
  );
}

/** The (sub)command that words name, and the words behind it. */
function findCommand(given: readonly string[]): { command: Command; rest: readonly string[] } {
  let command: Command = createProgram();
  let rest = given;
  for (;;) {
    const next = command.commands.find((known) => known.name() === rest[0]);
    if (next === undefined) return { command, rest };
    command = next;
    rest = rest.slice(1);
  }
}

/** Whether the value of an option is a name that exists. What stands for something of the reader's own goes. */
const KNOWN: Readonly<Record<string, (value: string) => boolean>> = {
  '--application': (value) => /[./$]/.test(value) || applicationIds().includes(value),
  '--suite': isSuiteName,
  '--check': (value) => selectChecks(['all'], [value]).length > 0,
  '--fault': (value) => knownFaults().some(({ id }) => id === value),
  '--effort': (value) => value.startsWith('$') || ['smoke', 'quick', 'standard', 'thorough'].includes(value),
};

/** What is wrong with a command line that is shown, given as words: commands, options and names that do not exist. */
export function mistakesIn(shown: readonly string[]): readonly string[] {
  const { command, rest } = findCommand(shown);
  if (command.name() === 'scim-conformance') return [`there is no command ${shown[0]}`];
  return rest.flatMap((word, index) => {
    if (!word.startsWith('--')) return [];
    const name = word.split('=')[0] ?? '';
    const option = command.options.find(({ long }) => long === name);
    if (option === undefined) return [`${command.name()} has no option ${name}`];
    const value = rest[index + 1];
    if (value === undefined) return option.required ? [`${name} needs a value`] : [];
    return (KNOWN[name]?.(value) ?? true) ? [] : [`${name} ${value}`];
  });
}
