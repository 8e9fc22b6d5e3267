import fc from 'fast-check';
import type { MappedAttribute } from '../config/mapping.ts';
import { type Answer, describe } from '../engine/answer.ts';
import { Case } from '../engine/case.ts';
import { oncePerSession } from '../engine/once-per-session.ts';
import { seedOf } from '../engine/seed.ts';
import type { Session } from '../engine/session.ts';
import { type Subject, type SubjectOptions, userSubject } from '../engine/subject.ts';
import { InputRefused } from '../engine/violation.ts';
import { setPath } from '../generators/build.ts';
import { eq } from '../scim/filter.ts';
import { type JsonObject, member } from '../scim/json.ts';
import { formatPath } from '../scim/path.ts';
import { listIn } from './answers.ts';
import { valueAt } from './readback.ts';
import { REFUSALS } from './specimens/set.ts';

/** An attribute of a kind of resource, which filters ask for. */
export interface Filterable {
  readonly subject: Subject;
  readonly attribute: MappedAttribute;
}

/** The attribute by which every user is found. @throws Error where a profile lacks it, which none may */
export function userNameOf(session: Session): Filterable {
  const subject = userSubject(session);
  const attribute = subject.attributes.find(({ definition }) => definition.name === 'userName');
  if (attribute === undefined) throw new Error('every mapping has userName');
  return { subject, attribute };
}

/** What a resource must have so that its attribute can be filtered on: the attribute itself assigned. */
export function withAttribute(attribute: MappedAttribute): SubjectOptions {
  return attribute.required
    ? { required: 'only' }
    : { omit: (other) => !other.required && other !== attribute, required: 'with-optional' };
}

/** A stamped resource that certainly has the attribute, with its value; a generated one may have left it out. */
export function prepare(
  c: Case,
  { subject, attribute }: Filterable,
  resource: JsonObject,
): { readonly body: JsonObject; readonly value: string } {
  const body = subject.stamp(c, resource);
  const value = valueAt(body, attribute, subject.type);
  if (typeof value === 'string') return { body, value };
  const made = c.marker();
  return { body: setPath(body, attribute.path, made, attribute), value: made };
}

/** What is wrong with the plainest search, and the answer that shows it. */
export interface Trouble {
  readonly why: string;
  readonly answer: Answer | null;
}

const TRIED = oncePerSession(() => new Map<string, Promise<Trouble | null>>());

/**
 * What is wrong with the plainest search by an attribute, null where it works: `eq` with the plain value that GET shows of a
 * fresh resource finds it, and with another value does not. Tried once in a session.
 */
export function plainSearch(session: Session, of: Filterable): Promise<Trouble | null> {
  const key = `${of.subject.type.endpoint} ${of.attribute.text}`;
  const tried = TRIED(session).get(key) ?? trouble(session, of);
  // Whoever waits for it fails, not the process.
  tried.catch(() => {});
  TRIED(session).set(key, tried);
  return tried;
}

/** Lets what is made of a search by an attribute be blamed only where the plainest one works. @throws InputRefused */
export async function requirePlainSearch(c: Case, of: Filterable): Promise<void> {
  const found = await plainSearch(c.session, of);
  if (found === null) return;
  const text = `cannot judge: the plainest filter on ${of.attribute.text} ${found.why}`;
  throw new InputRefused(text, found.answer);
}

/** Values of plain letters, of which no store makes anything else. */
const PLAIN = /^[\w.@-]+$/;

async function trouble(session: Session, of: Filterable): Promise<Trouble | null> {
  const { subject, attribute } = of;
  const c = new Case(session, []);
  const seed = seedOf(session.plan.seed, 'plain search', subject.type.endpoint);
  const samples = fc.sample(subject.arbitrary(withAttribute(attribute)), { seed, numRuns: 8 });
  const bodies = samples.map((sample) => prepare(c, of, sample));
  const { body } = bodies.find(({ value }) => PLAIN.test(value)) ?? prepare(c, of, samples[0] ?? {});
  try {
    const created = await c.create(subject.type.endpoint, body, `create a ${subject.noun} to look for`);
    const value = valueAt(await c.read(created), attribute, subject.type);
    if (typeof value !== 'string') return { why: 'cannot be tried: GET does not show it', answer: null };
    const search = (text: string): Promise<Answer> =>
      c.send({
        method: 'GET',
        path: subject.type.endpoint,
        query: { filter: eq(formatPath(attribute.path), text) },
        purpose: `look for a ${subject.noun} by ${attribute.text}, as a control`,
      });
    const right = await search(value);
    if (listIn(right) === null) return { why: `is answered with ${describe(right)}`, answer: right };
    if (!isHit(right, created.id)) return { why: `does not find the ${subject.noun}`, answer: right };
    const wrong = await search(c.marker());
    // A target may refuse a value that its own rules exclude.
    if (listIn(wrong) === null && !REFUSALS.has(wrong.status))
      return { why: `is answered with ${describe(wrong)} where nobody matches`, answer: wrong };
    return isHit(wrong, created.id) ? { why: 'finds whoever does not match', answer: wrong } : null;
  } finally {
    c.end();
  }
}

function isHit(answer: Answer, id: string): boolean {
  const resources = member(listIn(answer) ?? undefined, 'Resources');
  return Array.isArray(resources) && resources.some((hit) => member(hit, 'id') === id);
}
