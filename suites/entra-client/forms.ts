import type {
  Answer,
  AttributeChange,
  CheckContext,
  CheckEntry,
  Complaint,
  DialectName,
  JsonObject,
  MappedAttribute,
  Need,
  RequirementId,
  WireOperation,
} from '../../kit/index.ts';
import {
  answered,
  dialectTried,
  fewRuns,
  judgeAnswered,
  member,
  OwnPlay,
  PATCH,
  patch,
  readPath,
  userAttribute,
  userSubject,
} from '../../kit/index.ts';
import {
  type ChangeOptions,
  changedUsers,
  elementOf,
  families,
  isFiltered,
  isPlain,
  namesOf,
} from './changes.ts';
import { notPlain, type PlainChanges, plainChanges, type ReplaceOp } from './plain-changes.ts';

/** How a dialect spells an operation: `Replace` by default, `replace` with the flag (rule E-076). */
export type Spell = (op: 'add' | 'replace' | 'remove') => string;

/** A dialect of the run. */
export interface Spoken {
  readonly name: DialectName;
  readonly spell: Spell;
  /** How it spells the plainest operation. */
  readonly plain: ReplaceOp;
}

/** One form in which Entra changes attributes of a user, and what the user has before and afterwards. */
export interface UpdateForm extends Pick<ChangeOptions, 'fits' | 'choose'> {
  readonly name: string;
  readonly title: string;
  /** The first one is judged. */
  readonly requirements: readonly [RequirementId, ...RequirementId[]];
  /** By default, values of their own. */
  readonly before?: ChangeOptions['before'];
  /** What the table needs to have, for the reason to skip: "no <words>". */
  readonly words: string;
  /** The request as the subject of a sentence: `a PATCH that replaces title`. */
  readonly what: (attributes: string) => string;
  /** The dialect that has this form; left out, both have it. `any`: it is written alike in both. */
  readonly dialect?: DialectName | 'any';
  /**
   * The plain form that has to work first: by default, the plain change of the same attributes in the same spelling.
   * `lower-case`: the spelling itself is in question. `others`: the form is the plainest that there is for such
   * attributes, so a plain change of any other attribute has to work.
   */
  readonly control?: 'lower-case' | 'others';
  readonly operations: (changes: readonly AttributeChange[], spell: Spell) => readonly WireOperation[];
  /** Whether the attributes have no value afterwards; otherwise, the wanted ones. */
  readonly clears?: true;
  /** The operations are sent a second time, with the same result. */
  readonly twice?: boolean;
  /** A refusal that the standard allows: it warns instead. */
  readonly mayRefuse?: (response: Answer) => boolean;
  /** The usual cause, where what is wrong makes it likely. */
  readonly hint?: (wrong: Complaint) => string | undefined;
}

const SPOKEN: Readonly<Record<DialectName, Spoken>> = {
  default: {
    name: 'default',
    spell: (op) => `${op[0]?.toUpperCase()}${op.slice(1)}`,
    plain: 'Replace',
  },
  aadOptscim062020: { name: 'aadOptscim062020', spell: (op) => op, plain: 'replace' },
};

/** A form as a check, tried in each dialect of the run that has it. */
export function formCheck(form: UpdateForm): CheckEntry {
  return {
    name: form.name,
    title: form.title,
    requirements: form.requirements,
    needs: needsOf(form),
    run: (t) => overDialects(t, (spoken, own) => tryForm(own, form, spoken), form.dialect),
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
  return [PATCH, suitable, ...(dialect === undefined || dialect === 'any' ? [] : [dialectTried(dialect)])];
}

/** Runs the body for each dialect of the run, for the one that is named, or for one of them, whichever. */
export function overDialects(
  t: CheckContext,
  body: (spoken: Spoken, t: CheckContext) => Promise<void>,
  only?: DialectName | 'any',
): Promise<void> {
  const { dialects } = t.session.plan;
  const chosen =
    only === 'any' ? dialects.slice(-1) : dialects.filter((name) => only === undefined || name === only);
  return t.forEach(
    chosen.map((name) => SPOKEN[name]),
    body,
  );
}

/** Users with changes of attributes that the target keeps as given and that the plain form changes. */
export async function plainlyChanged(
  t: CheckContext,
  { fits, before = 'assigned', choose, control }: Pick<UpdateForm, 'fits' | 'before' | 'choose' | 'control'>,
  plain: ReplaceOp,
): Promise<ReturnType<typeof changedUsers>> {
  const learnt = await plainChanges(t.session, control === 'lower-case' ? 'replace' : plain);
  const works = worksIn(learnt, control);
  const table = t.session.users.filter(fits);
  const fitting = table.filter(works);
  const enough = choose === 'siblings' ? families(fitting).length > 0 : fitting.length > 0;
  if (!enough) throw notPlain(learnt, namesOf(table));
  return changedUsers(t, {
    fits: (attribute) => fits(attribute) && works(attribute),
    before,
    // Where several operations do not work, that is for the check of many operations to tell.
    choose: choose === 'most' && !learnt.several ? 'one' : choose,
    omit: (attribute) => !attribute.required && isPlain(attribute) && !learnt.kept.has(attribute),
  });
}

function worksIn(
  { kept, changed }: PlainChanges,
  control: UpdateForm['control'],
): (attribute: MappedAttribute) => boolean {
  return control === 'others' ? (attribute) => kept.has(attribute) : (attribute) => changed.has(attribute);
}

async function tryForm(t: CheckContext, form: UpdateForm, spoken: Spoken): Promise<void> {
  const subject = userSubject(t.session);
  await t.forAll(
    await plainlyChanged(t, form, spoken.plain),
    async ({ user, changes }, c) =>
      change(await OwnPlay.begin(c, subject, form.requirements[0], user), form, spoken, changes),
    { runs: ['most', 'all'].includes(form.choose) ? fewRuns(t) : t.session.effort.costlyRuns },
  );
}

async function change(
  play: OwnPlay,
  form: UpdateForm,
  { spell }: Spoken,
  drawn: readonly AttributeChange[],
): Promise<void> {
  const changes = play.own(drawn, form.choose === 'siblings' ? 2 : 1);
  const what = form.what(namesOf(changes.map(({ attribute }) => attribute)));
  const before = play.shown;
  if (!(await send(play, form, what, form.operations(changes, spell)))) return;
  const when = `after ${what.replace(/,$/, '')}`;
  if (form.clears) await play.judgeCleared(when, changes);
  else await play.judgeChanged(when, changes, { hint: form.hint });
  judgeElements(play, before, changes, when);
}

/** Sends the operations; whether they were accepted. */
async function send(
  { c, created, rule }: OwnPlay,
  { twice, mayRefuse }: UpdateForm,
  what: string,
  operations: readonly WireOperation[],
): Promise<boolean> {
  for (const when of twice === true ? [undefined, 'when it is sent again'] : [undefined]) {
    const answer = await patch(c, created, operations, 'change the user');
    if (mayRefuse?.(answer) === true) {
      // RFC 7644 allows that, but the provisioning service cannot get past it.
      const [broken, hint] = isNoTarget(answer)
        ? ([MISSING_ELEMENT, NO_TARGET_HINT] as const)
        : ([rule, undefined] as const);
      c.advise(broken, false, () => answered(what, answer, [200, 204], { hint }));
      return false;
    }
    judgeAnswered(c, rule, answer, [200, 204], what, { when });
    if (!answer.ok) return false;
  }
  return true;
}

/** The rule that a missing element is created: whatever the PATCH was about, that is what is refused. */
const MISSING_ELEMENT = 'E-081' as const;

const NO_TARGET_HINT =
  'noTarget is right where a value filter matches nothing, and RFC 7644 §3.5.2.3 asks for it in a replace; Entra expects the element to be created (rule E-081).';

/** The refusal that RFC 7644 §3.5.2.3 demands where a value filter matches nothing. */
export function isNoTarget({ status, error }: Answer): boolean {
  return status === 400 && error !== null && member(error, 'scimType') === 'noTarget';
}

/** Judges that no path has left two elements where it selects one (rules E-061, E-086). */
function judgeElements(
  { c, rule, shown, subject }: OwnPlay,
  before: JsonObject,
  changes: readonly AttributeChange[],
  when: string,
): void {
  const count = (user: JsonObject, { path }: MappedAttribute): number =>
    readPath(user, { ...path, subAttribute: null }, subject.type).length;
  const double = changes
    .map(({ attribute }) => attribute)
    .filter(isFiltered)
    .find((attribute) => count(before, attribute) < 2 && count(shown, attribute) > 1);
  c.judge(rule, double === undefined, () => ({
    deviation: 'repeated',
    what: double === undefined ? 'an element' : elementOf(double),
    says: 'selects more than one element',
    when,
    attribute: double?.parent.name,
    wanted: 'one element of each type',
    got: member(shown, double?.parent.name ?? '') ?? null,
    hint: changes.length > 1 ? 'Each operation has to see what the one before it did.' : undefined,
  }));
}
