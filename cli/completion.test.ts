import { expect, test } from 'vitest';
import { completeCommand, completionCommand } from './commands/completion.ts';
import { createProgram } from './program.ts';

const valuesOf = async (...words: string[]) =>
  (await completeCommand(createProgram(), words)).split('\n').flatMap((line) => line.split('\t')[0] || []);

test.each([
  [['conn'], ['connect']],
  [
    ['applications', ''],
    ['list', 'show', 'import', 'help'],
  ],
  [['run', '--eff'], ['--effort']],
  [
    ['run', '--effort', ''],
    ['smoke', 'quick', 'standard', 'thorough'],
  ],
  [['run', '--application', 'alv'], ['alvao']],
  [['applications', 'show', 'alv'], ['alvao']],
  [['run', '--suite', 'filteri'], ['filtering']],
  [['run', '--check', 'filtering/no-m'], ['filtering/no-match']],
  [['serve', '--fault', 'filter-no-m'], ['filter-no-match-404']],
  [['run', '--har', '--out', ''], []],
  [['run', '--config', 'scim'], []],
])('%j can go on with %j', async (words, expected) => {
  expect(await valuesOf(...words)).toEqual(expected);
});

test('what nobody is to type is not offered', async () => {
  expect(await valuesOf('run', '--to')).toEqual(['--token-env']);
  expect(await valuesOf('compl')).toEqual(['completion']);
});

test('a shell that is not known is refused', () => {
  expect(() => completionCommand('bsh')).toThrow('did you mean "bash"');
});
