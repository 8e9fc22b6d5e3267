import { describe, expect, it } from 'vitest';
import { isNarrow, mergedScope, type RunScope } from './scope.ts';

const WHOLE: RunScope = { suites: [], checks: [], readOnly: false, shard: null, whole: true };

/** One of two parts of a whole run. */
const part = (index: number): RunScope => ({ ...WHOLE, shard: { index, count: 2 } });

describe('isNarrow', () => {
  it.each([
    ['the default set', WHOLE, false],
    ['an earlier report', undefined, false],
    ['a suite', { ...WHOLE, suites: ['filtering'], whole: false }, true],
    ['every suite', { ...WHOLE, suites: ['all'] }, false],
    ['reading alone', { ...WHOLE, readOnly: true }, true],
    ['a shard', part(1), true],
  ] as const)('%s', (_, scope, narrow) => {
    expect(isNarrow(scope)).toBe(narrow);
  });
});

describe('mergedScope', () => {
  it('is whole where no part is missing', () => {
    expect(mergedScope([part(1), part(2)])).toEqual(WHOLE);
  });

  it('stays narrow with a part alone, and where a part only read', () => {
    expect(isNarrow(mergedScope([part(1), part(1)]))).toBe(true);
    expect(isNarrow(mergedScope([part(1), { ...part(2), readOnly: true }]))).toBe(true);
  });

  it('is not told where no report tells it', () => {
    expect(mergedScope([undefined, undefined])).toBeUndefined();
  });
});
