import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../scim/json.ts';
import { USER_TYPE } from '../scim/schemas/index.ts';
import { differenceComplaint } from './comparing.ts';
import { deviations, type Stages } from './represented.ts';

const WORK = { value: 'work@example.com', type: 'work' };
const HOME = { value: 'home@example.com', type: 'home' };

/** Paths that deviate, with the attribute the change was about marked. */
function found(stages: Partial<Stages>): readonly string[] {
  const before = stages.before ?? {};
  const all = { sent: before, before, wanted: before, after: before, ...stages };
  return deviations(all, USER_TYPE).map(({ attribute: { text }, meant }) => (meant ? `${text}!` : text));
}

describe('single values', () => {
  const before = { title: 'A', nickName: 'N' };

  test.each<[string, JsonObject, readonly string[]]>([
    ['as wanted', { title: 'B', nickName: 'N' }, []],
    ['in another letter case', { title: 'b', nickName: 'N' }, []],
    ['unchanged', { title: 'A', nickName: 'N' }, ['title!']],
    ['lost', { nickName: 'N' }, ['title!']],
    ['with another one lost', { title: 'B' }, ['nickName']],
    ['with more than wanted', { title: 'B', nickName: 'N', userType: 'Employee' }, []],
  ])('%s', (_, after, expected) => {
    expect(found({ before, wanted: { title: 'B', nickName: 'N' }, after })).toEqual(expected);
  });

  test('removed: gone, or another value by default, but not the old one', () => {
    const wanted = { nickName: 'N' };
    expect(found({ before, wanted, after: { nickName: 'N' } })).toEqual([]);
    expect(found({ before, wanted, after: { title: 'Default', nickName: 'N' } })).toEqual([]);
    expect(found({ before, wanted, after: before })).toEqual(['title!']);
    expect(found({ before, wanted, after: before, defaults: { title: 'A' } })).toEqual([]);
  });

  test('that the client never gave are the target’s', () => {
    expect(
      found({ sent: {}, before: { displayName: 'A' }, wanted: { displayName: 'A' }, after: {} }),
    ).toEqual([]);
  });
});

describe('elements', () => {
  const before = { emails: [WORK, HOME] };

  test.each<[string, JsonObject, JsonObject, readonly string[]]>([
    ['in another order', before, { emails: [HOME, WORK] }, []],
    ['with sub-attributes of the target’s', before, { emails: [{ ...WORK, verified: true }, HOME] }, []],
    ['lost', before, { emails: [WORK] }, ['emails']],
    ['doubled', before, { emails: [WORK, HOME, HOME] }, ['emails']],
    ['removed', { emails: [HOME] }, { emails: [HOME] }, []],
    ['not removed', { emails: [HOME] }, before, ['emails!']],
    ['all removed', {}, { emails: [] }, []],
    ['of another type', { emails: [WORK] }, { emails: [{ ...WORK, type: 'home' }] }, ['emails!']],
    ['primary by choice of the target', before, { emails: [{ ...WORK, primary: true }, HOME] }, []],
  ])('%s', (_, wanted, after, expected) => {
    expect(found({ before, wanted, after })).toEqual(expected);
  });

  test('that are to be primary alone, where the client made one primary before', () => {
    const first = { emails: [{ ...WORK, primary: true }, HOME] };
    const wanted = {
      emails: [
        { ...WORK, primary: false },
        { ...HOME, primary: true },
      ],
    };
    const both = {
      emails: [
        { ...WORK, primary: true },
        { ...HOME, primary: true },
      ],
    };
    expect(found({ before: first, wanted, after: wanted })).toEqual([]);
    expect(found({ before: first, wanted, after: both })).toEqual(['emails!']);
    expect(found({ before, wanted, after: both })).toEqual([]);
  });

  test('are not judged where the target adds some of its own', () => {
    expect(found({ sent: { emails: [WORK] }, before, wanted: { emails: [WORK] }, after: before })).toEqual(
      [],
    );
  });
});

test('parts of a complex value are compared one by one', () => {
  const before = { name: { givenName: 'Ada', familyName: 'Byron', formatted: 'Ada Byron' } };
  const sent = { name: { givenName: 'Ada', familyName: 'Byron' } };
  const wanted = { name: { ...before.name, givenName: 'Eve' } };
  const derived = { name: { givenName: 'Eve', familyName: 'Byron', formatted: 'Eve Byron' } };
  expect(found({ sent, before, wanted, after: derived })).toEqual([]);
  expect(found({ sent, before, wanted, after: { name: { givenName: 'Eve' } } })).toEqual(['name.familyName']);
});

test('a deviation as a complaint', () => {
  const found = deviations(
    { sent: { title: 'A' }, before: { title: 'A' }, wanted: {}, after: { title: 'A' } },
    USER_TYPE,
  );
  expect(differenceComplaint(found, 'after removing title')).toMatchObject({
    deviation: 'present',
    attribute: 'title',
    when: 'after removing title',
    got: 'A',
  });
});
