import fc from 'fast-check';
import type { PatchUnit } from '../../generators/patch-unit.ts';
import type { Case, CheckContext, Created, Json, JsonObject, Subject } from '../../kit/index.ts';
import {
  alike,
  isObject,
  PATCH_OP,
  patchGrounds,
  repertoireOf,
  stateOf,
  withValue,
} from '../../kit/index.ts';
import type { BulkOperation } from './job.ts';

/** Users that a job plays with. */
const USERS = 3;
/** Most operations of a random job. */
const MOST = 8;

/** What one operation does, to which of the users. */
export interface Move {
  readonly kind:
    | 'create'
    | 'take a name'
    | 'create without a name'
    | 'patch'
    | 'put'
    | 'delete'
    | 'delete nothing';
  readonly user: number;
  readonly value: Json;
  /** A user to be created. */
  readonly fresh: JsonObject;
}

/** The moves that a target takes, and the users to play with. */
export interface Moves {
  readonly subject: Subject;
  /** The attribute that changes are about; null where there is none. */
  readonly unit: PatchUnit | null;
  readonly arbitrary: fc.Arbitrary<{
    readonly users: readonly JsonObject[];
    readonly moves: readonly Move[];
  }>;
}

/** The users of a job as they are before it. */
export interface Stage {
  readonly subject: Subject;
  readonly unit: PatchUnit | null;
  readonly existing: readonly Created[];
  /** Path of a user that does not exist any more. */
  readonly nowhere: string;
  readonly text: string;
  valueIn(resource: Json | undefined): Json | undefined;
  same(a: Json, b: Json | undefined): boolean;
}

/** What the model says about an operation's status. */
export interface Expected {
  readonly good: boolean;
  readonly words: string;
  fits(status: number): boolean;
}

/** A job with what has to come of it. */
export interface Planned {
  readonly operations: readonly BulkOperation[];
  readonly expected: readonly Expected[];
  /** Each user after the job; a null value is one that no operation set. */
  readonly model: readonly { readonly alive: boolean; readonly value: Json }[];
}

/** The moves for this target: within its limits, without PATCH where it has none. */
export async function movesFor(t: CheckContext): Promise<Moves> {
  const { facts } = t.session.plan.target;
  const subject = await repertoireOf(t.session).users();
  const ground = (await patchGrounds(t.session)).find(({ subject: { noun } }) => noun === subject.noun);
  const unit = ground?.units.find(({ kind }) => kind === 'single') ?? null;
  const kinds: readonly Move['kind'][] = [
    'create',
    'take a name',
    'create without a name',
    'delete',
    'delete nothing',
    ...(unit === null ? [] : (['put'] as const)),
    ...(unit === null || facts.features.patch === false ? [] : (['patch'] as const)),
  ];
  const move = fc.record<Move>({
    kind: fc.constantFrom(...kinds),
    user: fc.nat({ max: USERS - 1 }),
    value: unit?.value ?? fc.constant(null),
    fresh: subject.arbitrary({ required: 'only' }),
  });
  const most = Math.max(1, Math.min(MOST, facts.limits.maxOperations ?? MOST));
  const arbitrary = fc.record({
    users: fc.tuple(...Array.from({ length: USERS }, () => subject.arbitrary({ required: 'only' }))),
    moves: fc.array(move, { minLength: Math.min(2, most), maxLength: most, size: 'max' }),
  });
  return { subject, unit, arbitrary };
}

/** Creates the users of a job, and one more who is deleted again. @throws SetupFailure */
export async function setStage(
  c: Case,
  { subject, unit }: Moves,
  { users }: { readonly users: readonly JsonObject[] },
): Promise<Stage> {
  const [gone, ...existing] = await Promise.all(
    [users[0] ?? {}, ...users].map((user) => subject.create(c, user)),
  );
  const nowhere = gone?.path ?? `${subject.type.endpoint}/nowhere`;
  const removed = await c.send({
    method: 'DELETE',
    path: nowhere,
    purpose: 'have a path that leads nowhere',
  });
  if (removed.status < 300) c.session.ledger.deleted(nowhere);
  return {
    subject,
    unit,
    existing,
    nowhere,
    text: unit?.text ?? '',
    valueIn: (resource) => (unit !== null && isObject(resource) ? stateOf(resource, unit) : undefined),
    same: (a, b) =>
      unit !== null && b !== undefined && alike(a, b, { parent: unit.attribute, definition: unit.attribute }),
  };
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

/** Works the moves out one after the other, as if each operation came alone. */
export function plan(c: Case, stage: Stage, moves: readonly Move[]): Planned {
  const model = stage.existing.map(() => ({ alive: true, value: null as Json }));
  const planned = moves.map((move, index) => {
    const user = model[move.user];
    const expected = expectedOf(move, user?.alive ?? false);
    if (user !== undefined && expected.good && ['patch', 'put'].includes(move.kind)) user.value = move.value;
    if (user !== undefined && move.kind === 'delete') user.alive = false;
    return { operation: operationOf(c, stage, move, index), expected };
  });
  return {
    operations: planned.map(({ operation }) => operation),
    expected: planned.map(({ expected }) => expected),
    model,
  };
}

function expectedOf({ kind }: Move, alive: boolean): Expected {
  switch (kind) {
    case 'create':
      return CREATED;
    case 'take a name':
      return alive ? CONFLICT : EITHER;
    case 'create without a name':
      return REFUSED;
    case 'delete nothing':
      return NOT_FOUND;
    case 'delete':
      return alive ? DELETED : NOT_FOUND;
    default:
      return alive ? CHANGED : NOT_FOUND;
  }
}

function operationOf(c: Case, stage: Stage, move: Move, index: number): BulkOperation {
  const { subject, unit, nowhere } = stage;
  const { endpoint } = subject.type;
  const bulkId = `op${index}`;
  const user = stage.existing[move.user];
  const { path = nowhere, sent = {} } = user ?? {};
  switch (move.kind) {
    case 'create':
      return {
        method: 'POST',
        path: endpoint,
        bulkId,
        data: subject.stamp(c, move.fresh),
      };
    case 'take a name':
      return { method: 'POST', path: endpoint, bulkId, data: sent };
    case 'create without a name': {
      const { userName: _, ...nameless } = subject.stamp(c, move.fresh);
      return { method: 'POST', path: endpoint, bulkId, data: nameless };
    }
    case 'delete nothing':
      return { method: 'DELETE', path: nowhere };
    case 'delete':
      return { method: 'DELETE', path };
    case 'put':
      return { method: 'PUT', path, data: unit === null ? sent : withValue(sent, unit, move.value) };
    default: {
      const operation = { op: 'replace', path: unit?.text ?? '', value: move.value };
      return { method: 'PATCH', path, data: { schemas: [PATCH_OP], Operations: [operation] } };
    }
  }
}

/** A move in words. */
export function inWords({ kind, user }: Move): string {
  return ['create', 'create without a name', 'delete nothing'].includes(kind)
    ? kind
    : `${kind} of user ${user + 1}`;
}
