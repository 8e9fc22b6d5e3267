import type { Command, Option } from 'commander';

/** Something that can stand where the cursor is, and what it is. */
export interface Candidate {
  readonly value: string;
  readonly description: string;
}

/** Names that only the rest of the program knows, by the option or the command that takes them. */
export type Names = (of: string) => Promise<readonly Candidate[]>;

/**
 * What can stand in the place of the last word: options and commands as commander knows them, and the names that an option
 * or an argument takes. Nothing where it is a file, which shells complete themselves.
 * @param words behind the name of the program, up to the cursor
 */
export async function candidates(
  program: Command,
  words: readonly string[],
  names: Names,
): Promise<readonly Candidate[]> {
  const current = words.at(-1) ?? '';
  const { command, path, last } = commandAt(program, words.slice(0, -1));
  const option = command.options.find(({ long, short }) => last !== '' && [long, short].includes(last));
  const found =
    option !== undefined && (option.required || option.optional)
      ? await valuesOf(option, names)
      : current.startsWith('-')
        ? optionsOf(command)
        : [...commandsOf(command), ...(await names(path.join(' ')))];
  return found.filter(({ value }) => value.startsWith(current));
}

/** The command that the words call, the words that name it, and the last of all words. */
function commandAt(program: Command, words: readonly string[]) {
  let command = program;
  const path: string[] = [];
  for (const word of words) {
    const below = command.commands.find((known) => known.name() === word);
    if (below === undefined) continue;
    command = below;
    path.push(word);
  }
  return { command, path, last: words.at(-1) ?? '' };
}

async function valuesOf(
  { argChoices, long, description }: Option,
  names: Names,
): Promise<readonly Candidate[]> {
  if (argChoices !== undefined) return argChoices.map((value) => ({ value, description }));
  return names(long ?? '');
}

function optionsOf(command: Command): readonly Candidate[] {
  return command.options.flatMap(({ long, description, hidden }) =>
    hidden || typeof long !== 'string' ? [] : [{ value: long, description }],
  );
}

function commandsOf(command: Command): readonly Candidate[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .map((below) => ({ value: below.name(), description: below.description() }));
}

/** What each shell has to run once; it asks the program itself for what can stand where the cursor is. */
export const SCRIPTS: Readonly<Record<'bash' | 'zsh' | 'fish', string>> = {
  bash: `# scim-conformance completion bash >> ~/.bashrc
_scim_conformance() {
  local IFS=$'\\n'
  COMPREPLY=($(scim-conformance complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null | cut -f 1))
}
complete -o default -F _scim_conformance scim-conformance
`,
  zsh: `# scim-conformance completion zsh >> ~/.zshrc
_scim_conformance() {
  local -a found
  found=("\${(@f)$(scim-conformance complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  found=("\${(@)found:#}")
  if (( \${#found} )); then
    found=("\${(@)found//:/\\\\:}")
    found=("\${(@)found/$'\\t'/:}")
    _describe 'scim-conformance' found
  else
    _files
  fi
}
compdef _scim_conformance scim-conformance
`,
  fish: `# scim-conformance completion fish > ~/.config/fish/completions/scim-conformance.fish
function __scim_conformance
    set -l words (commandline -opc)
    scim-conformance complete -- $words[2..-1] (commandline -ct) 2>/dev/null
end
complete -c scim-conformance -f -a '(__scim_conformance)'
complete -c scim-conformance -n 'test (count (__scim_conformance)) -eq 0' -F
`,
};
