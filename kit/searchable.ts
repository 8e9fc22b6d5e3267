import { Case } from '../engine/case.ts';
import { oncePerSession } from '../engine/once-per-session.ts';
import type { Session } from '../engine/session.ts';
import { NotOffered } from '../engine/violation.ts';
import { queryRequest } from './specimens/asking.ts';
import type { SpecimenSet } from './specimens.ts';

/** Statuses of an endpoint that is not there. */
const ABSENT: ReadonlySet<number> = new Set([403, 404, 405, 501]);

/**
 * The endpoints that take a POST to `.search`, with how it is answered: no document announces it (RFC 7644 §3.4.3), so each
 * is asked once in a session.
 */
class Searchable {
  readonly #session: Session;
  readonly #known = new Map<string, Promise<number>>();

  constructor(session: Session) {
    this.#session = session;
  }

  status(endpoint: string): Promise<number> {
    const known = this.#known.get(endpoint) ?? this.#ask(endpoint);
    // Whoever waits for it fails, not the process.
    known.catch(() => {});
    this.#known.set(endpoint, known);
    return known;
  }

  async #ask(endpoint: string): Promise<number> {
    const request = queryRequest(endpoint, { count: 1 }, 'see whether there is a search', 'search');
    // The page of a web framework for what is not there is no crash.
    const { status } = await new Case(this.#session, []).send({ ...request, wellFormed: false });
    return status;
  }
}

const searchableOf = oncePerSession((session) => new Searchable(session));

/** The sets whose endpoints can be searched by POST. @throws NotOffered when none can */
export async function searchable(
  session: Session,
  sets: readonly SpecimenSet[],
): Promise<readonly SpecimenSet[]> {
  const known = searchableOf(session);
  const answers = await Promise.all(
    sets.map(async (set) => ({ set, status: await known.status(set.subject.type.endpoint) })),
  );
  const offered = answers.filter(({ status }) => !ABSENT.has(status)).map(({ set }) => set);
  const [first] = answers;
  if (offered.length === 0 && first !== undefined)
    throw new NotOffered(
      `the target answers ${first.status} to POST ${first.set.subject.type.endpoint}/.search`,
    );
  return offered;
}
