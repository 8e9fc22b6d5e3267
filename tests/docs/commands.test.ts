import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments, visit } from 'yaml';
import { createProgram } from '../../cli/program.ts';
import { readWaivers } from '../../cli/waivers.ts';
import { applicationIds } from '../../config/load-application.ts';
import { knownFaults } from '../../provider/faults.ts';
import { isSuiteName, selectChecks } from '../../suites/registry.ts';

/** Every command line that the documentation and the recipes show is one that the program takes. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const FILES = ['README.md', 'CONTRIBUTING.md', ...filesBelow('docs'), ...filesBelow('examples')].filter(
  (file) => !file.startsWith('docs/decisions') && !/\.(json|png|svg)$/.test(file),
);

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

/** Shell text of a file: the strings of YAML, the code blocks of Markdown, anything else as it is. */
function shellText(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  if (['.yml', '.yaml'].includes(extname(file))) {
    const strings: string[] = [];
    for (const document of parseAllDocuments(text))
      visit(document, {
        Scalar: (_, { value }) => {
          if (typeof value === 'string') strings.push(value);
        },
      });
    return strings;
  }
  if (extname(file) !== '.md') return [text];
  return [...text.matchAll(/```\w*\n([\s\S]*?)```/g)].map(([, code = '']) => code);
}

/** The command lines in shell text, as words, the name of the program left out. */
function commandLines(text: string): string[][] {
  return text
    .replaceAll(/\s*\\\n\s*/g, ' ')
    .split('\n')
    .flatMap((line) => {
      const found =
        /(?:^|[\s;|&(])scim-conformance ((?:run|compare|merge|history|applications|requirements|connect|cleanup|serve|init|login)\b.*)$/.exec(
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

const lines = FILES.flatMap((file) =>
  shellText(file)
    .flatMap(commandLines)
    .map((command) => ({ file, command })),
);

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
  '--effort': (value) => value.startsWith('$') || ['quick', 'standard', 'thorough'].includes(value),
};

describe('every command that is shown', () => {
  test('is found', () => {
    expect(lines.length).toBeGreaterThan(20);
    expect(new Set(lines.map(({ file }) => file)).size).toBeGreaterThan(6);
  });

  test.each(lines.map(({ file, command }) => [file, command.join(' '), command] as const))(
    '%s: %s',
    (_file, _text, shown) => {
      const { command, rest } = findCommand(shown);
      expect(command.name()).not.toBe('scim-conformance');
      rest.forEach((word, index) => {
        if (!word.startsWith('--')) return;
        const name = word.split('=')[0] ?? '';
        const option = command.options.find(({ long }) => long === name);
        expect(option, `${command.name()} has no option ${name}`).toBeDefined();
        const value = rest[index + 1];
        if (option?.required === true) expect(value, `${name} needs a value`).toBeDefined();
        if (value !== undefined) expect(KNOWN[name]?.(value) ?? true, `${name} ${value}`).toBe(true);
      });
    },
  );
});

test('the waivers of the recipes are valid', () => {
  expect(readWaivers(join(ROOT, 'examples', 'waivers.yaml'))).toHaveLength(2);
});
