import { Case } from '../engine/case.ts';
import { oncePerSession } from '../engine/once-per-session.ts';
import type { Session } from '../engine/session.ts';
import type { Subject } from '../engine/subject.ts';
import { managerIds } from './managers.ts';
import { repertoireOf } from './repertoire.ts';
import { createSpecimens } from './specimens/creation.ts';
import { operandsOf } from './specimens/operands.ts';
import { groundFor, probed } from './specimens/probing.ts';
import type { SpecimenSet } from './specimens/set.ts';

export { REFUSALS, type Specimen, type SpecimenSet } from './specimens/set.ts';

/**
 * Resources with every attribute that the target takes, that queries are judged by. They are created when first asked
 * for, never changed, and live until the session ends.
 */
class Specimens {
  readonly #session: Session;
  readonly #sets = new Map<string, Promise<SpecimenSet>>();
  #token: string | null = null;

  constructor(session: Session) {
    this.#session = session;
  }

  /** The specimens of every resource type. @throws SetupFailure */
  async all(): Promise<readonly SpecimenSet[]> {
    const subjects = await repertoireOf(this.#session).all();
    return Promise.all(subjects.map((subject) => this.of(subject)));
  }

  /** The specimens of one type. @throws SetupFailure when the target does not create them */
  of(subject: Subject): Promise<SpecimenSet> {
    const known = this.#sets.get(subject.type.endpoint);
    if (known !== undefined) return known;
    const made = this.#make(subject, this.#sets.size);
    // Whoever waits for it fails, not the process.
    made.catch(() => {});
    this.#sets.set(subject.type.endpoint, made);
    return made;
  }

  async #make(subject: Subject, ordinal: number): Promise<SpecimenSet> {
    this.#token ??= this.#session.marker();
    const token = this.#token;
    const users = subject.noun === 'group' ? await this.of(await repertoireOf(this.#session).users()) : null;
    const c = new Case(this.#session, []);
    const { items, richness } = await createSpecimens(c, {
      subject,
      marker: (index) => `${token}${ordinal.toString(36)}${index.toString(36)}`,
      ids: users?.items.map(({ id }) => id) ?? (await managerIds({ session: this.#session }, subject)),
    });
    c.release();
    const ground = await groundFor(this.#session, subject, items, token);
    const shown = items.map((item) => item.shown);
    const known = await probed(this.#session, ground, operandsOf(subject, shown));
    const arbitrary = subject.arbitrary(richness === 'bare' ? { required: 'only' } : {});
    return { ...ground, ...known, arbitrary, token };
  }
}

/** The specimens of a session. */
export const specimensOf = oncePerSession((session) => new Specimens(session));
