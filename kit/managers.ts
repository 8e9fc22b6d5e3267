import type { CheckContext } from '../engine/context.ts';
import type { Subject } from '../engine/subject.ts';
import { populationOf } from './population.ts';

/** Ids of two users of the population that may be named as managers; none where the table has no `manager`. */
export async function managerIds(
  { session }: Pick<CheckContext, 'session'>,
  { attributes }: Subject,
): Promise<readonly string[]> {
  const needed = attributes.some(({ path }) => path.attribute === 'manager');
  return needed ? (await populationOf(session).users(2)).map(({ id }) => id) : [];
}
