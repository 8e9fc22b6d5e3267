import fc from 'fast-check';
import type { MappedAttribute } from '../config/mapping.ts';
import { describe } from '../engine/answer.ts';
import { Case } from '../engine/case.ts';
import { oncePerSession } from '../engine/once-per-session.ts';
import { seedOf } from '../engine/seed.ts';
import type { Session } from '../engine/session.ts';
import { groupSubject, ownTypeSubject, type Subject, userSubject } from '../engine/subject.ts';
import { SetupFailure } from '../engine/violation.ts';
import type { ResourceType } from '../scim/schema.ts';
import { declaredAttributes } from './declared.ts';

/**
 * The target's resource types with all attributes that its own /Schemas declares, beside those of the application's
 * table. What a target declares but does not take is left out, so that one such attribute does not spoil every check
 * that needs a resource. Each type is tried once in a session.
 */
class Repertoire {
  readonly #session: Session;
  readonly #known = new Map<string, Promise<Subject>>();

  constructor(session: Session) {
    this.#session = session;
  }

  /**
   * Users, groups where there are any, and the types that only the target has, as far as clients can create them.
   * @throws SetupFailure
   */
  async all(): Promise<readonly Subject[]> {
    const { others } = this.#session.plan.target.facts;
    const groups = await this.groups();
    const own = await Promise.all(others.map((type) => this.#own(type)));
    return [
      await this.users(),
      ...(groups === null ? [] : [groups]),
      ...own.flatMap((subject) => subject ?? []),
    ];
  }

  /** A type of the target's own; null when none can be created, as where it has a fixed list of roles. */
  async #own(type: ResourceType): Promise<Subject | null> {
    try {
      return await this.#subject(type, type, [], (attributes) =>
        ownTypeSubject(this.#session, type, attributes),
      );
    } catch (error) {
      if (!(error instanceof SetupFailure)) throw error;
      this.#session.observe(`declared.notCreated.${type.name}`, true);
      return null;
    }
  }

  /** @throws SetupFailure when the target does not even create a user with the attributes of the table */
  users(): Promise<Subject> {
    const { users, userType, plan } = this.#session;
    return this.#subject(userType, plan.target.facts.user, users, (attributes) =>
      userSubject(this.#session, attributes),
    );
  }

  /** Null where there are no groups. @throws SetupFailure like {@link users} */
  groups(): Promise<Subject | null> {
    const { groups, groupType, plan } = this.#session;
    if (groupSubject(this.#session) === null) return Promise.resolve(null);
    return this.#subject(groupType, plan.target.facts.group, groups ?? [], (attributes) => {
      const subject = groupSubject(this.#session, attributes);
      if (subject === null) throw new SetupFailure('there are no groups');
      return subject;
    });
  }

  #subject(
    type: ResourceType,
    declared: ResourceType | null,
    table: readonly MappedAttribute[],
    make: (attributes: readonly MappedAttribute[]) => Subject,
  ): Promise<Subject> {
    const known = this.#known.get(type.endpoint);
    if (known !== undefined) return known;
    const extra = declared === null ? [] : declaredAttributes(declared, type, table);
    const tried = this.#accepted(extra, table, make).then((taken) => make([...table, ...taken]));
    // Whoever waits for it fails, not the process.
    tried.catch(() => {});
    this.#known.set(type.endpoint, tried);
    return tried;
  }

  /** Those of the extra attributes that the target takes: all of them at once, else each that it takes alone. */
  async #accepted(
    extra: readonly MappedAttribute[],
    table: readonly MappedAttribute[],
    make: (attributes: readonly MappedAttribute[]) => Subject,
  ): Promise<readonly MappedAttribute[]> {
    if (extra.length === 0 || (await this.#refusal(extra, table, make)) === null) return extra;
    const optional = extra.filter(({ required }) => !required);
    const required = extra.filter((attribute) => attribute.required);
    const plain = await this.#refusal(required, table, make);
    if (plain !== null) throw new SetupFailure(plain);
    const refusals = await Promise.all(
      optional.map((attribute) => this.#refusal([...required, attribute], table, make)),
    );
    optional.forEach((attribute, index) => {
      if (refusals[index] !== null)
        this.#session.observe(`declared.refused.${attribute.resource}.${attribute.text}`, true);
    });
    return [...required, ...optional.filter((_, index) => refusals[index] === null)];
  }

  /** Creates one resource with all of these attributes; null when the target takes it, else what it answered. */
  async #refusal(
    extra: readonly MappedAttribute[],
    table: readonly MappedAttribute[],
    make: (attributes: readonly MappedAttribute[]) => Subject,
  ): Promise<string | null> {
    const present = [
      ...table.filter(({ required }) => required),
      ...extra.map((attribute) => ({ ...attribute, required: true })),
    ];
    const subject = make(present);
    const c = new Case(this.#session, []);
    const seed = seedOf(this.#session.plan.seed, 'repertoire', subject.type.endpoint);
    const [resource = {}] = fc.sample(subject.arbitrary(), { seed, numRuns: 1 });
    try {
      const purpose = `see which declared attributes of a ${subject.noun} are taken`;
      const { endpoint } = subject.type;
      const { response, created } = await c.post(endpoint, subject.stamp(c, resource), purpose);
      return created === null ? `to ${purpose}, POST ${endpoint} answered ${describe(response)}` : null;
    } finally {
      c.end();
    }
  }
}

export const repertoireOf = oncePerSession((session) => new Repertoire(session));
