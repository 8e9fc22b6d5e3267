import { describe, expect, test } from 'vitest';
import { knownFaults } from '../../provider/faults.ts';
import { catchFault } from './measure.ts';

/** Every so many faults of the catalogue are tried here; all of them by `npm run power`. Each is switched on alone. */
const STRIDE = 80;

const tried = knownFaults().filter((_, index) => index % STRIDE === 0);

describe('a fault of the provider', () => {
  test.each(tried)('$id is found', async (fault) => {
    const { effort } = await catchFault(fault, ['quick', 'standard']);
    expect(effort, `${fault.title}: no check of ${fault.area} or of another suite finds it`).not.toBeNull();
  });
});
