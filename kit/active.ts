import { type Answer, describe } from '../engine/answer.ts';
import { Case, type Created } from '../engine/case.ts';
import { oncePerSession } from '../engine/once-per-session.ts';
import { userSubject } from '../engine/subject.ts';
import { SetupFailure } from '../engine/violation.ts';
import type { RequirementId } from '../requirements/index.ts';
import { type JsonObject, member } from '../scim/json.ts';
import { type More, wrongValue } from './complaints.ts';
import { patch, type WireOperation } from './patching.ts';
import { plain } from './play.ts';
import { put } from './putting.ts';

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

/** The plainest form. */
export const PLAIN_ACTIVE: ActiveForm = {
  name: 'replace-boolean',
  words: 'a PATCH that replaces active with a boolean',
  requirement: 'RFC7644-3.5.2.3-replace',
  operation: (active) => ({ op: 'replace', path: 'active', value: active }),
};

const WITHOUT_PATH: ActiveForm = {
  name: 'replace-without-path',
  words: 'a PATCH without a path whose value holds active',
  requirement: 'RFC7644-3.5.2.3-replace-no-path',
  operation: (active) => ({ op: 'replace', value: { active } }),
};

const AS_STRING: ActiveForm = {
  name: 'replace-string',
  words: 'a PATCH that replaces active with the string "False" or "True"',
  requirement: 'E-088',
  operation: (active) => ({ op: 'Replace', path: 'active', value: asString(active) }),
};

/** The PATCH forms of RFC 7644 §3.5.2 and of the Entra client (rules E-076, E-085, E-088, E-089). */
export const ACTIVE_FORMS: readonly ActiveForm[] = [
  PLAIN_ACTIVE,
  WITHOUT_PATH,
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
  AS_STRING,
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

/** The forms by which checks that are about something else set `active`, the plainest first. */
const PREFERRED = [PLAIN_ACTIVE, AS_STRING, WITHOUT_PATH];

type Target = Pick<Created, 'id' | 'path'>;

/** Sends one form. */
export function sendActive(c: Case, user: Target, form: ActiveForm, active: boolean): Promise<Answer> {
  return patch(c, user, [form.operation(active)], active ? 'restore the user' : 'disable the user');
}

/** Whether a user is said to be active, be it as a text: that it is none is judged by itself; undefined where nothing is said. */
export function statedActive(user: JsonObject): boolean | undefined {
  const shown = member(user, 'active');
  const text = typeof shown === 'string' ? shown.toLowerCase() : shown;
  return text === true || text === 'true' ? true : text === false || text === 'false' ? false : undefined;
}

/** The forms that disable a user and restore him, each tried alone on one user. @throws SetupFailure */
export async function understoodForms(
  c: Case,
  forms: readonly ActiveForm[] = ACTIVE_FORMS,
): Promise<readonly ActiveForm[]> {
  const subject = userSubject(c.session);
  const user = await subject.create(c, plain(c, subject), 'see how active is changed');
  const understood: ActiveForm[] = [];
  for (const form of forms) {
    const states: (boolean | undefined)[] = [];
    for (const active of [false, true]) {
      await sendActive(c, user, form, active);
      const answer = await c.send({
        method: 'GET',
        path: user.path,
        purpose: 'see whether it was understood',
      });
      states.push(statedActive(answer.resource ?? {}));
    }
    if (states[0] === false && states[1] === true) understood.push(form);
  }
  return understood;
}

/** Whether the plainest form works; tried once in a session. */
const changesActive = oncePerSession(async (session): Promise<boolean> => {
  const c = new Case(session, []);
  try {
    return (await understoodForms(c, [PLAIN_ACTIVE])).length > 0;
  } finally {
    c.end();
  }
});

/** Whether the target shows as a text what was set as a boolean; tried once in a session. */
const showsTexts = oncePerSession(async (session): Promise<boolean> => {
  const c = new Case(session, []);
  try {
    const subject = userSubject(session);
    const user = await subject.create(c, plain(c, subject), 'see how active is shown');
    await sendActive(c, user, PLAIN_ACTIVE, false);
    return typeof member(await c.read(user), 'active') === 'string';
  } finally {
    c.end();
  }
});

/** What else is written is blamed only where the plainest form works, if there is PATCH at all. @throws SetupFailure */
export async function requireActive({ session }: Case): Promise<void> {
  if (session.facts.features.patch === false || (await changesActive(session))) return;
  const why = `cannot judge: not even ${PLAIN_ACTIVE.words} disables a user and restores him`;
  throw new SetupFailure(why, null, 'active');
}

/**
 * Sets `active` by whichever form the target understands, for checks that are about what follows.
 * @returns the user as he reads afterwards; null where the target hides whom it disabled, which
 *   soft-delete/stays-readable judges
 * @throws SetupFailure when no form works
 */
export async function setActive(c: Case, user: Target, active: boolean): Promise<JsonObject | null> {
  const forms = c.session.facts.features.patch === false ? [] : PREFERRED;
  for (const form of forms) {
    await sendActive(c, user, form, active);
    const shown = await readOrHidden(c, user, active);
    if (shown === null || statedActive(shown) === active) return shown;
  }
  const answer = await put(c, user, { ...(await c.read(user)), active }, 'replace the user');
  const shown = await readOrHidden(c, user, active);
  if (shown === null || statedActive(shown) === active) return shown;
  throw new SetupFailure(
    `cannot judge: no form of PATCH or PUT sets active to ${active} (PUT is answered with ${describe(answer)})`,
    answer,
    'active',
  );
}

async function readOrHidden(c: Case, user: Target, active: boolean): Promise<JsonObject | null> {
  const answer = await c.send({ method: 'GET', path: user.path, purpose: 'read it back' });
  if (!active && answer.status === 404) return null;
  return answer.resource ?? c.read(user);
}

/**
 * Judges that a user reads with this `active`, as a JSON boolean. Of a target that shows every boolean as a text, which is
 * judged by itself, the text is read.
 */
export async function judgeActive(
  c: Case,
  user: JsonObject,
  active: boolean,
  requirement: RequirementId,
  more: More,
): Promise<void> {
  const got = member(user, 'active');
  const said = typeof got === 'string' && (await showsTexts(c.session)) ? statedActive(user) : got;
  c.judge(requirement, said === active, () =>
    wrongValue('active', active, got, {
      hint:
        typeof got === 'string'
          ? 'The string was stored as it came; any non-empty string is then truthy.'
          : undefined,
      ...more,
    }),
  );
}
