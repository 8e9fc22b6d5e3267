import { describe, expect, test } from 'vitest';
import { creationsIn, isOwn, isStranger } from './creations.ts';

const PREFIX = 'scabc123';
const NAME = 'ada.scabc1230001@example.com';

describe('creationsIn', () => {
  test.each([
    ['a user, by his userName', '/Users', { userName: NAME, externalId: 'x-scabc1230001' }, 'userName', NAME],
    ['a group', '/Groups', { displayName: 'Staff scabc1230002' }, 'displayName', 'Staff scabc1230002'],
    [
      'whatever has an externalId',
      '/Devices',
      { userName: 7, externalId: 'scabc1230003' },
      'externalId',
      'scabc1230003',
    ],
  ])('%s', (_, path, body, attribute, value) => {
    expect(creationsIn({ method: 'POST', path, body }, PREFIX)).toEqual([
      { endpoint: path, attribute, value },
    ]);
  });

  test('every creation of a bulk request', () => {
    const Operations = [
      { method: 'post', path: '/Users', bulkId: 'a', data: { userName: NAME } },
      { method: 'DELETE', path: '/Users/1' },
      { method: 'POST', path: '/Groups', data: { displayName: 'Staff scabc1230002' } },
      { method: 'POST', path: '/Groups', data: { displayName: 'a stranger' } },
      'nonsense',
    ];
    const found = creationsIn({ method: 'POST', path: '/Bulk', body: { Operations } }, PREFIX);
    expect(found.map(({ endpoint }) => endpoint)).toEqual(['/Users', '/Groups']);
  });

  test.each([
    ['another method', { method: 'PUT', path: '/Users/1', body: { userName: NAME } }],
    ['no body', { method: 'POST', path: '/Users' }],
    ['a search', { method: 'POST', path: '/Users/.search', body: { filter: 'userName pr' } }],
    ['no marker of this run', { method: 'POST', path: '/Users', body: { userName: 'ada.scxyz9990001' } }],
    ['a bulk request without operations', { method: 'POST', path: '/Bulk', body: {} }],
  ] as const)('nothing in %s', (_, request) => {
    expect(creationsIn(request, PREFIX)).toEqual([]);
  });
});

describe('isStranger', () => {
  const sent = { userName: NAME, externalId: 'x-scabc1230001' };
  test.each([
    [true, 'a name without the marker', { userName: 'ceo@example.com' }],
    [true, 'names without the marker', { userName: 'ceo@example.com', externalId: '1' }],
    [false, 'the name in capitals', { userName: NAME.toUpperCase() }],
    [false, 'one name of two', { userName: 'changed', externalId: 'x-scabc1230001' }],
    [false, 'no name', { id: '1' }],
    [false, 'no representation', undefined],
    [false, 'an empty name', { userName: '', externalId: '' }],
    [true, 'an empty name and one without the marker', { userName: 'ceo@example.com', externalId: '' }],
    [false, 'a name that was not sent', { displayName: 'Ada' }],
  ])('%s for %s', (expected, _, shown) => {
    expect(isStranger(sent, shown, PREFIX)).toBe(expected);
    if (expected) expect(isOwn(sent, shown, PREFIX)).toBe(false);
  });

  test('is not the contrary of isOwn: a representation without names is neither', () => {
    expect(isOwn(sent, { userName: NAME.toUpperCase() }, PREFIX)).toBe(true);
    expect(isOwn(sent, { id: '1' }, PREFIX)).toBe(false);
  });

  test('a name that was cut off is still ours, a short beginning is not', () => {
    const group = { displayName: 'Purchasing and stores scabc1230001' };
    expect(isStranger(group, { displayName: 'purchasing and sto' }, PREFIX)).toBe(false);
    expect(isStranger(group, { displayName: 'Purchasing' }, PREFIX)).toBe(true);
  });

  test('says nothing where no marker was sent', () => {
    expect(isStranger({ userName: 'ada' }, { userName: 'eve' }, PREFIX)).toBe(false);
  });
});
