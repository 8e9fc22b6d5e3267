import type { Constraints } from '../../config/application.ts';
import type { MappedAttribute } from '../../config/mapping.ts';
import { OWN_SCHEMAS } from '../../config/own-schemas.ts';
import { type Answer, errorIn } from '../../engine/answer.ts';
import { Case } from '../../engine/case.ts';
import { seedOf } from '../../engine/seed.ts';
import type { Session } from '../../engine/session.ts';
import { groupSubject, type Subject, userSubject } from '../../engine/subject.ts';
import { SetupFailure } from '../../engine/violation.ts';
import { TransportError } from '../../http/transport.ts';
import type { LearntResource } from '../../report/report.ts';
import type { ResourceType } from '../../scim/schema.ts';
import { populationOf } from '../population.ts';
import { repertoireOf } from '../repertoire.ts';
import { candidates, conditionalDemands, declaredDemands, nameable } from './candidates.ts';
import { demandsAmong, type Place } from './demands.ts';
import { drawn, singles } from './limits.ts';
import { SHAPES } from './shapes.ts';

/** A kind of resource whose use is learnt. */
interface Lesson {
  readonly declared: ResourceType | null;
  /** The resources as they are made now; null where there are none. */
  readonly subject: (attributes?: readonly MappedAttribute[]) => Subject | null;
  /** Forms of its name that are tried where the usual one is not taken. */
  readonly shapes: readonly Constraints[];
}

/** A creation that did not succeed; without an answer where none came. */
interface Refusal {
  readonly answer: Answer | null;
}

/**
 * Finds out how a target is used before anything is judged, so that one peculiarity costs one finding: what a resource has
 * to have beyond the table, in which form, and what is taken, kept and forgotten. Whatever the session's checks create
 * from then on respects it. Judges nothing, and throws for nothing that a target does.
 */
export async function learn(session: Session): Promise<void> {
  if (session.plan.readOnly) return;
  const { facts } = session.plan.target;
  if (session.plan.application.id === OWN_SCHEMAS.id && !(await hasGroups(session))) session.leaveOutGroups();
  const lessons: readonly Lesson[] = [
    { declared: facts.user, subject: (attributes) => userSubject(session, attributes), shapes: SHAPES },
    { declared: facts.group, subject: (attributes) => groupSubject(session, attributes), shapes: [] },
  ];
  const demands: (readonly Demand[])[] = [];
  // Groups may need users.
  for (const lesson of lessons) demands.push(await demandsOf(session, lesson));
  if (session.plan.checks.length > 1)
    await Promise.all(lessons.map((lesson) => respectSingles(session, lesson)));
  const resources = await Promise.all(
    lessons.map((lesson, index) => told(session, lesson, demands[index] ?? [])),
  );
  session.learnt = {
    requests: session.requests,
    resources: resources.flatMap((one) => one ?? []),
    constraints: session.respected,
  };
}

/** Whether the target offers groups, where no documentation says that it does. */
async function hasGroups(session: Session): Promise<boolean> {
  const { groupsListed } = session.plan.target.facts;
  if (groupsListed !== null) return groupsListed;
  const request = {
    method: 'GET',
    path: session.groupType.endpoint,
    purpose: 'see whether there are groups',
  } as const;
  try {
    return (await new Case(session, []).send({ ...request, query: { count: '1' } })).ok;
  } catch (error) {
    if (error instanceof TransportError) return false;
    throw error;
  }
}

type Demand = LearntResource['demanded'][number];

/** What resources need beyond the table. From then on they have it. */
async function demandsOf(session: Session, lesson: Lesson): Promise<readonly Demand[]> {
  const plain = lesson.subject();
  if (plain === null) return [];
  const declared = declaredDemands(plain, lesson.declared);
  respectRequired(session, [...declared, ...conditionalDemands(plain, lesson.declared)]);
  try {
    const isMembers = ({ text, required }: MappedAttribute): boolean => required && text === 'members';
    if (declared.includes('members') || plain.attributes.some(isMembers)) await giveMembers(session);
    const announced = declared.map((path) => ({ path, declared: true, detail: null }));
    return [...announced, ...(await foundOut(session, lesson))];
  } catch (error) {
    if (error instanceof SetupFailure || error instanceof TransportError) return [];
    throw error;
  }
}

/** Statuses by which a target says that it takes no such resource from this client, whatever it has. */
const NEVER: ReadonlySet<number> = new Set([401, 403, 404, 405, 501]);

/** What is demanded without being announced: in the usual form of names, else in the first one that is taken. */
async function foundOut(session: Session, lesson: Lesson): Promise<readonly Demand[]> {
  const usual = session.respected;
  for (const shape of [{}, ...lesson.shapes]) {
    session.respect({ ...usual, ...shape });
    const subject = lesson.subject();
    if (subject === null) return [];
    const refusals: Refusal[] = [];
    const create = async (some: readonly MappedAttribute[]): Promise<Refusal | null> => {
      const refusal = await creation(session, lesson, subject, some);
      if (refusal !== null) refusals.push(refusal);
      return refusal;
    };
    const isUsual = Object.keys(shape).length === 0;
    const likely = candidates(subject, lesson.declared);
    let found = await demandsAmong(likely, { create, names, place }, isUsual);
    if (found === null && lesson.declared === null) {
      const named = nameable(subject).filter((one) => refusals.some((refusal) => names(refusal, one)));
      if (named.length > 0)
        found = await demandsAmong([...named, ...likely], { create, names, place }, false);
    }
    const first = refusals[0]?.answer ?? null;
    if (found !== null) {
      const paths = found.map(({ text }) => text);
      respectRequired(session, paths);
      const detail = first === null ? null : errorIn(first).detail;
      return paths.map((path) => ({ path, declared: false, detail }));
    }
    if (first === null || NEVER.has(first.status)) break;
  }
  session.respect(usual);
  return [];
}

function respectRequired(session: Session, paths: readonly string[]): void {
  if (paths.length === 0) return;
  const required = paths.map((path) => [path, { ...session.respected[path], required: true }] as const);
  session.respect({ ...session.respected, ...Object.fromEntries(required) } satisfies Constraints);
}

/** From then on no resource has more than one value of what the target takes one of. */
async function respectSingles(session: Session, { declared, subject }: Lesson): Promise<void> {
  const plain = subject();
  if (plain === null) return;
  const names = await singles(session, plain, declared, subject);
  if (names.length === 0) return;
  const single = names.map((name) => [name, { ...session.respected[name], single: true }] as const);
  session.respect({ ...session.respected, ...Object.fromEntries(single) } satisfies Constraints);
}

/** Users whom every new group has for members from then on. */
async function giveMembers(session: Session): Promise<void> {
  const users = await populationOf(session).users(1);
  session.demandedMembers = users.map(({ id }) => id);
}

/** Creates one resource with what is required and these beside it; null where that works. */
async function creation(
  session: Session,
  lesson: Lesson,
  { attributes, type, noun }: Subject,
  some: readonly MappedAttribute[],
): Promise<Refusal | null> {
  if (some.some(({ text }) => text === 'members')) await giveMembers(session);
  const subject = lesson.subject([
    ...attributes.filter(({ required }) => required),
    ...some.map((one) => ({ ...one, required: true })),
  ]);
  if (subject === null) return null;
  const seed = seedOf(session.plan.seed, 'learning', type.endpoint);
  // A target that takes one value of what it demands refuses two for a reason of their own.
  const resource = drawn(subject, seed, 'one');
  const c = new Case(session, []);
  try {
    const purpose = `learn what a ${noun} has to have`;
    const { response } = await c.post(type.endpoint, subject.stamp(c, resource), purpose);
    return response.ok ? null : { answer: response };
  } catch (error) {
    if (error instanceof TransportError && session.lost === null) return { answer: null };
    throw error;
  } finally {
    c.end();
  }
}

/** The element of a list that an attribute is part of. */
function place({ parent, path }: MappedAttribute): Place | null {
  return parent.multiValued ? { list: parent.name, element: JSON.stringify(path.filter) } : null;
}

/** Whether the words of a refusal name an attribute. */
function names({ answer }: Refusal, { definition, parent }: MappedAttribute): boolean {
  if (answer === null) return false;
  const words = new Set(
    (errorIn(answer).detail ?? answer.whole.text.slice(0, 2000)).toLowerCase().match(/[a-z$][\w$]*/g),
  );
  return words.has(definition.name.toLowerCase()) || words.has(parent.name.toLowerCase());
}

const UNEXPLORED = { refused: [], forgotten: [] } as const;

async function told(
  session: Session,
  lesson: Lesson,
  demanded: readonly Demand[],
): Promise<LearntResource | null> {
  const subject = lesson.subject();
  if (subject === null) return null;
  const onRequest = lesson.declared?.schema.attributes.filter(({ returned }) => returned === 'request') ?? [];
  const known = { resource: subject.type.name, demanded, onRequest: onRequest.map(({ name }) => name) };
  try {
    // Who repeats one check is not to wait for what it may not need.
    const explored =
      session.plan.checks.length > 1 ? await repertoireOf(session).explored(subject.type) : UNEXPLORED;
    return { ...known, created: true, ...explored };
  } catch (error) {
    if (!(error instanceof SetupFailure || error instanceof TransportError)) throw error;
    return { ...known, created: false, ...UNEXPLORED };
  }
}
