import fc from 'fast-check';
import type { Answer } from '../engine/answer.ts';
import type { Case, Created } from '../engine/case.ts';
import type { CheckContext } from '../engine/context.ts';
import { seedOf } from '../engine/seed.ts';
import type { Subject, SubjectOptions } from '../engine/subject.ts';
import type { RequirementId } from '../requirements/index.ts';
import { eq } from '../scim/filter.ts';
import { type Json, type JsonObject, member, stringMember } from '../scim/json.ts';
import { type ListAnswer, query } from './answers.ts';
import { alike, changeComplaint, isReal } from './comparing.ts';
import { judgeAnswered, unfound, wrongValue } from './complaints.ts';
import { judgePatched, patch, type WireOperation } from './patching.ts';
import { judgePut, putIfOffered } from './putting.ts';
import { differences } from './readback.ts';
import { judgeNotCarriedOut } from './refused-writes.ts';

/** What a property over plays is drawn from. */
export interface PlayOptions extends SubjectOptions {
  readonly runs?: number;
}

/**
 * A resource on the target in one experiment: what kind it is, how the target showed it last, and the requirement that
 * changes of it are judged by. Every change is judged against what GET showed just before, never against what was sent
 * (RFC 7644 §3.3 lets a service provider alter and ignore what it is given).
 */
export class Play {
  readonly c: Case;
  readonly subject: Subject;
  /** The main requirement; judgements that name no other are made by it. */
  readonly rule: RequirementId;
  readonly created: Pick<Created, 'id' | 'path'>;
  /** As GET showed it last. */
  shown: JsonObject;

  constructor(
    c: Case,
    subject: Subject,
    rule: RequirementId,
    created: Pick<Created, 'id' | 'path'>,
    shown: JsonObject,
  ) {
    this.c = c;
    this.subject = subject;
    this.rule = rule;
    this.created = created;
    this.shown = shown;
  }

  /** Creates the resource, with a marker, and reads it. @throws SetupFailure when that does not work */
  static async begin(c: Case, subject: Subject, rule: RequirementId, resource: JsonObject): Promise<Play> {
    const created = await subject.create(c, resource);
    return new Play(c, subject, rule, created, await c.read(created, `see how the ${subject.noun} is shown`));
  }

  get id(): string {
    return this.created.id;
  }

  /** Sends a PATCH and judges that it is accepted. @param what `a PATCH that renames the group` */
  async patch(what: string, operations: readonly WireOperation[], rule = this.rule): Promise<Answer> {
    const answer = await patch(this.c, this.created, operations, what);
    await judgeNotCarriedOut(this, answer, what, rule);
    judgePatched(this.c, answer, rule, what);
    return answer;
  }

  /** Sends a PUT and judges that it is accepted. @throws NotOffered when the target has no PUT at all */
  async put(what: string, body: JsonObject, rule = this.rule): Promise<Answer> {
    const answer = await putIfOffered(this.c, this.created, body, what);
    await judgeNotCarriedOut(this, answer, what, rule);
    judgePut(this.c, answer, rule, what);
    return answer;
  }

  /** Reads the resource and judges that it is there. @param when `after a PATCH that renames it` */
  async read(when: string, rule = this.rule): Promise<JsonObject> {
    const { c, created, subject } = this;
    const answer = await c.send({
      method: 'GET',
      path: created.path,
      purpose: `read the ${subject.noun} ${when}`,
    });
    judgeAnswered(c, rule, answer, 200, `GET of the ${subject.noun}`, { when });
    this.shown = answer.resource === null ? {} : await this.#whole(answer.resource);
    return this.shown;
  }

  /** With what is shown on request only. */
  async #whole(shown: JsonObject): Promise<JsonObject> {
    const { c, created } = this;
    return c.session.shownOnRequest(created.path).length === 0 ? shown : c.read(created);
  }

  /** Judges that an attribute of the resource has this value, as it was read last. */
  judgeValue(when: string, attribute: string, wanted: Json, rule = this.rule): void {
    const got = member(this.shown, attribute);
    const known = this.subject.attributes.find(({ text }) => text === attribute);
    const same = known === undefined ? got === wanted : got !== undefined && alike(wanted, got, known);
    this.c.judge(rule, same, () => wrongValue(attribute, wanted, got, { when }));
  }

  /**
   * Reads the resource and judges that it is as it was before, but for the attributes that were meant.
   * @param meant names of attributes, as `displayName`
   */
  async judgeUntouched(when: string, meant: readonly string[], rule: RequirementId): Promise<void> {
    const before = this.shown;
    const after = await this.read(when, rule);
    const { attributes, type } = this.subject;
    const others = attributes.filter(({ path }) => !meant.includes(path.attribute));
    const changed = differences(before, after, others, type).filter(isReal);
    this.c.judge(rule, changed.length === 0, () => changeComplaint(changed, when));
  }

  /** Looks the resource up by the value that an attribute was shown with, and judges that it is found. */
  async judgeFound(when: string, attribute: string, rule = this.rule): Promise<ListAnswer> {
    const list = await this.lookUp(attribute, rule);
    const { noun } = this.subject;
    this.c.judge(rule, this.hit(list) !== undefined, () =>
      unfound(`the filter on ${attribute}`, `the ${noun}`, { when, attribute, answer: list.response }),
    );
    return list;
  }

  /** The list of resources that have the value which an attribute of this one was shown with. */
  lookUp(attribute: string, rule = this.rule): Promise<ListAnswer> {
    const filter = eq(attribute, stringMember(this.shown, attribute) ?? '');
    const { noun, type } = this.subject;
    return query(this.c, type.endpoint, { filter }, rule, `find the ${noun} by ${attribute}`);
  }

  /** This resource among the hits of a list. */
  hit(list: ListAnswer): JsonObject | undefined {
    return list.resources.find((found) => member(found, 'id') === this.id);
  }
}

/** A property over fresh resources of a kind, with what is required alone unless told otherwise. */
export function overPlays(
  t: CheckContext,
  subject: Subject,
  rule: RequirementId,
  body: (play: Play) => Promise<void>,
  { runs = t.session.effort.costlyRuns, ...options }: PlayOptions = {},
): Promise<void> {
  const resources = subject.arbitrary({ required: 'only', ...options });
  return t.forAll(resources, async (resource, c) => body(await Play.begin(c, subject, rule, resource)), {
    runs,
  });
}

/** A resource with what is required alone, for a check to which its values are all the same; always the same one. */
export function plain(
  { session }: Pick<CheckContext, 'session'>,
  subject: Subject,
  topic = 'plain',
): JsonObject {
  const seed = seedOf(session.plan.seed, topic, subject.type.endpoint);
  return fc.sample(subject.arbitrary({ required: 'only' }), { seed, numRuns: 1 })[0] ?? {};
}
