import fc from 'fast-check';
import type { PatchUnit } from '../../generators/patch-unit.ts';
import type { Answer, Case, CheckContext, Created, Json, JsonObject, Subject } from '../../kit/index.ts';
import {
  eachSubject,
  InputRefused,
  isObject,
  member,
  patchGrounds,
  put,
  SetupFailure,
  settle,
  stateOf,
  stringMember,
  withValue,
} from '../../kit/index.ts';

/** A resource with a version that is known, and ways to change it. */
export interface Versioned {
  readonly created: Created;
  /** As the ETag header has it. */
  readonly tag: string;
  readonly subject: Subject;
  /** The resource with another value than it ever had, for a PUT. */
  next(): JsonObject;
  /** The path of the attribute that {@link next} changes, and its value in a resource. */
  readonly text: string;
  valueIn(resource: Json | undefined): Json;
}

/** Values that one experiment gives the attribute it changes. */
const CHANGES = 6;

/** Runs the body over resources of every kind whose version is known. @throws SetupFailure where they have none */
export async function overVersioned(
  parent: CheckContext,
  body: (c: Case, versioned: Versioned) => Promise<void>,
): Promise<void> {
  const grounds = await patchGrounds(parent.session);
  await eachSubject(parent, (subject, t) => {
    const units = grounds.find((ground) => ground.subject.noun === subject.noun)?.units ?? [];
    const unit = units.find(isRich);
    return t.forAll(
      fc.record({
        resource: subject.arbitrary({ required: 'only' }),
        values: unit === undefined ? fc.constant([]) : valuesOf(unit),
      }),
      async ({ resource, values }, c) => {
        const { created } = await settle(c, subject.type, subject.stamp(c, resource));
        const { response, tag } = await currentTag(c, created);
        const before = response.resource;
        if (tag === undefined || before === null)
          throw new SetupFailure(
            `GET ${created.path} tells no version, so the check cannot judge`,
            response,
            'ETag',
          );
        await body(c, { created, tag, subject, ...changes(c, subject, writable(before), unit, values) });
      },
      { runs: t.session.effort.costlyRuns },
    );
  });
}

/** What a client needs to PUT: not what is readOnly in every resource. */
function writable(resource: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(resource).filter(([name]) => !['meta', 'groups'].includes(name.toLowerCase())),
  );
}

function isRich(unit: PatchUnit): boolean {
  const texts = fc
    .sample(unit.value, { seed: 1, numRuns: 24 })
    .map((value) => JSON.stringify(value).toLowerCase());
  return unit.kind === 'single' && new Set(texts).size > CHANGES;
}

function valuesOf(unit: PatchUnit): fc.Arbitrary<readonly Json[]> {
  const selector = (value: Json): string => JSON.stringify(value).toLowerCase();
  return fc.uniqueArray(unit.value, { minLength: CHANGES, maxLength: CHANGES, selector });
}

/** Without such an attribute, a group gets another name, and other resources another `externalId` (RFC 7643 §3.1). */
function changes(
  c: Case,
  subject: Subject,
  before: JsonObject,
  unit: PatchUnit | undefined,
  values: readonly Json[],
): Pick<Versioned, 'next' | 'text' | 'valueIn'> {
  if (unit !== undefined) {
    const rest = [...values];
    return {
      next: () => withValue(before, unit, rest.pop() ?? null),
      text: unit.text,
      valueIn: (resource) => (isObject(resource) ? stateOf(resource, unit) : null),
    };
  }
  const text = subject.type.name === 'Group' ? 'displayName' : 'externalId';
  return {
    next: () => ({ ...before, ...subject.stamp(c, { [text]: 'Changed' }) }),
    text,
    valueIn: (resource) => member(resource, text) ?? null,
  };
}

/** GET of a resource, and the version it tells: that of the ETag header, else of `meta`. */
export async function currentTag(
  c: Case,
  created: Created,
): Promise<{ readonly response: Answer; readonly tag: string | undefined }> {
  const response = await c.send({ method: 'GET', path: created.path, purpose: 'read its version' });
  return { response, tag: response.headers.etag ?? metaVersion(response) };
}

export function metaVersion({ resource }: Answer): string | undefined {
  return stringMember(member(resource ?? undefined, 'meta'), 'version');
}

/** The weak comparison of RFC 7232 §2.3.2: whether two ETags name the same version. */
export function sameTag(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && opaque(a) === opaque(b);
}

function opaque(tag: string): string {
  return tag
    .trim()
    .replace(/^W\//i, '')
    .replace(/^"(.*)"$/s, '$1');
}

/** Changes the resource with PUT. @throws InputRefused when it does not take the change */
export async function change(
  c: Case,
  { created, next, valueIn }: Versioned,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const body = next();
  const response = await put(c, created, body, 'change it with PUT', headers);
  if (!response.ok) return response;
  const after = await c.read(created, 'read it after the change');
  if (JSON.stringify(valueIn(after)) !== JSON.stringify(valueIn(body)))
    throw new InputRefused(`a change of ${created.path} with PUT is accepted without effect`);
  return response;
}

/** @throws SetupFailure when the version after a change is the one before, which another check judges */
export function requireAnother(
  tag: string,
  { response, tag: now }: Awaited<ReturnType<typeof currentTag>>,
): void {
  if (now === tag)
    throw new SetupFailure(
      'cannot judge: after a change, the version is what it was',
      response,
      'meta.version',
    );
}
