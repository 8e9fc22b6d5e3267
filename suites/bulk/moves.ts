import fc from 'fast-check';
import type { PatchUnit } from '../../generators/patch-unit.ts';
import type { Case, CheckContext, Created, Json, JsonObject, Subject } from '../../kit/index.ts';
import {
  alike,
  PATCH_OP,
  patchGrounds,
  removeNow,
  repertoireOf,
  stateOf,
  withValue,
} from '../../kit/index.ts';
import { type BulkOperation, post, sendAlone } from './job.ts';

/** Resources that a job plays with. */
const ACTORS = 3;
/** Most operations of a random job. */
const MOST = 8;

type Kind =
  | 'create'
  | 'take a name'
  | 'create without a name'
  | 'patch'
  | 'put'
  | 'delete'
  | 'delete nothing';

/** A kind of resource that a job plays with, and what can be done with it. */
interface Role {
  readonly subject: Subject;
  /** The attribute that changes are about; null where there is none. */
  readonly unit: PatchUnit | null;
  readonly kinds: readonly Kind[];
}

/** What one operation does, to which of the resources. */
interface Move {
  readonly kind: Kind;
  readonly actor: number;
  readonly value: Json;
  /** A resource to be created. */
  readonly fresh: JsonObject;
}

/** A job, and the resources that it plays with as they are created before. */
export interface Script {
  readonly bodies: readonly JsonObject[];
  readonly moves: readonly Move[];
}

/** A resource of a job as it is before it. */
export interface Actor extends Role {
  readonly name: string;
  readonly created: Created;
  /** What it was created with. */
  readonly body: JsonObject;
  /** Path of a resource that does not exist any more. */
  readonly nowhere: string;
}

/** What the model says about an operation's status. */
export interface Expected {
  readonly good: boolean;
  readonly words: string;
  fits(status: number): boolean;
}

/** An operation with what has to come of it. */
export interface Planned {
  readonly move: Move;
  readonly actor: Actor;
  readonly operation: BulkOperation;
  readonly expected: Expected;
  /** Whether its resource exists when its turn comes. */
  readonly alive: boolean;
}

/** The roles that a target has, in turn, users first; within its limits, without PATCH where it has none. */
export async function rolesOf(t: CheckContext): Promise<readonly Role[]> {
  const grounds = await patchGrounds(t.session);
  const { features } = t.session.facts;
  const roles = (await repertoireOf(t.session).all()).map((subject): Role => {
    const ground = grounds.find((one) => one.subject.noun === subject.noun);
    const unit = ground?.units.find(({ kind }) => kind === 'single') ?? null;
    const named: readonly Kind[] = subject.noun === 'user' ? ['take a name', 'create without a name'] : [];
    const changes: readonly Kind[] =
      unit === null ? [] : features.patch === false ? ['put'] : ['put', 'patch'];
    return { subject, unit, kinds: ['create', ...named, 'delete', 'delete nothing', ...changes] };
  });
  return Array.from({ length: ACTORS }, (_, index) => roles[index % roles.length]).flatMap(
    (role) => role ?? [],
  );
}

/** Random jobs of these roles. */
export function scripts(roles: readonly Role[], maxOperations: number | null): fc.Arbitrary<Script> {
  const moves = roles.map(({ subject, unit, kinds }, actor) =>
    fc.record<Move>({
      kind: fc.constantFrom(...kinds),
      actor: fc.constant(actor),
      value: unit?.value ?? fc.constant(null),
      fresh: subject.arbitrary({ required: 'only' }),
    }),
  );
  const most = Math.max(1, Math.min(MOST, maxOperations ?? MOST));
  return fc.record({
    bodies: fc.tuple(...roles.map(({ subject }) => subject.arbitrary({ required: 'only' }))),
    moves: fc.array(fc.oneof(...moves), { minLength: Math.min(2, most), maxLength: most, size: 'max' }),
  });
}

/** Creates the resources of a job, and one more that is deleted at once. @throws SetupFailure */
export async function setStage(
  c: Case,
  roles: readonly Role[],
  bodies: readonly JsonObject[],
): Promise<readonly Actor[]> {
  const gone = await roles[0]?.subject.create(c, bodies[0] ?? {}, 'have a path that leads nowhere');
  if (gone === undefined) return [];
  await removeNow(c, gone);
  return Promise.all(
    roles.map((role, index) =>
      enter(c, role, bodies[index] ?? {}, { name: `${role.subject.noun} ${index + 1}`, nowhere: gone.path }),
    ),
  );
}

async function enter(
  c: Case,
  role: Role,
  given: JsonObject,
  known: Pick<Actor, 'name' | 'nowhere'>,
): Promise<Actor> {
  const { subject } = role;
  const body = subject.stamp(c, given);
  const created = await c.create(subject.type.endpoint, body, `create ${known.name}`);
  return { ...role, ...known, created, body };
}

/** Whether the attribute that changes are about has this value; true where there is none. */
export function shows({ unit }: Role, resource: JsonObject, value: Json): boolean {
  if (unit === null) return true;
  return alike(value, stateOf(resource, unit), { parent: unit.attribute, definition: unit.attribute });
}

const status = (good: boolean, words: string, fits: (status: number) => boolean): Expected => ({
  good,
  words,
  fits,
});
const CREATED = status(true, '201', (code) => code === 201);
const CONFLICT = status(false, '409', (code) => code === 409);
const REFUSED = status(false, '400', (code) => code >= 400 && code < 500);
const CHANGED = status(true, '200 or 204', (code) => code === 200 || code === 204);
const DELETED = status(true, '204', (code) => code === 204);
/** The name of a deleted user is free, but for whoever takes it first. */
const EITHER = status(false, '201 or 409', (code) => code === 201 || code === 409);
const NOT_FOUND = status(false, '404', (code) => code === 404);

/** What is right for a move, where its resource exists and where it does not. */
const EXPECTED: Readonly<Record<Kind, readonly [alive: Expected, gone: Expected]>> = {
  create: [CREATED, CREATED],
  'take a name': [CONFLICT, EITHER],
  'create without a name': [REFUSED, REFUSED],
  'delete nothing': [NOT_FOUND, NOT_FOUND],
  delete: [DELETED, NOT_FOUND],
  put: [CHANGED, NOT_FOUND],
  patch: [CHANGED, NOT_FOUND],
};

/** Works the moves out one after the other, as if each operation came alone. */
export function plan(c: Case, actors: readonly Actor[], moves: readonly Move[]): readonly Planned[] {
  const gone = new Set<number>();
  return moves.flatMap((move, index) => {
    const actor = actors[move.actor];
    if (actor === undefined) return [];
    const alive = !gone.has(move.actor);
    if (move.kind === 'delete') gone.add(move.actor);
    const expected = EXPECTED[move.kind][alive ? 0 : 1];
    return { move, actor, operation: operationOf(c, actor, move, `op${index}`), expected, alive };
  });
}

function operationOf(c: Case, actor: Actor, { kind, fresh, value }: Move, bulkId: string): BulkOperation {
  const { subject, unit, nowhere, body } = actor;
  const { path } = actor.created;
  switch (kind) {
    case 'create':
      return post(subject, bulkId, subject.stamp(c, fresh));
    case 'take a name':
      return post(subject, bulkId, body);
    case 'create without a name': {
      const { userName: _, ...nameless } = subject.stamp(c, fresh);
      return post(subject, bulkId, nameless);
    }
    case 'delete nothing':
      return { method: 'DELETE', path: nowhere };
    case 'delete':
      return { method: 'DELETE', path };
    case 'put':
      return { method: 'PUT', path, data: unit === null ? body : withValue(body, unit, value) };
    default: {
      const operation = { op: 'replace', path: unit?.text ?? '', value };
      return { method: 'PATCH', path, data: { schemas: [PATCH_OP], Operations: [operation] } };
    }
  }
}

/** A move in words, among these roles. */
export function moveInWords(roles: readonly Role[], { kind, actor }: Move): string {
  const noun = roles[actor]?.subject.noun ?? '';
  return ['create', 'create without a name', 'delete nothing'].includes(kind)
    ? `${kind}: a ${noun}`
    : `${kind} of ${noun} ${actor + 1}`;
}

/**
 * Whether the same works alone, on a resource of its own: what does not is for other checks to judge.
 * @param settled whether the value has to be there afterwards
 */
export async function worksAlone(
  c: Case,
  { move, actor, expected, alive }: Planned,
  settled = false,
): Promise<boolean> {
  const own = await enter(c, actor, actor.body, actor);
  if (!alive) await removeNow(c, own.created);
  const { answer } = await sendAlone(c, operationOf(c, own, move, 'alone'));
  if (!expected.fits(answer.status)) return false;
  return !settled || move.kind === 'delete' || shows(own, await c.read(own.created), move.value);
}
