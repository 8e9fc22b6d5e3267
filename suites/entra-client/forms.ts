import type {
  Answer,
  AttributeChange,
  Case,
  CheckContext,
  CheckEntry,
  Created,
  DialectName,
  JsonObject,
  Need,
  RequirementId,
  WireOperation,
} from '../../kit/index.ts';
import {
  complaint,
  describe,
  dialectTried,
  differences,
  judgePatched,
  member,
  ownChanges,
  PATCH,
  patch,
  readPath,
  shown,
  userAttribute,
  userSubject,
} from '../../kit/index.ts';
import {
  type ChangeOptions,
  changedUsers,
  elementOf,
  families,
  isFiltered,
  stillThere,
  withChanges,
} from './changes.ts';

/** How a dialect spells an operation: `Replace` by default, `replace` with the flag (rule E-076). */
export type Spell = (op: 'add' | 'replace' | 'remove') => string;

/** One form in which Entra changes attributes of a user, and what the user has before and afterwards. */
export interface UpdateForm extends ChangeOptions {
  readonly name: string;
  readonly title: string;
  /** The first one is judged. */
  readonly requirements: readonly [RequirementId, ...RequirementId[]];
  /** What the table needs to have, for the reason to skip: "no <words>". */
  readonly words: string;
  /** The dialect that has this form; left out, both have it. */
  readonly dialect?: DialectName;
  readonly operations: (changes: readonly AttributeChange[], spell: Spell) => readonly WireOperation[];
  /** Whether the attributes hold their new values afterwards, or none. */
  readonly after: 'wanted' | 'cleared';
  /** The operations are sent a second time, with the same result. */
  readonly twice?: boolean;
  /** A refusal that the standard allows: it warns instead. */
  readonly mayRefuse?: (response: Answer) => boolean;
  readonly hint?: string;
}

const SPELLINGS: Readonly<Record<DialectName, Spell>> = {
  default: (op) => `${op[0]?.toUpperCase()}${op.slice(1)}`,
  aadOptscim062020: (op) => op,
};

/** A form as a check, tried in each dialect of the run that has it. */
export function formCheck(form: UpdateForm): CheckEntry {
  return {
    name: form.name,
    title: form.title,
    requirements: form.requirements,
    needs: needsOf(form),
    run: (t) => overDialects(t, form.dialect, (spell, own) => tryForm(own, form, spell)),
  };
}

function needsOf({ words, fits, choose, dialect }: UpdateForm): readonly Need[] {
  const suitable: Need =
    choose === 'siblings'
      ? {
          unmet: (facts) =>
            families(facts.users.filter(fits)).length > 0
              ? null
              : `the attribute table of ${facts.applicationName} has no ${words}`,
        }
      : userAttribute(words, fits);
  return [PATCH, suitable, ...(dialect === undefined ? [] : [dialectTried(dialect)])];
}

/** Runs the body for each dialect of the run, or for the one that is named. */
export function overDialects(
  t: CheckContext,
  only: DialectName | undefined,
  body: (spell: Spell, t: CheckContext) => Promise<void>,
): Promise<void> {
  const dialects = t.session.plan.dialects.filter((name) => only === undefined || name === only);
  return t.forEach(dialects, (name, own) => body(SPELLINGS[name], own));
}

async function tryForm(t: CheckContext, form: UpdateForm, spell: Spell): Promise<void> {
  const subject = userSubject(t.session);
  const [rule] = form.requirements;
  await t.forAll(
    changedUsers(t, form),
    async ({ user, changes: drawn }, c) => {
      const created = await subject.create(c, user);
      const changes = ownChanges(c, created, drawn);
      const operations = form.operations(changes, spell);
      for (const purpose of form.twice === true
        ? ['change the user', 'send it again']
        : ['change the user']) {
        const response = await patch(c, created, operations, purpose);
        if (form.mayRefuse?.(response) === true) {
          adviseRefused(c, rule, form, response);
          return;
        }
        judgePatched(c, response, rule, `a PATCH of ${named(changes)} (${form.name})`, form.hint);
      }
      const got = await c.read(created, 'read it after the PATCH');
      if (form.after === 'wanted') judgeWanted(c, rule, withChanges(created.sent, changes), got, form.hint);
      else judgeCleared(t, c, rule, { created, changes, got });
      judgeElements(c, rule, got, changes);
    },
    { runs: t.session.effort.costlyRuns },
  );
}

/** Attributes in a message. */
function named(changes: readonly AttributeChange[]): string {
  const texts = changes.map(({ attribute }) => attribute.text);
  return texts.length > 3 ? `${texts.slice(0, 3).join(', ')} and ${texts.length - 3} more` : texts.join(', ');
}

function adviseRefused(c: Case, rule: RequirementId, form: UpdateForm, response: Answer): void {
  c.advise(rule, false, () => ({
    message: `a PATCH in this form is refused: ${describe(response)}. RFC 7644 allows that, but the provisioning service cannot get past it`,
    expected: '200 or 204',
    actual: describe(response),
    ...(form.hint === undefined ? {} : { hint: form.hint }),
  }));
}

/** Judges that the user reads as he should: the new values are there, and nothing else has changed. */
export function judgeWanted(
  c: Case,
  rule: RequirementId,
  expected: JsonObject,
  got: JsonObject,
  hint?: string,
): void {
  const { users, userType } = c.session;
  const found = differences(expected, got, users, userType).filter(({ kind }) => kind !== 'canonical');
  const wrong = found[0];
  c.judge(rule, wrong === undefined, () => ({
    ...complaint(wrong, 'GET after the PATCH', 'does not come back as it should', found),
    ...(hint === undefined ? {} : { hint }),
  }));
}

function judgeCleared(
  t: CheckContext,
  c: Case,
  rule: RequirementId,
  state: {
    readonly created: Created;
    readonly changes: readonly AttributeChange[];
    readonly got: JsonObject;
  },
): void {
  const cleared = state.changes.map(({ attribute }) => attribute);
  const left = stillThere(t, { sent: state.created.sent, got: state.got }, cleared);
  c.judge(rule, left === undefined, () => ({
    message: `${left?.attribute.text} is still there after a PATCH cleared it`,
    expected: 'no value, or an empty one',
    actual: `${left?.attribute.text} = ${shown(left?.value)}`,
  }));
  const { users, userType } = c.session;
  const others = users.filter((attribute) => !cleared.includes(attribute));
  const harmed = differences(state.created.sent, state.got, others, userType).filter(
    ({ kind }) => kind !== 'canonical',
  );
  c.judge(rule, harmed.length === 0, () =>
    complaint(harmed[0], 'GET after the PATCH', 'has changed, although it was not named,', harmed),
  );
}

/** Judges that no path has left two elements where it selects one (rules E-061, E-086). */
function judgeElements(
  c: Case,
  rule: RequirementId,
  got: JsonObject,
  changes: readonly AttributeChange[],
): void {
  const double = changes
    .map(({ attribute }) => attribute)
    .filter(isFiltered)
    .find(({ path }) => readPath(got, { ...path, subAttribute: null }, c.session.userType).length > 1);
  c.judge(rule, double === undefined, () => ({
    message: `after the PATCH there are two elements of ${double === undefined ? '' : elementOf(double)}`,
    expected: 'one element per type',
    actual: shown(member(got, double?.parent.name ?? '')),
  }));
}

/** The refusal that RFC 7644 §3.5.2.3 demands where a value filter matches nothing. */
export function isNoTarget({ status, body }: Answer): boolean {
  return status === 400 && member(body, 'scimType') === 'noTarget';
}
