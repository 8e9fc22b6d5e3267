import fc from 'fast-check';
import { realisticValue } from '../../generators/attribute.ts';
import { setPath } from '../../generators/build.ts';
import type {
  Answer,
  Case,
  Created,
  Json,
  JsonObject,
  MappedAttribute,
  Play,
  Session,
} from '../../kit/index.ts';
import {
  alike,
  describe,
  formatPath,
  keptOf,
  oncePerSession,
  ownValue,
  patch,
  plain,
  SetupFailure,
  seedOf,
  tried,
  userSubject,
  valueAt,
} from '../../kit/index.ts';
import { isPlain } from './changes.ts';

/** How the operation is spelled: as the RFC and the flag have it, or as the client does by default (rule E-076). */
export type ReplaceOp = 'replace' | 'Replace';

/** How the target takes the plainest change: one replace of one attribute by its path. */
export interface PlainChanges {
  /** What a user shows as it was given on creation. */
  readonly kept: ReadonlySet<MappedAttribute>;
  /** What of it the plain form changes. */
  readonly changed: ReadonlySet<MappedAttribute>;
  /** Whether it does so with an operation for each of several attributes in one PATCH. */
  readonly several: boolean;
  /** A refusal of the plain form, or of the creation before it. */
  readonly refusal: Refusal | null;
}

/** How one user took it. */
type Tried = Omit<PlainChanges, 'several'>;

interface Refusal {
  readonly operation: 'POST /Users' | 'PATCH /Users/{id}';
  readonly answer: Answer;
}

interface Sample {
  readonly attribute: MappedAttribute;
  readonly current: Json;
  readonly wanted: Json;
}

const LEARNT = {
  replace: oncePerSession((session) => learn(session, 'replace')),
  Replace: oncePerSession((session) => learn(session, 'Replace')),
};

/**
 * What is kept and changed in the plainest form; every other form is judged by these attributes alone.
 * @throws SetupFailure where no attribute is changed, so that no other form can be judged
 */
export async function plainChanges(session: Session, op: ReplaceOp): Promise<PlainChanges> {
  const learnt = await LEARNT[op](session);
  if (learnt.changed.size === 0 && session.users.some(isPlain)) throw notPlain(learnt, 'any attribute');
  return learnt;
}

/** Why forms of changing these attributes cannot be judged. */
export function notPlain({ refusal }: PlainChanges, names: string): SetupFailure {
  const text = `cannot judge: a plain replace of ${names} of a user by its path does not work`;
  if (refusal === null) return new SetupFailure(text);
  const { operation, answer } = refusal;
  return new SetupFailure(`${text}: ${operation} is answered with ${describe(answer)}`, answer);
}

/**
 * Tries the plainest change on a resource on which another form of it did not work.
 * @param value what the attribute is replaced by
 * @param works whether it shows
 * @throws SetupFailure where that does not work either
 */
export async function requirePlainReplace(
  { c, created, subject }: Play,
  path: string,
  value: Json,
  works: (shown: JsonObject) => boolean,
): Promise<void> {
  const what = `a plain replace of ${path}`;
  const answer = await patch(c, created, [{ op: 'replace', path, value }], `try ${what}`);
  if (answer.ok && works(await c.read(created))) return;
  const why = answer.ok ? '' : ` (${describe(answer)})`;
  const text = `cannot judge: ${what} of a ${subject.noun} does not work either${why}`;
  throw new SetupFailure(text, answer);
}

/** All attributes are tried at once; those that do not work, each alone on a user of its own. */
async function learn(session: Session, op: ReplaceOp): Promise<PlainChanges> {
  const samples = drawn(session);
  const together = await tryOut(session, samples, op);
  const hopeless = [405, 501].includes(together.refusal?.answer.status ?? 0);
  const rest = hopeless ? [] : samples.filter(({ attribute }) => !together.changed.has(attribute));
  const alone = await Promise.all(rest.map((sample) => tryOut(session, [sample], op)));
  const all = [together, ...alone];
  const changed = new Set(all.flatMap((one) => [...one.changed]));
  return {
    kept: new Set(all.flatMap(({ kept }) => [...kept])),
    changed,
    several: changed.size === together.changed.size,
    refusal: all.findLast(({ refusal }) => refusal !== null)?.refusal ?? null,
  };
}

function drawn(session: Session): readonly Sample[] {
  const attributes = session.users.filter(isPlain);
  const values = attributes.map((attribute) => {
    const value = realisticValue(attribute, session.plan.target.constraints);
    return fc.record({ attribute: fc.constant(attribute), current: value, wanted: value });
  });
  const seed = seedOf(session.plan.seed, 'plain changes', session.userType.endpoint);
  return fc.sample(fc.tuple(...values), { seed, numRuns: 1 })[0] ?? [];
}

/** One user with these attributes, and a PATCH with one operation for each. */
function tryOut(session: Session, samples: readonly Sample[], op: ReplaceOp): Promise<Tried> {
  const subject = userSubject(session);
  return tried(session, async (c) => {
    const sent = c.stampUser(
      samples.reduce(
        (body, { attribute, current }) => setPath(body, attribute.path, current, attribute),
        plain({ session }, subject),
      ),
    );
    const purpose = 'see which attributes are kept as given';
    const { response, created } = await c.post(subject.type.endpoint, sent, purpose);
    if (created === null) return { ...NOTHING, refusal: { operation: 'POST /Users', answer: response } };
    const kept = new Set(keptOf(subject, sent, await c.read(created)));
    const own = samples.filter(({ attribute }) => kept.has(attribute));
    return { ...(await changedBy(c, created, own, op)), kept };
  });
}

const NOTHING: Tried = { kept: new Set(), changed: new Set(), refusal: null };

async function changedBy(
  c: Case,
  created: Pick<Created, 'path'>,
  samples: readonly Sample[],
  op: ReplaceOp,
): Promise<Tried> {
  if (samples.length === 0) return NOTHING;
  const wishes = samples.map(({ attribute, wanted }) => ({
    attribute,
    value: ownValue(c, attribute, wanted),
  }));
  const operations = wishes.map(({ attribute, value }) => ({ op, path: formatPath(attribute.path), value }));
  const answer = await patch(c, created, operations, 'see what the plainest form changes');
  if (!answer.ok) return { ...NOTHING, refusal: { operation: 'PATCH /Users/{id}', answer } };
  const after = await c.read(created);
  const changed = wishes.filter(({ attribute, value }) => {
    const got = valueAt(after, attribute, c.session.userType);
    return got !== undefined && alike(value, got, attribute);
  });
  return { ...NOTHING, changed: new Set(changed.map(({ attribute }) => attribute)) };
}
