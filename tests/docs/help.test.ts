import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { createProgram } from '../../cli/program.ts';
import { commandLines, mistakesIn } from './support/command-lines.ts';

/** A command with the words that call it. */
interface Named {
  readonly name: string;
  readonly command: Command;
}

/** A command and all below it. */
function withBelow(command: Command, path: readonly string[] = []): readonly Named[] {
  const below = command.commands.flatMap((each) => withBelow(each, [...path, each.name()]));
  return [{ name: path.join(' '), command }, ...below];
}

/** What `--help` prints. */
function helpOf(command: Command): string {
  let help = '';
  command.configureOutput({
    writeOut: (text) => {
      help += text;
    },
  });
  command.outputHelp();
  return help;
}

/** The command lines below `Examples:`, and the number of lines there. */
function examplesIn(help: string): { lines: number; commands: readonly (readonly string[])[] } {
  const text = /^Examples:\n((?: {2}.*\n)+)(?:\nExit codes: .*\n)?$/m.exec(help)?.[1] ?? '';
  return { lines: text.trimEnd().split('\n').length, commands: commandLines(text) };
}

/** Has commander take a command line without doing what it says. @throws CommanderError */
async function parse(words: readonly string[]): Promise<string | null> {
  const program = createProgram();
  let called: string | null = null;
  for (const { name, command } of withBelow(program)) {
    command.configureOutput({ writeErr: () => {} });
    if (command.commands.length > 0) continue;
    command.action(() => {
      called = name;
    });
  }
  await program.parseAsync(words, { from: 'user' });
  return called;
}

const commands = withBelow(createProgram());

test('every command is looked at', () => {
  expect(commands.length).toBeGreaterThan(12);
  expect(commands.map(({ name }) => name)).toContain('applications show');
});

test.each(commands)(
  'the help of "$name" ends with examples that the program takes',
  async ({ name, command }) => {
    const { lines, commands: shown } = examplesIn(helpOf(command));
    expect(shown.length).toBeGreaterThan(0);
    expect(shown).toHaveLength(lines);
    for (const words of shown) {
      const called = await parse(words);
      if (command.commands.length > 0) expect(called).toMatch(new RegExp(`^${name}`));
      else expect(called).toBe(name);
      expect(mistakesIn(words)).toEqual([]);
    }
  },
);

test('an example that the command does not take is found', async () => {
  await expect(parse(['run', '--no-such-option'])).rejects.toThrow(/unknown option/);
  await expect(parse(['merge'])).rejects.toThrow();
  expect(mistakesIn(['run', '--check', 'no/such-check'])).not.toEqual([]);
});
