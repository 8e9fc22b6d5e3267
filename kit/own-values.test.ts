import { describe, expect, test } from 'vitest';
import { loadApplication } from '../config/load-application.ts';
import { Case } from '../engine/case.ts';
import { MUST, OK, sessionFor } from '../engine/fixtures/session.ts';
import { ownChanges, ownValue } from './own-values.ts';

const { session } = sessionFor(() => OK, { application: loadApplication('alvao') });
const EMAIL = attribute('emails[type eq "work"].value');
const TITLE = attribute('title');

function attribute(text: string) {
  const found = session.users.find((one) => one.text === text);
  if (found === undefined) throw new Error(`no ${text}`);
  return found;
}

describe('ownValue', () => {
  test('marks an e-mail address, which may have to be unique', () => {
    expect(ownValue(new Case(session, [MUST]), EMAIL, 'ada@example.com', 'mark01')).toBe(
      'ada.mark01@example.com',
    );
  });

  test('leaves other values as they are', () => {
    const c = new Case(session, [MUST]);
    expect(ownValue(c, TITLE, 'Engineer', 'mark01')).toBe('Engineer');
    expect(ownValue(c, EMAIL, null, 'mark01')).toBeNull();
  });
});

describe('ownChanges', () => {
  test('start from what is shown, and end in values that no other case has', () => {
    const change = { attribute: EMAIL, current: 'ada@example.com', wanted: 'eve@example.com' };
    const user = { emails: [{ type: 'work', value: 'ada.mark01@example.com' }] };
    const c = new Case(session, [MUST]);
    const [first] = ownChanges(c, user, [change]);
    const [second] = ownChanges(c, user, [change]);
    expect(first).toMatchObject({ attribute: EMAIL, current: 'ada.mark01@example.com' });
    expect(first?.wanted).toMatch(/^eve\.[a-z0-9]+@example\.com$/);
    expect(second?.wanted).not.toBe(first?.wanted);
  });

  test('keep what is unassigned, before or after', () => {
    const change = { attribute: TITLE, current: undefined, wanted: undefined };
    expect(ownChanges(new Case(session, [MUST]), {}, [change])).toEqual([change]);
  });
});
