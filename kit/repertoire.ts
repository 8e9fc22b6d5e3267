import fc from 'fast-check';
import { isLeftOut, type MappedAttribute } from '../config/mapping.ts';
import { describe } from '../engine/answer.ts';
import { Case } from '../engine/case.ts';
import { oncePerSession } from '../engine/once-per-session.ts';
import { seedOf } from '../engine/seed.ts';
import type { Session } from '../engine/session.ts';
import { groupSubject, ownTypeSubject, type Subject, userSubject } from '../engine/subject.ts';
import { SetupFailure } from '../engine/violation.ts';
import { TransportError } from '../http/transport.ts';
import type { LearntResource } from '../report/report.ts';
import type { JsonObject } from '../scim/json.ts';
import type { ResourceType } from '../scim/schema.ts';
import { declaredAttributes, isSelectable } from './declared.ts';
import { differences } from './readback.ts';

/** A kind of resource as the target makes it. */
interface Explored {
  /** With the attributes that the target accepts. */
  readonly taken: Subject;
  /** With those of them that it shows when it is read. */
  readonly kept: Subject;
  /** Paths of those with which it refuses it. */
  readonly refused: readonly string[];
}

/** What is tried of one type, and how resources of it are made with some attributes. */
interface Expedition {
  readonly type: ResourceType;
  readonly declared: ResourceType | null;
  readonly table: readonly MappedAttribute[];
  readonly make: (attributes: readonly MappedAttribute[]) => Subject;
}

/** What comes of a creation: those of its attributes that are not there when it is read, or why there is none. */
type Outcome = { readonly lost: readonly MappedAttribute[] } | SetupFailure;

/** The target broke down instead of creating a resource. */
class Crashed extends SetupFailure {
  override readonly name = 'Crashed';
}

/**
 * The target's resource types with all attributes that its own /Schemas declares, beside those of the application's
 * table. What a target does not take, or takes and forgets, is left out, so that one such attribute does not spoil every
 * check that needs a resource; checks of their own judge that. Each type is tried once in a session.
 */
class Repertoire {
  readonly #session: Session;
  readonly #known = new Map<string, Promise<Explored>>();

  constructor(session: Session) {
    this.#session = session;
  }

  /**
   * Users, groups where there are any, and the types that only the target has, as far as clients can create them.
   * @throws SetupFailure when none can be created
   */
  async all(): Promise<readonly Subject[]> {
    return (await this.#explored()).map(({ kept }) => kept);
  }

  /** The same with the attributes that the target accepts and forgets. @throws SetupFailure like {@link all} */
  async taken(): Promise<readonly Subject[]> {
    return (await this.#explored()).map(({ taken }) => taken);
  }

  /** @throws SetupFailure when the target does not even create a user with what is required */
  async users(): Promise<Subject> {
    return (await this.#users()).kept;
  }

  /** Null where there are no groups. @throws SetupFailure like {@link users} */
  async groups(): Promise<Subject | null> {
    return (await this.#groups())?.kept ?? null;
  }

  /** What users or groups are refused with, and what of them is forgotten, by path. @throws SetupFailure like {@link users} */
  async explored(type: ResourceType): Promise<Pick<LearntResource, 'refused' | 'forgotten'>> {
    const explored = await (type === this.#session.groupType ? this.#groups() : this.#users());
    const { refused = [], taken, kept } = explored ?? {};
    const shown = new Set(kept?.attributes);
    const forgotten = (taken?.attributes ?? []).filter((attribute) => !shown.has(attribute));
    return { refused, forgotten: forgotten.map(({ text }) => text) };
  }

  /** The types of the target's own at whose creation it breaks down, which {@link all} leaves out. */
  async crashing(): Promise<readonly Subject[]> {
    const tried = await Promise.all(
      this.#own().map((own) =>
        this.#explore(own).then(
          () => null,
          (error: unknown) => (error instanceof Crashed ? own : null),
        ),
      ),
    );
    return tried.flatMap((own) =>
      own === null ? [] : [own.make(declaredAttributes(own.type, own.type, []))],
    );
  }

  /** One type that cannot be created keeps no other from being judged: a fixed list of roles, say. */
  async #explored(): Promise<readonly Explored[]> {
    const tried = await Promise.allSettled([
      this.#users(),
      this.#groups(),
      ...this.#own().map((own) => this.#explore(own)),
    ]);
    const found = tried.flatMap((outcome) => (outcome.status === 'fulfilled' ? (outcome.value ?? []) : []));
    const failed = tried.find((outcome) => outcome.status === 'rejected');
    if (found.length === 0 && failed !== undefined) throw failed.reason;
    return found;
  }

  #users(): Promise<Explored> {
    const { users, userType, plan } = this.#session;
    const make: Expedition['make'] = (attributes) => userSubject(this.#session, attributes);
    return this.#explore({ type: userType, declared: plan.target.facts.user, table: users, make });
  }

  async #groups(): Promise<Explored | null> {
    const { groups, groupType, plan } = this.#session;
    if (groupSubject(this.#session) === null) return null;
    const make: Expedition['make'] = (attributes) => {
      const subject = groupSubject(this.#session, attributes);
      if (subject === null) throw new SetupFailure('there are no groups');
      return subject;
    };
    return this.#explore({ type: groupType, declared: plan.target.facts.group, table: groups ?? [], make });
  }

  /** The types of the target's own that clients may give anything: one whose attributes are all readOnly is not created. */
  #own(): readonly Expedition[] {
    const { others } = this.#session.plan.target.facts;
    return others
      .filter((type) => declaredAttributes(type, type, []).length > 0)
      .map((type) => ({
        type,
        declared: type,
        table: [],
        make: (attributes) => ownTypeSubject(this.#session, type, attributes),
      }));
  }

  #explore(expedition: Expedition): Promise<Explored> {
    const { endpoint, name } = expedition.type;
    const known = this.#known.get(endpoint);
    if (known !== undefined) return known;
    const tried = this.#try(expedition).catch((error: unknown) => {
      if (this.#session.lost === null) this.#session.observe(`declared.notCreated.${name}`, true);
      throw error;
    });
    // Whoever waits for it fails, not the process.
    tried.catch(() => {});
    this.#known.set(endpoint, tried);
    return tried;
  }

  /** All attributes at once; where they are refused, the groups of them that are taken, else each that is taken alone. */
  async #try(expedition: Expedition): Promise<Explored> {
    const { type, declared, table, make } = expedition;
    const usable = table.filter((attribute) => attribute.required || isSelectable(attribute));
    const { constraints } = this.#session.plan.target;
    const others = declared === null ? [] : declaredAttributes(declared, type, usable);
    const all = [...usable, ...others.filter((one) => !isLeftOut(one, constraints))];
    const whole = await this.#creation(expedition, all);
    const taken = whole instanceof SetupFailure ? await this.#accepted(expedition, all, usable) : all;
    const made = taken === all ? whole : await this.#creation(expedition, taken);
    const lost = made instanceof SetupFailure ? [] : made.lost;
    const refused = all.filter((attribute) => !taken.includes(attribute)).map(({ text }) => text);
    return {
      taken: make(taken),
      kept: make(taken.filter((attribute) => !lost.includes(attribute))),
      refused,
    };
  }

  /** @throws SetupFailure when not even what is required is taken */
  async #accepted(
    expedition: Expedition,
    all: readonly MappedAttribute[],
    table: readonly MappedAttribute[],
  ): Promise<readonly MappedAttribute[]> {
    const required = all.filter((attribute) => attribute.required);
    const plain = await this.#creation(expedition, required);
    if (plain instanceof SetupFailure) throw plain;
    const takes = async (some: readonly MappedAttribute[]): Promise<boolean> =>
      some.length === 0 ||
      !((await this.#creation(expedition, [...required, ...some])) instanceof SetupFailure);
    const optional = all.filter((attribute) => !attribute.required);
    const parts = [true, false].map((own) => optional.filter((one) => table.includes(one) === own));
    const taken = await Promise.all(
      parts.map(async (part) => {
        if (await takes(part)) return part;
        const alone = await Promise.all(part.map((attribute) => takes([attribute])));
        return part.filter((_, index) => alone[index]);
      }),
    );
    const accepted = new Set([...required, ...taken.flat()]);
    for (const { resource, text } of all.filter((attribute) => !accepted.has(attribute)))
      this.#session.observe(`declared.refused.${resource}.${text}`, true);
    return all.filter((attribute) => accepted.has(attribute));
  }

  /** Creates one resource with all of these attributes, and reads it. */
  async #creation({ type, make }: Expedition, attributes: readonly MappedAttribute[]): Promise<Outcome> {
    const session = this.#session;
    const subject = make(attributes);
    const seed = seedOf(session.plan.seed, 'repertoire', type.endpoint);
    const [resource = {}] = fc.sample(subject.arbitrary({ required: 'all' }), { seed, numRuns: 1 });
    const c = new Case(session, []);
    const body = subject.stamp(c, resource);
    const purpose = `see which attributes of a ${subject.noun} are taken`;
    try {
      const { response, created } = await c.post(type.endpoint, body, purpose);
      if (created === null) {
        const why = `to ${purpose}, POST ${type.endpoint} answered ${describe(response)}`;
        return new (c.crash === null ? SetupFailure : Crashed)(why, response);
      }
      // Whether it can be read at all is for other checks to say.
      const { resource: shown } = await c.send({
        method: 'GET',
        path: created.path,
        purpose: 'see what is kept',
      });
      return { lost: shown === null ? [] : lostOf(body, shown, attributes, type) };
    } catch (error) {
      if (error instanceof TransportError && session.lost === null) return new Crashed(error.message);
      throw error;
    } finally {
      c.end();
    }
  }
}

/** The optional attributes that were sent and that do not come back; what is shown on request alone cannot be told. */
function lostOf(
  sent: JsonObject,
  shown: JsonObject,
  attributes: readonly MappedAttribute[],
  type: ResourceType,
): readonly MappedAttribute[] {
  return differences(sent, shown, attributes, type).flatMap(({ kind, attribute }) =>
    kind === 'lost' && !attribute.required ? [attribute] : [],
  );
}

export const repertoireOf = oncePerSession((session) => new Repertoire(session));
