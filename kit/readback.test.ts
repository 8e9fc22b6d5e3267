import { describe, expect, test } from 'vitest';
import type { Application } from '../config/application.ts';
import { loadApplication } from '../config/load-application.ts';
import { type MappedAttribute, mapAttributes } from '../config/mapping.ts';
import type { Json, JsonObject } from '../scim/json.ts';
import { differenceComplaint } from './comparing.ts';
import { differences, returnedByDefault, valueAt } from './readback.ts';

const alvao: Application = loadApplication('alvao');
const { user, users } = mapAttributes(alvao, { user: null, group: null });
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** The kinds of difference, by attribute. */
function kinds(sent: JsonObject, got: JsonObject): Record<string, string> {
  return Object.fromEntries(
    differences(sent, got, users, user).map(({ attribute, kind }) => [
      attribute.text.replace(/^urn.*:/, ''),
      kind,
    ]),
  );
}

function attribute(text: string): MappedAttribute {
  const found = users.find((one) => one.text.endsWith(text));
  if (found === undefined) throw new Error(`the table has no ${text}`);
  return found;
}

describe('no difference', () => {
  test.each<[string, JsonObject, JsonObject]>([
    ['the same', { title: 'Dr', active: true }, { title: 'Dr', active: true }],
    ['more than was sent', { title: 'Dr' }, { title: 'Dr', nickName: 'D', meta: {} }],
    ['attributes outside the table', { nickName: 'D' }, {}],
    ['unassigned is not sent (RFC 7643 §2.5)', { title: null, emails: [] }, { title: 'default' }],
    ['names in another letter case (RFC 7643 §2.1)', { title: 'Dr' }, { Title: 'Dr' }],
    [
      'values of a multi-valued attribute in another order',
      { emails: [{ type: 'work', value: 'a@example.com' }] },
      {
        emails: [
          { type: 'home', value: 'b@example.com' },
          { value: 'a@example.com', type: 'work' },
        ],
      },
    ],
    [
      'references by id, whatever else is in them',
      { [ENTERPRISE]: { manager: { value: '7' } } },
      { [ENTERPRISE]: { manager: { value: '7', displayName: 'Ada', $ref: '../Users/7' } } },
    ],
  ])('%s', (_, sent, got) => {
    expect(kinds(sent, got)).toEqual({});
  });
});

describe('a difference', () => {
  test.each<[string, Json, Json | undefined, string]>([
    ['nothing', 'Dr', undefined, 'lost'],
    ['null', 'Dr', null, 'lost'],
    ['an empty string', 'Dr', '', 'changed'],
    ['another value', 'Dr', 'Mr', 'changed'],
    ['cut', 'Doctor', 'Doc', 'changed'],
    ['a number for a string', '007', 7, 'type'],
    ['another letter case', 'Dr', 'DR', 'canonical'],
    ['trimmed', ' Dr ', 'Dr', 'canonical'],
    ['composed', 'e\u0301', '\u00e9', 'canonical'],
    ['another case and cut', 'Doctor', 'doc', 'changed'],
  ])('%s', (_, sent, got, kind) => {
    expect(kinds({ title: sent }, got === undefined ? {} : { title: got })).toEqual({ title: kind });
  });

  test('a list for a string', () => {
    expect(kinds({ title: 'Dr' }, { title: ['Dr'] })).toEqual({ title: 'type' });
  });

  test('a string for a boolean', () => {
    expect(kinds({ active: true }, { active: 'True' })).toEqual({ active: 'type' });
  });

  test('another id in a reference', () => {
    expect(
      kinds({ [ENTERPRISE]: { manager: { value: '7' } } }, { [ENTERPRISE]: { manager: { value: '8' } } }),
    ).toEqual({ manager: 'changed' });
  });

  test('an extension that is gone', () => {
    expect(kinds({ [ENTERPRISE]: { department: 'A', organization: 'B' } }, {})).toEqual({
      department: 'lost',
      organization: 'lost',
    });
  });

  test('the value of another type', () => {
    expect(
      Object.values(
        kinds(
          { emails: [{ type: 'work', value: 'a@example.com' }] },
          { emails: [{ type: 'home', value: 'a@example.com' }] },
        ),
      ),
    ).toEqual(['lost']);
  });

  test.each([
    ['+1 (555) 010-0199', '+15550100199', 'canonical'],
    ['tel:+1-555-010-0199', '+1 555 0100199', 'canonical'],
    ['+15550100199', '+15550100198', 'changed'],
  ])('a phone number: %s as %s', (sent, got, kind) => {
    const phone = (value: string): JsonObject => ({ phoneNumbers: [{ type: 'work', value }] });
    expect(Object.values(kinds(phone(sent), phone(got)))).toEqual([kind]);
  });
});

test('an attribute that is not returned by default is not missed (RFC 7643 §2.2)', () => {
  const title = attribute('title');
  for (const returned of ['never', 'request'] as const) {
    const hidden = { ...title, definition: { ...title.definition, returned } };
    expect(returnedByDefault(hidden)).toBe(false);
    expect(differences({ title: 'Dr' }, {}, [hidden], user)).toEqual([]);
  }
  expect(returnedByDefault(title)).toBe(true);
});

test('the value at a path', () => {
  const resource = {
    emails: [
      { type: 'home', value: 'h' },
      { type: 'work', value: 'w' },
    ],
    title: '',
  };
  expect(valueAt(resource, attribute('emails[type eq "work"].value'), user)).toBe('w');
  expect(valueAt(resource, attribute('userName'), user)).toBeUndefined();
});

test('a complaint is about the first difference, with the others beside it', () => {
  const all = differences({ title: 'Dr', displayName: 'Ada', active: true }, { title: 'Mr' }, users, user);
  const { also = [], ...first } = differenceComplaint(all, 'in the answer to GET');
  expect([first, ...also].map(({ attribute, deviation }) => [attribute, deviation])).toEqual(
    all.map(({ attribute, kind }) => [attribute.text, kind === 'lost' ? 'missing' : 'differs']),
  );
  expect(first.when).toBe('in the answer to GET');
  expect(() => differenceComplaint([], 'GET')).toThrow(RangeError);
});

describe('an attribute with several values as a whole', () => {
  const github = mapAttributes(loadApplication('github-enterprise-managed-user'), {
    user: null,
    group: null,
  });
  const kindsOf = (got: readonly string[]) =>
    differences(
      { roles: [{ value: 'Reader' }, { value: 'Editor' }] },
      { roles: got.map((value) => ({ value, display: value })) },
      github.users,
      github.user,
    ).map(({ kind }) => kind);

  test('comes back in any order, with more values or not', () => {
    expect(kindsOf(['Editor', 'Reader'])).toEqual([]);
    expect(kindsOf(['Member', 'Editor', 'Reader'])).toEqual([]);
  });

  test('has changed when one of its values is not there, whichever it is', () => {
    expect(kindsOf(['Reader', 'Member'])).toEqual(['changed']);
    expect(kindsOf(['Member', 'Editor'])).toEqual(['changed']);
  });
});
