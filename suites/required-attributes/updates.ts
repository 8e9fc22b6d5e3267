import fc from 'fast-check';
import { realisticValue } from '../../generators/attribute.ts';
import type {
  Answer,
  Case,
  CheckContext,
  CheckEntry,
  Complaint,
  Difference,
  Json,
  JsonObject,
  MappedAttribute,
  Need,
  RequirementId,
  Subject,
} from '../../kit/index.ts';
import {
  answered,
  deviations,
  differenceComplaint,
  differences,
  fewRuns,
  formatPath,
  isReal,
  KeptPlay,
  managerIds,
  member,
  ownValue,
  PATCH,
  patch,
  subjects,
  together,
  toldOnce,
  wrongValue,
} from '../../kit/index.ts';
import { applyPatch } from '../../scim/patch.ts';
import { clearsEach, isChangeable, isClearable } from './clearing.ts';

const REPLACE: RequirementId = 'RFC7644-3.5.2.3-replace';
const ONLY_TARGET: RequirementId = 'RFC7644-3.5.2-only-target';

/** The table has attributes that may be left without a value. */
const CLEARABLE: Need = {
  unmet: ({ applicationName, users, groups }) =>
    [...users, ...(groups ?? [])].some(isClearable)
      ? null
      : `${applicationName} documents no attribute that may be cleared`,
};

/** Changing: each attribute of the table can be replaced and cleared by PATCH, alone. */
export const updates: readonly CheckEntry[] = [
  {
    name: 'replaces-each-attribute',
    title: 'A PATCH that replaces one attribute changes that attribute and nothing else',
    requirements: [REPLACE, ONLY_TARGET, 'RFC7643-3.1-id'],
    needs: [PATCH],
    run: (t) => t.forEach(subjects(t.session), replacesEach),
  },
  {
    name: 'clears-each-attribute',
    title: 'A PATCH that removes an optional attribute leaves it unassigned and changes nothing else',
    requirements: ['RFC7644-3.5.2.2-remove', ONLY_TARGET],
    needs: [PATCH, CLEARABLE],
    run: (t) => t.forEach(subjects(t.session), clearsEach),
  },
];

async function replacesEach(subject: Subject, t: CheckContext): Promise<void> {
  const managers = await managerIds(t, subject);
  const { constraints } = t.session.plan.target;
  const changed = subject.attributes.filter(
    (one) => isChangeable(one) && (one.path.attribute !== 'manager' || managers.length > 1),
  );
  const references = { User: managers.slice(1) };
  const inputs = fc.record({
    resource: subject.arbitrary({ required: 'all', managers: managers.slice(0, 1) }),
    values: fc.tuple(...changed.map((attribute) => realisticValue(attribute, constraints, references))),
  });
  await t.forAll(
    inputs,
    async ({ resource, values }, c) => {
      const play = await KeptPlay.begin(c, subject, REPLACE, resource);
      const news = new Map(changed.map((attribute, index) => [attribute, values[index] ?? null]));
      await replaceKept(t, play, news);
    },
    { runs: fewRuns(t) },
  );
}

/** Replaces each attribute that the target keeps by a PATCH of its own, and judges what has become of the resource. */
async function replaceKept(
  t: CheckContext,
  play: KeptPlay,
  news: ReadonlyMap<MappedAttribute, Json>,
): Promise<void> {
  const { c, subject, created, kept, sent, shown: before } = play;
  const { type } = subject;
  const answers = new Map<MappedAttribute, Answer>();
  let wanted: JsonObject = before;
  for (const attribute of kept.filter((one) => news.has(one))) {
    const value = stamped(c, subject, attribute, news.get(attribute) ?? null);
    const operation = { op: 'replace', path: formatPath(attribute.path), value } as const;
    const answer = await patch(c, created, [operation], `replace ${attribute.text}`);
    answers.set(attribute, answer);
    if (isAccepted(answer)) wanted = applyPatch(wanted, [operation], type, { entra: true });
  }
  const after = await play.read('after the PATCHes');
  const wrong = [...answers].flatMap(([attribute, answer]): Complaint[] => {
    const found = complaintAbout(
      subject,
      attribute,
      answer,
      differences(wanted, after, [attribute], type).filter(isReal),
    );
    t.session.measure(attribute, 'update', found === null ? 'pass' : 'fail');
    return found === null ? [] : [found];
  });
  c.judge(REPLACE, wrong.length === 0, () => together(toldOnce(wrong, answers.size)));
  c.judge('RFC7643-3.1-id', member(after, 'id') === play.id, () =>
    wrongValue('id', play.id, member(after, 'id'), { when: 'after a PATCH' }),
  );
  const harmed = deviations({ sent, before, wanted, after }, type);
  c.judge(ONLY_TARGET, harmed.length === 0, () =>
    differenceComplaint(harmed, 'after PATCHes that replace other attributes'),
  );
}

function complaintAbout(
  { noun }: Subject,
  { text: attribute }: MappedAttribute,
  answer: Answer,
  [lost]: readonly Difference[],
): Complaint | null {
  if (!isAccepted(answer))
    return answered(`a PATCH that replaces ${attribute} of a ${noun}`, answer, [200, 204], { attribute });
  const when = 'after a PATCH that replaces it';
  return lost === undefined ? null : wrongValue(attribute, lost.sent, lost.got, { when, answer });
}

const isAccepted = ({ status }: Answer): boolean => status === 200 || status === 204;

/** A new value, with a marker where the attribute has to be unique. */
function stamped(c: Case, subject: Subject, attribute: MappedAttribute, value: Json): Json {
  if (attribute.path.subAttribute !== null)
    return subject.noun === 'user' ? ownValue(c, attribute, value) : value;
  const { name } = attribute.definition;
  return subject.stamp(c, { [name]: value })[name] ?? value;
}
