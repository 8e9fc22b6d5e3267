import type { Answer, Case, Created, JsonObject, RequirementId, WireOperation } from '../../kit/index.ts';
import { describe, isObject, member, patch, SetupFailure, shown } from '../../kit/index.ts';

/** One way to write `active`: the requests that Entra and others send for a soft delete and for a restore. */
export interface ActiveForm {
  readonly name: string;
  /** How the request looks, for titles. */
  readonly words: string;
  /** The requirement by which a target has to understand it. */
  readonly requirement: RequirementId;
  readonly operation: (active: boolean) => WireOperation;
}

const asString = (active: boolean): string => (active ? 'True' : 'False');

/** The PATCH forms of RFC 7644 §3.5.2 and of the Entra client (rules E-076, E-085, E-088, E-089). */
export const ACTIVE_FORMS: readonly ActiveForm[] = [
  {
    name: 'replace-boolean',
    words: 'a PATCH that replaces active with a boolean',
    requirement: 'RFC7644-3.5.2.3-replace',
    operation: (active) => ({ op: 'replace', path: 'active', value: active }),
  },
  {
    name: 'replace-without-path',
    words: 'a PATCH without a path whose value holds active',
    requirement: 'RFC7644-3.5.2.3-replace-no-path',
    operation: (active) => ({ op: 'replace', value: { active } }),
  },
  {
    name: 'add-boolean',
    words: 'a PATCH that adds active',
    requirement: 'RFC7644-3.5.2.1-add',
    operation: (active) => ({ op: 'add', path: 'active', value: active }),
  },
  {
    name: 'capitalised-op',
    words: 'a PATCH with a capitalised op',
    requirement: 'E-076',
    operation: (active) => ({ op: 'Replace', path: 'active', value: active }),
  },
  {
    name: 'replace-string',
    words: 'a PATCH that replaces active with the string "False" or "True"',
    requirement: 'E-088',
    operation: (active) => ({ op: 'Replace', path: 'active', value: asString(active) }),
  },
  {
    name: 'replace-string-without-path',
    words: 'a PATCH without a path whose value holds active as a string',
    requirement: 'E-088',
    operation: (active) => ({ op: 'Replace', value: { active: asString(active) } }),
  },
  {
    name: 'add-string',
    words: 'a PATCH that adds active as a string',
    requirement: 'E-089',
    operation: (active) => ({ op: 'Add', path: 'active', value: asString(active) }),
  },
];

/** Sends one form. */
export function sendActive(c: Case, created: Created, form: ActiveForm, active: boolean): Promise<Answer> {
  return patch(c, created, [form.operation(active)], active ? 'restore the user' : 'disable the user');
}

/**
 * Sets `active` by whichever form the target understands, for checks that are about what follows.
 * @returns the user as he reads afterwards
 * @throws SetupFailure when no form works
 */
export async function setActive(c: Case, created: Created, active: boolean): Promise<JsonObject> {
  const preferred = ['replace-string', 'replace-boolean', 'replace-without-path'];
  for (const form of ACTIVE_FORMS.filter(({ name }) => preferred.includes(name))) {
    await sendActive(c, created, form, active);
    const user = await readOrHidden(c, created, active);
    if (member(user, 'active') === active) return user;
  }
  const current = await c.read(created);
  const answer = await replaceUser(c, created, { ...current, active });
  const user = await readOrHidden(c, created, active);
  if (member(user, 'active') === active) return user;
  throw new SetupFailure(
    `no form of PATCH or PUT sets active to ${active} (PUT is answered with ${describe(answer)}), so the check cannot judge`,
  );
}

/**
 * The user as he reads. A target that hides whom it disabled has carried the soft delete out all the same; that it must not
 * hide him is judged by soft-delete/stays-readable.
 */
async function readOrHidden(c: Case, created: Created, active: boolean): Promise<JsonObject> {
  const response = await c.send({ method: 'GET', path: created.path, purpose: 'read it back' });
  if (!active && response.status === 404) return { ...created.sent, id: created.id, active };
  return isObject(response.body) && response.status === 200 ? response.body : c.read(created);
}

/** PUT of a whole user (RFC 7644 §3.5.1). */
export function replaceUser(c: Case, created: Created, user: JsonObject): Promise<Answer> {
  return c.send({ method: 'PUT', path: created.path, body: user, purpose: 'replace the user' });
}

/** Judges that a user reads back with this `active`, as a JSON boolean. */
export function judgeActive(
  c: Case,
  user: JsonObject,
  active: boolean,
  requirement: RequirementId,
  after: string,
): void {
  const value = member(user, 'active');
  c.judge(requirement, value === active, () => ({
    message: `after ${after} the user reads back with active ${shown(value)}`,
    expected: `"active": ${active} (a JSON boolean)`,
    actual: `"active": ${shown(value)}`,
    ...(typeof value === 'string'
      ? { hint: 'The string was stored as it came; any non-empty string is then truthy.' }
      : {}),
  }));
}
