import { describe, expect, it } from 'vitest';
import { scopeOf } from './scope.ts';

describe('scopeOf', () => {
  it('is whole for the default set, however it is named', () => {
    expect(scopeOf({})).toEqual({ suites: [], checks: [], readOnly: false, shard: null, whole: true });
    expect(scopeOf({ suite: ['all'] }).whole).toBe(true);
    expect(scopeOf({ suite: ['entra', 'application'] }).whole).toBe(true);
  });

  it('is not for a part of it, from the command line or the configuration', () => {
    expect(scopeOf({ suite: ['filtering'] })).toMatchObject({ suites: ['filtering'], whole: false });
    expect(scopeOf({}, ['rfc'])).toMatchObject({ suites: ['rfc'], whole: false });
    expect(scopeOf({ check: ['filtering/no-match'] }, ['rfc'])).toMatchObject({
      suites: [],
      checks: ['filtering/no-match'],
      whole: false,
    });
  });

  it('keeps what else narrows a run', () => {
    expect(scopeOf({ readOnly: true, shard: { index: 2, count: 3 } })).toMatchObject({
      readOnly: true,
      shard: { index: 2, count: 3 },
      whole: true,
    });
  });
});
