import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadApplication } from '../config/load-application.ts';
import { mapAttributes } from '../config/mapping.ts';
import { withChanges } from './own-play.ts';

const { users } = mapAttributes(loadApplication('alvao'), { user: null, group: null });

describe('withChanges', () => {
  const changes = (wanted: string | undefined) =>
    users
      .filter(({ text }) => text === 'title')
      .map((attribute) => ({ attribute, current: undefined, wanted }));

  it('sets the wanted value and nothing else', () => {
    fc.assert(
      fc.property(fc.string(), (wanted) => {
        expect(withChanges({ userName: 'ada' }, changes(wanted))).toEqual({ userName: 'ada', title: wanted });
      }),
      { seed: 3, numRuns: 20 },
    );
  });

  it('takes away what has no wanted value', () => {
    expect(withChanges({ userName: 'ada', title: 'Engineer' }, changes(undefined))).toEqual({
      userName: 'ada',
    });
  });
});
