import fc from 'fast-check';
import type { Created } from '../engine/case.ts';
import { oncePerSession } from '../engine/once-per-session.ts';
import { seedOf } from '../engine/seed.ts';
import type { Session } from '../engine/session.ts';
import { userArbitrary } from '../generators/user.ts';
import { tried } from './trying.ts';

/**
 * Users that checks share because they only refer to them, as members or managers, and never change them.
 * They are created when first asked for and live until the session ends.
 */
class Population {
  readonly #session: Session;
  readonly #users: Promise<Created>[] = [];
  readonly #ids = new Set<string>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** The first `count` users, creating those that are missing. @throws SetupFailure when the target does not create one */
  users(count: number): Promise<readonly Created[]> {
    const missing = count - this.#users.length;
    if (missing > 0) this.#create(missing);
    return Promise.all(this.#users.slice(0, count));
  }

  /** The ids of those who are there already, however many that are. */
  get ids(): ReadonlySet<string> {
    return this.#ids;
  }

  #create(count: number): void {
    const { plan, users } = this.#session;
    const arbitrary = userArbitrary(users, {
      required: 'only',
      flavour: 'realistic',
      constraints: plan.target.constraints,
    });
    const seed = seedOf(plan.seed, 'population', String(this.#users.length));
    for (const user of fc.sample(arbitrary, { seed, numRuns: count })) {
      const created = tried(this.#session, async (c) => {
        const one = await c.createUser(user, 'create a user for the population');
        c.release();
        return one;
      });
      // A user who could not be created fails the checks that wait for him, not the process.
      created.then(
        ({ id }) => this.#ids.add(id),
        () => {},
      );
      this.#users.push(created);
    }
  }
}

export const populationOf = oncePerSession((session) => new Population(session));
