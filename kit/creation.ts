import { type Answer, describe } from '../engine/answer.ts';
import type { Case, Created } from '../engine/case.ts';
import type { CheckContext } from '../engine/context.ts';
import { controlsOf } from '../engine/controls.ts';
import { demanded } from '../engine/guard.ts';
import type { Subject } from '../engine/subject.ts';
import { InputRefused, SetupFailure } from '../engine/violation.ts';
import type { RequirementId } from '../requirements/index.ts';
import { type JsonObject, stringMember } from '../scim/json.ts';
import { answered, type More } from './complaints.ts';
import type { PlayOptions } from './play.ts';

/** A creation and how it was answered, for checks that are about creating. */
export interface Creation {
  readonly c: Case;
  readonly subject: Subject;
  /** What was sent, marker included. */
  readonly sent: JsonObject;
  readonly answer: Answer;
  /** Null where nothing came into being, or nobody can tell what. */
  readonly created: Created | null;
}

/** Sends a creation; judges nothing. @param sent with a marker, as the subject's `stamp` makes it */
export async function create(
  c: Case,
  subject: Subject,
  sent: JsonObject,
  purpose = `create the ${subject.noun}`,
  headers: Readonly<Record<string, string>> = {},
): Promise<Creation> {
  const { response, created } = await c.post(subject.type.endpoint, sent, purpose, headers);
  return { c, subject, sent, answer: response, created };
}

/** A property over creations of generated resources. */
export function overCreations(
  t: CheckContext,
  subject: Subject,
  body: (creation: Creation) => Promise<void>,
  { runs = t.session.effort.costlyRuns, ...options }: PlayOptions = {},
): Promise<void> {
  return t.forAll(
    subject.arbitrary(options),
    async (resource, c) => body(await create(c, subject, subject.stamp(c, resource))),
    { runs },
  );
}

/** For a check of an answer that has to be one of success. @throws InputRefused */
export function requireAccepted({ subject: { noun }, answer }: Creation): void {
  if (answer.ok) return;
  const why = `every generated ${noun} is refused: ${describe(answer)}`;
  throw new InputRefused(why, answer);
}

/** What was created, for a check of what follows. @throws InputRefused, and SetupFailure where the answer names no id */
export function existing(one: Creation): Created {
  requireAccepted(one);
  const { subject, answer, created } = one;
  if (created !== null) return created;
  const operation = `POST ${subject.type.endpoint}`;
  const what =
    stringMember(answer.resource ?? undefined, 'id') === undefined
      ? `which names no id of the new ${subject.noun}`
      : `which shows another ${subject.noun} than the one that was sent`;
  const why = `cannot judge: ${operation} answered ${describe(answer)}, ${what}`;
  throw new SetupFailure(why, answer);
}

/**
 * Judges that a creation is accepted. Where a resource with what is required alone is refused in the same words, the refusal
 * is about something else, which required-attributes/creates-with-required-only tells.
 * @throws InputRefused
 */
export async function judgeAccepted(
  { c, subject, answer }: Creation,
  rule: RequirementId,
  what: string,
  more: More = {},
): Promise<void> {
  const bare = answer.ok ? null : await bareRefusal(c, subject);
  if (bare !== null && describe(bare) === describe(answer))
    throw new InputRefused(
      `cannot judge: a ${subject.noun} with what is required alone is refused as well, ${describe(answer)}`,
      answer,
    );
  c.judge(rule, answer.ok, () => answered(what, answer, 201, more));
}

/** How a resource with what is required alone is refused; null where it is created. Tried once in a session. */
export async function bareRefusal(c: Case, { type }: Subject): Promise<Answer | null> {
  const [bare] = await controlsOf(c.session).of('create', type);
  return bare === undefined || bare.answer.ok ? null : bare.answer;
}

/** An attribute that the creation lacks and that its refusal asks for; undefined where it asks for none. */
export function demandedBy({
  subject,
  sent,
  answer,
}: Pick<Creation, 'subject' | 'sent' | 'answer'>): string | undefined {
  return demanded(answer, { method: 'POST', body: sent }, subject.type) ?? undefined;
}
