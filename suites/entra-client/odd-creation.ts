import type { Case, Complaint, Created, JsonObject, RequirementId, Subject } from '../../kit/index.ts';
import { answered, differences, judgeNone, latest, wrongValue } from '../../kit/index.ts';

/** A creation in an unusual form, beside the plain form of the same. */
export interface OddCreation {
  readonly subject: Subject;
  readonly rule: RequirementId;
  /** `the creation of a user with …` */
  readonly what: string;
  readonly odd: JsonObject;
  /** The usual body, with a marker of its own. */
  readonly plain: () => JsonObject;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether it has to be shown in the answer to the creation, and not by GET. */
  readonly inAnswer?: true;
  /** What else may be wrong with what is shown. */
  readonly wrong?: (shown: JsonObject, when: string) => readonly Complaint[];
}

/**
 * Judges that a resource is created in an unusual form and shown as it was given. What is not kept of a creation in the
 * plain form either is not held against it.
 * @returns what was created, or null where anything is wrong
 */
export async function judgeOddCreation(c: Case, creation: OddCreation): Promise<Created | null> {
  const { subject, rule, what, odd: sent, headers } = creation;
  const { endpoint } = subject.type;
  const { response, created } = await c.post(
    endpoint,
    sent,
    what.replace(/^the creation of/, 'create'),
    headers,
  );
  const right = creation.inAnswer === true ? response.status === 201 : response.ok;
  c.judge(rule, right, () => answered(what, response, 201));
  if (!right) return null;
  if (created === null) {
    // Where the plain form is created without an id either, that is for other checks to tell.
    await c.create(endpoint, creation.plain(), `create a ${subject.noun} in the plain form`);
    c.judge(rule, false, () =>
      wrongValue('id', 'an id', undefined, { when: `after ${what}`, answer: response }),
    );
    return null;
  }
  const shown = creation.inAnswer === true ? response.resource : await c.read(created);
  c.judge(rule, shown !== null, () => ({
    deviation: 'missing',
    what: `the ${subject.noun} in the answer to ${what}`,
    wanted: `201 with the ${subject.noun}`,
    answer: response,
  }));
  const wrong = wrongIn(creation, sent, shown ?? {}, c);
  const own = wrong.length === 0 ? [] : await ownOf(c, creation, wrong);
  judgeNone(c, rule, own);
  return own.length === 0 ? created : null;
}

/** What is not wrong in the plain form as well. */
async function ownOf(
  c: Case,
  creation: OddCreation,
  wrong: readonly Complaint[],
): Promise<readonly Complaint[]> {
  const { endpoint } = creation.subject.type;
  const sent = creation.plain();
  const { path } = await c.create(endpoint, sent, `create a ${creation.subject.noun} in the plain form`);
  const usual = wrongIn(creation, sent, await c.read({ path }), c);
  return wrong.filter(({ attribute }) => !usual.some((other) => other.attribute === attribute));
}

function wrongIn(
  { subject, what, wrong }: OddCreation,
  sent: JsonObject,
  shown: JsonObject,
  c: Case,
): readonly Complaint[] {
  const when = `after ${what}`;
  const answer = latest(c);
  const lost = differences(sent, shown, subject.attributes, subject.type)
    .filter(({ kind, attribute: { path } }) => kind !== 'canonical' && path.attribute !== 'manager')
    .map(({ attribute: { text }, sent, got }) => wrongValue(text, sent, got, { when }));
  return [...lost, ...(wrong?.(shown, when) ?? [])].map((one) => ({ ...one, answer }));
}
