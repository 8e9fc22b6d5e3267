import { describe, expect, it } from 'vitest';
import { REQUIREMENTS } from '../requirements/index.ts';
import { isFaultId, knownFaults } from './faults.ts';

describe('knownFaults', () => {
  it('describes each fault once, in every area', () => {
    const faults = knownFaults();
    expect(new Set(faults.map(({ id }) => id)).size).toBe(faults.length);
    expect(faults.length).toBeGreaterThanOrEqual(40);
    expect([...new Set(faults.map(({ area }) => area))]).toEqual([
      'required-attributes',
      'filtering',
      'soft-delete',
      'group-members',
      'entra-client',
      'provisioning-cycle',
      'query',
      'modification',
      'description',
      'representation',
    ]);
  });

  it('gives each a readable id, title and requirement', () => {
    const unreadable = knownFaults().filter(
      ({ id, title, violates }) =>
        !/^[a-z0-9]+(-[a-z0-9]+)+$/.test(id) ||
        !/[^.]$/.test(title) ||
        !/^(?:RFC(?:764[34]|9865)-\d+(?:\.\d+)*|E-\d{3}|APP)$/.test(violates),
    );
    expect(unreadable).toEqual([]);
  });
});

/** Whether the catalogue has this requirement, or one of this section or below it; `APP` is the application's table. */
function isInCatalogue(violates: string): boolean {
  return REQUIREMENTS.some(({ id }) => id === violates || /^[-.]/.test(id.replace(violates, '')));
}

describe('the catalogue of requirements', () => {
  it('has what a fault violates', () => {
    const strange = knownFaults().filter(({ violates }) => !isInCatalogue(violates));
    expect(strange.map(({ id, violates }) => `${id}: ${violates}`)).toEqual([]);
  });
});

describe('isFaultId', () => {
  it('knows faults and nothing inherited', () => {
    expect([isFaultId('filter-ignored'), isFaultId('toString')]).toEqual([true, false]);
  });
});
