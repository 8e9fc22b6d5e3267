import fc from 'fast-check';
import type { Created, JsonObject, Session, Subject } from '../../kit/index.ts';
import {
  Case,
  eq,
  member,
  oncePerSession,
  patch,
  postBare,
  repertoireOf,
  resourcePath,
  SetupFailure,
  seedOf,
} from '../../kit/index.ts';

/**
 * A short walk past every kind of answer: creations with all declared attributes, reads, lists, changes and errors. It
 * judges nothing: its answers go past the session's witness like all others. Once in a session.
 */
export const tour = oncePerSession(walk);

async function walk(session: Session): Promise<void> {
  const c = new Case(session, [], 'every-answer/tour');
  try {
    await c.send({ method: 'GET', path: '/ServiceProviderConfig', purpose: 'read the configuration' });
    for (const subject of await repertoireOf(session).all()) {
      const seed = seedOf(session.plan.seed, 'every-answer', subject.type.endpoint);
      for (const required of ['with-optional', 'only'] as const) {
        const [resource = {}] = fc.sample(subject.arbitrary({ required }), { seed, numRuns: 1 });
        const body = subject.stamp(c, resource);
        await visit(
          c,
          subject,
          body,
          await c.create(subject.type.endpoint, body, `create a ${subject.noun}`),
        );
        if (subject.noun === 'user') await changeWithPassword(c, subject, resource);
      }
    }
  } catch (error) {
    // What a target does not create, other checks tell; the answers up to there have been seen all the same.
    if (!(error instanceof SetupFailure)) throw error;
  } finally {
    c.end();
  }
}

/** A user with a password, through every answer that may show it. Whether the target takes one is its own choice. */
async function changeWithPassword(c: Case, subject: Subject, resource: JsonObject): Promise<void> {
  const { endpoint } = subject.type;
  const password = `Aa1!-${c.marker()}-zZ9`;
  const body = { ...subject.stamp(c, resource), password };
  const { created } = await c.post(endpoint, body, 'create a user with a password');
  if (created === null) return;
  await c.send({ method: 'GET', path: created.path, purpose: 'read the user with a password' });
  await patch(c, created, [{ op: 'replace', path: 'password', value: `${password}b` }], 'set another');
  await patch(c, created, [{ op: 'replace', value: { password: `${password}c` } }], 'set one without a path');
  const { password: _, ...without } = body;
  await c.send({ method: 'PUT', path: created.path, body: without, purpose: 'replace it without one' });
  await c.send({ method: 'PUT', path: created.path, body, purpose: 'replace it with one' });
  const value = member(body, 'userName');
  const query = { filter: eq('userName', typeof value === 'string' ? value : '') };
  await c.send({ method: 'GET', path: endpoint, query, purpose: 'find the user with a password' });
  await c.post(endpoint, body, 'create it again');
}

async function visit(c: Case, subject: Subject, body: JsonObject, created: Created): Promise<void> {
  const { endpoint } = subject.type;
  const name = subject.noun === 'user' ? 'userName' : 'displayName';
  const value = member(body, name);
  await c.send({ method: 'GET', path: created.path, purpose: 'read it' });
  if (typeof value === 'string') {
    const query = { filter: eq(name, value) };
    await c.send({ method: 'GET', path: endpoint, query, purpose: 'find it' });
    await patch(c, created, [{ op: 'replace', path: name, value: `${value}x` }], 'rename it');
  }
  await c.send({ method: 'PUT', path: created.path, body, purpose: 'replace it' });
  await c.post(endpoint, body, 'create it again');
  await postBare(c, endpoint, { schemas: [subject.type.schema.id] }, 'create one without attributes');
  const query = { attributes: 'password,meta' };
  await c.send({ method: 'GET', path: created.path, query, purpose: 'ask for what is never returned' });
  const unknown = resourcePath(endpoint, `${c.marker()}-unknown`);
  await c.send({ method: 'GET', path: unknown, purpose: 'ask for an id that nobody has' });
  await c.send({ method: 'DELETE', path: created.path, purpose: 'delete it' });
}
