import { expect, test } from 'vitest';
import type { LearntResource } from '../report/report.ts';
import { learntRows } from './learnt.ts';

const USED_AS_DOCUMENTED: LearntResource = {
  resource: 'User',
  created: true,
  demanded: [],
  refused: [],
  forgotten: [],
  onRequest: [],
};

test('nothing is told where the target is used as documented, or nothing was learnt', () => {
  expect(learntRows(undefined)).toEqual([]);
  expect(learntRows({ requests: 4, resources: [USED_AS_DOCUMENTED], constraints: {} })).toEqual([]);
});

test('each peculiarity is told once, with what the target says of it', () => {
  const user: LearntResource = {
    ...USED_AS_DOCUMENTED,
    demanded: [
      { path: 'emails', declared: true, detail: null },
      { path: 'name.familyName', declared: false, detail: 'Please specify lastName.' },
    ],
    forgotten: ['title', 'nickName'],
  };
  const rows = learntRows({
    requests: 24,
    resources: [user],
    constraints: { userName: { format: 'email', domain: 'example.com' } },
  });
  expect(rows.map(({ what, paths, quote }) => [what, paths, quote])).toEqual([
    ['has to have', ['emails'], 'required: true in /Schemas'],
    ['has to have, and /Schemas does not say so', ['name.familyName'], 'Please specify lastName.'],
    ['takes names of one form only', ['userName'], 'email'],
    ['takes and does not show afterwards', ['title', 'nickName'], null],
  ]);
});

test('a resource that cannot be created is told first', () => {
  const group: LearntResource = { ...USED_AS_DOCUMENTED, resource: 'Group', created: false, refused: ['x'] };
  expect(learntRows({ requests: 9, resources: [group], constraints: {} })[0]?.what).toBe('cannot be created');
});
