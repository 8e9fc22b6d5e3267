import type {
  Answer,
  CheckContext,
  Complaint,
  Json,
  JsonObject,
  MappedAttribute,
  RequirementId,
  Subject,
} from '../../kit/index.ts';
import {
  answered,
  bareRefusal,
  changeComplaint,
  create,
  demandedBy,
  differences,
  fewRuns,
  formatPath,
  inTurn,
  isCleared,
  isReal,
  KeptPlay,
  managerIds,
  member,
  patch,
  plain,
  removeNow,
  sameJson,
  together,
  toldOnce,
  valueAt,
  wrongValue,
} from '../../kit/index.ts';

const REMOVE: RequirementId = 'RFC7644-3.5.2.2-remove';
const ONLY_TARGET: RequirementId = 'RFC7644-3.5.2-only-target';

/** Whether these checks may change an attribute: `active` and `members` have suites of their own. */
export function isChangeable({ definition, parent }: MappedAttribute): boolean {
  return (
    definition.mutability === 'readWrite' &&
    parent.mutability === 'readWrite' &&
    definition.returned !== 'never' &&
    !['active', 'members'].includes(parent.name)
  );
}

/** Whether the table and the standard let a resource do without the attribute. */
export function isClearable(attribute: MappedAttribute): boolean {
  const { required, matching, definition, parent } = attribute;
  return (
    isChangeable(attribute) && !required && matching === null && !definition.required && !parent.required
  );
}

/** What a target may hold on to, whatever the table says: it finds or rules a resource by it. The most needed come last. */
const HELD = ['externalId', 'active', 'displayName', 'userName'];

/** Removes every attribute that a resource can do without, and then, of another one, those that a target may hold on to. */
export async function clearsEach(subject: Subject, t: CheckContext): Promise<void> {
  const resources = subject.arbitrary({ required: 'all', managers: await managerIds(t, subject) });
  const defaults = await defaultsOf(t, subject);
  const runs = fewRuns(t);
  await t.forEach([clearable, held], (choose, own) =>
    own.forAll(
      resources,
      async (resource, c) => {
        // The default of active is true: only false can be seen to go.
        const inactive = choose === held && member(resource, 'active') !== undefined ? { active: false } : {};
        const play = await KeptPlay.begin(c, subject, REMOVE, { ...resource, ...inactive });
        const attributes = await choose(play);
        const remove = (): Promise<void> => removeEach(play, attributes, defaults, choose === held);
        if (attributes.length > 0) await (choose === held ? inTurn(t.session, remove) : remove());
      },
      { runs },
    ),
  );
}

/** What the target wants of every resource although the table does not may not be removed either. */
async function clearable({ c, subject, kept }: KeptPlay): Promise<readonly MappedAttribute[]> {
  const answer = await bareRefusal(c, subject);
  const demanded = answer && demandedBy({ subject, sent: plain(c, subject), answer });
  return kept.filter((one) => isClearable(one) && one.parent.name !== demanded);
}

async function held({ kept }: KeptPlay): Promise<readonly MappedAttribute[]> {
  return HELD.flatMap((name) => kept.filter((one) => one.text === name && !isClearable(one)));
}

/** What the service provider itself gives a resource that has the required attributes alone; nothing where it takes none. */
async function defaultsOf(t: CheckContext, subject: Subject): Promise<JsonObject> {
  let defaults: JsonObject = {};
  await t.once(async (c) => {
    const { created } = await create(c, subject, subject.stamp(c, plain(t, subject)));
    if (created !== null) defaults = await c.read(created);
  });
  return defaults;
}

/**
 * Removes each by a PATCH of its own, and judges what has become of the resource. It is taken back at once: without a name
 * it may break what comes after it.
 */
async function removeEach(
  play: KeptPlay,
  attributes: readonly MappedAttribute[],
  defaults: JsonObject,
  refusable: boolean,
): Promise<void> {
  const { c, subject, created, kept, shown } = play;
  const answers: Answer[] = [];
  for (const { path, text } of attributes)
    answers.push(await patch(c, created, [{ op: 'remove', path: formatPath(path) }], `remove ${text}`));
  const after = await play.read('after the PATCHes').finally(() => removeNow(c, created));
  const wrong = attributes.flatMap((attribute, index): Complaint[] => {
    const answer = answers[index];
    const at = (resource: JsonObject): Json | undefined => valueAt(resource, attribute, subject.type);
    const values = { before: at(shown), after: at(after), usual: at(defaults) };
    const found = answer === undefined ? null : complaintAbout(subject, attribute, answer, values, refusable);
    if (!refusable) c.session.measure(attribute, 'clear', found === null ? 'pass' : 'fail');
    return found === null ? [] : [found];
  });
  c.judge(REMOVE, wrong.length === 0, () => together(toldOnce(wrong, attributes.length)));
  const others = kept.filter((one) => !attributes.includes(one));
  const harmed = differences(shown, after, others, subject.type).filter(isReal);
  c.judge(ONLY_TARGET, harmed.length === 0, () =>
    changeComplaint(harmed, 'after PATCHes that remove other attributes'),
  );
}

/** Where a removal is accepted, the value is gone; where a target may refuse it and does, the value stays. */
function complaintAbout(
  { noun }: Subject,
  by: MappedAttribute,
  answer: Answer,
  values: Parameters<typeof isCleared>[1],
  refusable: boolean,
): Complaint | null {
  const { before, after } = values;
  const attribute = by.text;
  const what = `a PATCH that removes ${attribute} of a ${noun}`;
  if (answer.ok)
    return isCleared(by, values)
      ? null
      : wrongValue(attribute, null, after, { when: 'after a PATCH that removes it was accepted', answer });
  if (!refusable || answer.status >= 500)
    return answered(what, answer, refusable ? [200, 204, 400] : [200, 204], { attribute });
  if (sameJson(before, after)) return null;
  return { deviation: 'carriedOut', what, attribute, wanted: before, got: after, answer };
}
