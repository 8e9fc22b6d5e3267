import { expect, test } from 'vitest';
import { percentage, scoresOf, total } from './score.ts';

const mutants = [
  { fileName: '/home/project/scim/value.ts', status: 'Killed' },
  { fileName: '/home/project/scim/value.ts', status: 'NoCoverage' },
  { fileName: '/home/project/scim/json.ts', status: 'Timeout' },
  { fileName: '/home/project/scim/json.ts', status: 'Survived' },
  { fileName: '/home/project/scim/json.ts', status: 'Killed' },
  { fileName: '/home/project/scim/json.ts', status: 'RuntimeError' },
  { fileName: '/home/project/scim/schema.ts', status: 'Ignored' },
];

test('mutants are counted by file', () => {
  const files = scoresOf(mutants, '/home/project');
  expect(files).toEqual([
    { file: 'scim/json.ts', killed: 2, survived: 1 },
    { file: 'scim/value.ts', killed: 1, survived: 1 },
  ]);
  expect(total(files)).toEqual({ file: 'all', killed: 3, survived: 2 });
  expect(percentage(total(files))).toBe(60);
});
