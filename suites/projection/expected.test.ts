import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../scim/json.ts';
import { parsePath } from '../../scim/path.ts';
import { USER_TYPE } from '../../scim/schemas/index.ts';
import { ENTERPRISE_USER } from '../../scim/urns.ts';
import { misfits, type Selection } from './expected.ts';

const whole: JsonObject = {
  schemas: ['x'],
  id: '1',
  userName: 'ada',
  title: 'Dr',
  name: { givenName: 'Ada', familyName: 'Byron' },
  emails: [{ value: 'a@example.com', type: 'work' }, { value: 'b@example.com' }],
  meta: { created: '2026-01-01T00:00:00Z' },
  [ENTERPRISE_USER]: { division: 'Sales' },
};
const select = (kind: Selection['kind'], ...paths: string[]): Selection => ({
  kind,
  paths: paths.map(parsePath),
});
const found = (answer: JsonObject, selection: Selection) =>
  misfits(answer, whole, USER_TYPE, selection).map(
    ({ kind, grave, attribute }) => `${kind}${grave ? '' : '?'} ${attribute}`,
  );
const { title: _t, ...untitled } = whole;
const { id: _i, ...nameless } = whole;

describe('attributes', () => {
  test.each<[JsonObject, string[]]>([
    [{ id: '1', title: 'Dr' }, []],
    [{ id: '1', schemas: ['x'], title: 'Dr' }, []],
    [{ title: 'Dr' }, ['minimum id']],
    [{ id: '1' }, ['lost title']],
    [{ id: '1', title: 'Dr', userName: 'ada' }, ['extra userName']],
    [{ id: '1', title: 'Dr', meta: whole.meta ?? {} }, ['extra? meta']],
    [{ id: '1', title: 'Dr', [ENTERPRISE_USER]: {}, name: {} }, []],
    [{ id: '1', title: 'Dr', color: 'red' }, []],
  ])('%j', (answer, expected) => {
    expect(found(answer, select('attributes', 'title'))).toEqual(expected);
  });

  test('sub-attributes', () => {
    const selection = select('attributes', 'name.givenName', 'emails.type');
    const emails = [{ type: 'work' }];
    expect(found({ id: '1', name: { givenName: 'Ada' }, emails }, selection)).toEqual([]);
    expect(found({ id: '1', name: whole.name ?? {}, emails }, selection)).toEqual(['extra? name.familyName']);
    expect(found({ id: '1', name: { familyName: 'Byron' }, emails }, selection)).toEqual([
      'extra? name.familyName',
      'lost name.givenName',
    ]);
    expect(found({ id: '1', emails }, selection)).toEqual(['lost name.givenName']);
  });

  test('an attribute without the sub-attribute may be left out', () => {
    expect(found({ id: '1' }, select('attributes', 'name.middleName'))).toEqual([]);
  });

  test('extension attributes', () => {
    const selection = select('attributes', `${ENTERPRISE_USER}:division`);
    expect(found({ id: '1', [ENTERPRISE_USER]: { division: 'Sales' } }, selection)).toEqual([]);
    expect(found({ id: '1' }, selection)).toEqual([`lost ${ENTERPRISE_USER}:division`]);
    const both = { ...whole, [ENTERPRISE_USER]: { division: 'Sales', department: 'A' } };
    expect(
      misfits({ id: '1', [ENTERPRISE_USER]: both[ENTERPRISE_USER] }, both, USER_TYPE, selection),
    ).toEqual([
      { kind: 'extra', grave: false, attribute: `${ENTERPRISE_USER}:department`, whole: 'A', got: 'A' },
    ]);
  });
});

describe('excludedAttributes', () => {
  test.each<[JsonObject, Selection, string[]]>([
    [untitled, select('excludedAttributes', 'title'), []],
    [whole, select('excludedAttributes', 'title'), ['extra title']],
    [nameless, select('excludedAttributes', 'id'), ['minimum id']],
    [whole, select('excludedAttributes', 'id'), []],
    [{ ...untitled, name: {} }, select('excludedAttributes', 'title'), ['lost name']],
    [{ ...whole, name: { familyName: 'Byron' } }, select('excludedAttributes', 'name.givenName'), []],
    [untitled, select('excludedAttributes', 'name.givenName'), ['extra? name.givenName', 'lost title']],
  ])('%j %j', (answer, selection, expected) => {
    expect(found(answer, selection).sort()).toEqual(expected);
  });

  test('of a value that had nothing else nothing need be left', () => {
    const { emails: _, ...rest } = { ...whole, emails: [{ value: 'a@example.com' }] };
    const lone = { ...rest, emails: [{ value: 'a@example.com' }] };
    expect(misfits(rest, lone, USER_TYPE, select('excludedAttributes', 'emails.value'))).toEqual([]);
  });
});

test('what is never returned is not there by default', () => {
  const answer = { ...whole, password: 'x' };
  expect(misfits(answer, answer, USER_TYPE, select('default'))).toEqual([
    { kind: 'extra', grave: true, attribute: 'password', whole: 'x', got: 'x' },
  ]);
});
