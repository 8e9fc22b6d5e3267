import { setImmediate, setTimeout } from 'node:timers/promises';
import { behaving, type Call, refusal, type Target } from './target.ts';

/** A write that comes while another one is under way finds the database locked; one at a time everything is right. */
export const answersParallelWritesWith500: Target = (provider) => {
  let underWay = 0;
  return behaving(async ({ method }, provide) => {
    await setImmediate();
    if (method === 'GET') return provide();
    if (underWay > 0) return refusal(500, 'database is locked');
    underWay++;
    try {
      await setImmediate();
      return await provide();
    } finally {
      underWay--;
    }
  })(provider);
};

/** Milliseconds that every answer takes, so that there is something under way. */
const ALONE = 4;

/**
 * Requests of this kind take the longer the more requests are under way: so many milliseconds for the square of their
 * number.
 */
export function slowsDownUnderLoad(milliseconds: number, applies: (call: Call) => boolean): Target {
  return (provider) => {
    let underWay = 0;
    return behaving(async (call, provide) => {
      underWay++;
      try {
        await setTimeout(applies(call) ? milliseconds * underWay ** 2 : ALONE);
        return await provide();
      } finally {
        underWay--;
      }
    })(provider);
  };
}
