import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listApplications } from '../config/load-application.ts';
import { mapAttributes } from '../config/mapping.ts';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { readPath } from '../scim/lookup.ts';
import { USER_TYPE } from '../scim/schemas/index.ts';
import { CORE_USER, ENTERPRISE_USER } from '../scim/urns.ts';
import { normaliseResource } from '../scim/validate.ts';
import { splitEmail } from './constraints.ts';
import { SAMPLE_GROUP, SAMPLE_USER, sampleAttribute } from './fixtures/sample-attributes.ts';
import { groupArbitrary } from './group.ts';
import { type UserOptions, userArbitrary } from './user.ts';

const RESERVED = /(^|\.)(example\.(com|org|net)|test|invalid)$/;

function check(options: UserOptions, predicate: (user: JsonObject) => void, numRuns = 200): void {
  fc.assert(fc.property(userArbitrary(SAMPLE_USER, options), predicate), { seed: 11, numRuns });
}

function sample(options: UserOptions = {}): readonly JsonObject[] {
  return fc.sample(userArbitrary(SAMPLE_USER, options), { seed: 12, numRuns: 200 });
}

function strings(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(strings) : [];
}

describe('userArbitrary', () => {
  test('a provider stores it as it was sent', () => {
    check({ managers: ['id-1'] }, (user) => {
      expect(normaliseResource(user, USER_TYPE)).toEqual(user);
    });
  });

  test('always has a userName and schemas that name what is there', () => {
    check({ managers: ['id-1'] }, (user) => {
      expect(user.userName).toBeTypeOf('string');
      const extended = Object.hasOwn(user, ENTERPRISE_USER);
      expect(user.schemas).toEqual(extended ? [CORE_USER, ENTERPRISE_USER] : [CORE_USER]);
    });
  });

  test('addresses lie in reserved domains', () => {
    check({}, (user) => {
      for (const text of strings(user)) {
        const domain = splitEmail(text)?.domain;
        if (domain !== undefined) expect(domain).toMatch(RESERVED);
      }
    });
  });

  test('every string is well-formed, not blank and free of NUL', () => {
    check({}, (user) => {
      for (const text of strings(user)) {
        expect(!/\p{Surrogate}/u.test(text) && text.trim() !== '' && !text.includes('\0')).toBe(true);
      }
    });
  });

  test('realistic strings are trimmed; names are short', () => {
    check({ flavour: 'realistic' }, (user) => {
      for (const text of strings(user)) expect(text).toBe(text.trim());
      for (const text of strings(user.name ?? null)) expect(text.length).toBeLessThanOrEqual(64);
    });
  });

  test('at most one element is primary', () => {
    const users = sample();
    for (const user of users) {
      for (const value of Object.values(user)) {
        const elements = Array.isArray(value) ? value.filter(isObject) : [];
        expect(elements.filter(({ primary }) => primary === true).length).toBeLessThanOrEqual(1);
      }
    }
    expect(users.some(({ emails }) => Array.isArray(emails) && emails[0]?.primary === true)).toBe(true);
  });

  test('every optional attribute is sometimes there and sometimes not', () => {
    const users = sample({ managers: ['id-1'] });
    for (const { text, path } of SAMPLE_USER.slice(1)) {
      const present = users.filter((user) => readPath(user, path, USER_TYPE).length > 0).length;
      expect([text, present > 20 && present < 180]).toEqual([text, true]);
    }
  });

  test('managers come from the pool, and there are none without it', () => {
    const managers = sample({ managers: ['id-1', 'id-2'] }).flatMap((user) =>
      readPath(user, sampleAttribute(`${ENTERPRISE_USER}:manager.value`).path, USER_TYPE),
    );
    expect(new Set(managers)).toEqual(new Set(['id-1', 'id-2']));
    expect(JSON.stringify(sample())).not.toContain('"manager"');
  });

  test('active says what was asked for', () => {
    expect(new Set(sample().map(({ active }) => active))).toEqual(new Set([true, undefined]));
    expect(new Set(sample({ inactive: true }).map(({ active }) => active))).toEqual(
      new Set([false, undefined]),
    );
  });

  test('required only, omit and a table without userName', () => {
    const table = [sampleAttribute('title', true), sampleAttribute('nickName')];
    const draw = (options: UserOptions) => fc.sample(userArbitrary(table, options), { seed: 1, numRuns: 20 });
    for (const user of draw({ required: 'only' }))
      expect(Object.keys(user)).toEqual(['schemas', 'userName', 'title']);
    for (const user of draw({ omit: ({ text }) => text === 'title' })) expect(user.title).toBeUndefined();
  });

  test('constraints hold for both flavours', () => {
    const constraints = {
      USERNAME: { format: 'email', domain: 'corp.test', maxLength: 30 },
      title: { minLength: 3, maxLength: 5 },
      'name.givenName': { pattern: '[A-Z][a-z]{2,5}' },
      userType: { enum: ['Employee'] },
    } as const;
    check({ constraints }, ({ userName, title, name, userType }) => {
      expect(userName).toMatch(/^[^@]+@corp\.test$/);
      expect(String(userName).length).toBeLessThanOrEqual(30);
      if (title !== undefined) expect(title).toMatch(/^.{3,5}$/s);
      if (isObject(name) && name.givenName !== undefined) expect(name.givenName).toMatch(/^[A-Z][a-z]{2,5}$/);
      expect(['Employee', undefined]).toContain(userType);
    });
  });

  test('a seed repeats its users', () => {
    expect(sample()).toEqual(sample());
  });

  test('shrinks to the minimal user', () => {
    const outcome = fc.check(
      fc.property(userArbitrary(SAMPLE_USER), () => false),
      { seed: 5 },
    );
    expect(outcome.counterexample).toEqual([{ schemas: [CORE_USER], userName: 'ada@example.com' }]);
  });

  test('shrinks to the one attribute that fails', () => {
    const outcome = fc.check(
      fc.property(userArbitrary(SAMPLE_USER), (user) => user.nickName === undefined),
      { seed: 6 },
    );
    expect(outcome.counterexample).toEqual([
      { schemas: [CORE_USER], userName: 'ada@example.com', nickName: 'Ada' },
    ]);
  });

  test('shrinks to the character that fails', () => {
    const breaks = (user: JsonObject): boolean => typeof user.title === 'string' && user.title.includes("'");
    const outcome = fc.check(
      fc.property(userArbitrary(SAMPLE_USER), (user) => !breaks(user)),
      { seed: 7, numRuns: 2000 },
    );
    expect(outcome.counterexample).toEqual([
      { schemas: [CORE_USER], userName: 'ada@example.com', title: "'" },
    ]);
  });
});

test.each(listApplications())(
  'a provider stores users and groups of $id as they were sent',
  (application) => {
    const {
      users,
      groups,
      user: userType,
      group: groupType,
    } = mapAttributes(application, { user: null, group: null });
    fc.assert(
      fc.property(
        userArbitrary(users, { managers: ['id-1'] }),
        groupArbitrary(groups ?? []),
        (user, group) => {
          expect(normaliseResource(user, userType)).toEqual(user);
          expect(normaliseResource(group, groupType)).toEqual(group);
        },
      ),
      { seed: 15 },
    );
  },
);

test('groups have a displayName, perhaps an externalId, and no members', () => {
  fc.assert(
    fc.property(groupArbitrary(SAMPLE_GROUP), (group) => {
      expect(group.displayName).toBeTypeOf('string');
      expect(['schemas', 'displayName', 'externalId']).toEqual(expect.arrayContaining(Object.keys(group)));
    }),
    { seed: 13 },
  );
  const outcome = fc.check(
    fc.property(groupArbitrary(SAMPLE_GROUP), () => false),
    { seed: 14 },
  );
  expect(outcome.counterexample?.[0]).toMatchObject({ displayName: 'Sales' });
});
