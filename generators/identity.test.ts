import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../scim/json.ts';
import { splitEmail } from './constraints.ts';
import { stampGroup, stampUser } from './identity.ts';
import { email } from './values/email.ts';
import { hardString, hardUserName } from './values/hard-string.ts';

const MARKER = 'k3x9z1ab';

describe('stampUser', () => {
  test.each<[JsonObject, JsonObject]>([
    [{ userName: 'ada@example.com' }, { userName: `ada.${MARKER}@example.com` }],
    [
      { userName: 'ada', externalId: '7' },
      { userName: `ada.${MARKER}`, externalId: `7-${MARKER}` },
    ],
    [
      { userName: 'a@b c', displayName: 'Ada' },
      { userName: `a@b c.${MARKER}`, displayName: 'Ada' },
    ],
    [{ title: 'x' }, { title: 'x' }],
  ])('%j becomes %j', (user, stamped) => {
    expect(stampUser(user, MARKER)).toEqual(stamped);
  });

  test('cuts the value, not the marker', () => {
    const stamped = stampUser({ userName: 'ada.lovelace@example.com' }, MARKER, { maxLength: 24 });
    expect(stamped.userName).toBe(`ada.${MARKER}@example.com`);
    expect(stampUser({ userName: 'lovelace' }, MARKER, { maxLength: 12 }).userName).toBe(`lov.${MARKER}`);
  });

  test('leaves a value that cannot carry the marker', () => {
    const user = { userName: 'reader' };
    expect(stampUser(user, MARKER, { enum: ['reader', 'editor'] })).toEqual(user);
    expect(stampUser(user, MARKER, { pattern: '[a-z]+' })).toEqual(user);
    expect(stampUser(user, MARKER, { maxLength: 7 })).toEqual(user);
  });

  test('tries other places where the usual one breaks the constraint', () => {
    const stamped = (constraint: Parameters<typeof stampUser>[2]) =>
      stampUser({ userName: 'reader' }, MARKER, constraint).userName;
    expect(stamped({ maxLength: 8 })).toBe(MARKER);
    expect(stamped({ pattern: '[a-z0-9]+' })).toBe(`reader${MARKER}`);
  });

  test('every stamped name is found by its marker and an address stays one', () => {
    fc.assert(
      fc.property(fc.oneof(hardUserName(), email().hard), (userName) => {
        const stamped = String(stampUser({ userName }, MARKER).userName);
        expect(stamped).toContain(MARKER);
        expect(splitEmail(stamped)?.domain).toBe(splitEmail(userName)?.domain);
        expect(splitEmail(stamped)?.local.length ?? 0).toBeLessThanOrEqual(64);
      }),
      { seed: 4, numRuns: 300 },
    );
  });
});

describe('stampGroup', () => {
  test('keeps blanks at the end where they were', () => {
    expect(stampGroup({ displayName: ' Sales  ' }, MARKER)).toEqual({ displayName: ` Sales ${MARKER}  ` });
  });

  test('stays within maxLength', () => {
    fc.assert(
      fc.property(hardString(), (displayName) => {
        const name = String(stampGroup({ displayName }, MARKER, { maxLength: 20 }).displayName);
        expect(displayName.length > 20 || name.length <= 20).toBe(true);
        expect(name).toContain(MARKER);
      }),
      { seed: 5, numRuns: 300 },
    );
  });
});
