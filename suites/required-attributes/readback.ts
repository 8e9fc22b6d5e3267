import type {
  Answer,
  Case,
  CheckContext,
  CheckEntry,
  Creation,
  JsonObject,
  RequirementId,
  Subject,
} from '../../kit/index.ts';
import {
  differenceComplaint,
  differences,
  existing,
  isReal,
  managerIds,
  member,
  observeForgotten,
  overCreations,
  Play,
  stringMember,
  subjects,
  valueAt,
  wrongValue,
} from '../../kit/index.ts';
import { judgeCommonAttributes } from './common.ts';

const RETRIEVE: RequirementId = 'RFC7644-3.4.1-retrieve';

/** Reading back: what was sent is what GET returns, under each attribute's own comparison rules. */
export const readback: readonly CheckEntry[] = [
  {
    name: 'reads-back-equal',
    title: 'Every attribute that was sent reads back equal',
    requirements: ['APP-attribute', 'E-056', RETRIEVE, 'E-064', 'E-057'],
    run: (t) => t.forEach(subjects(t.session), readsBack),
  },
  {
    name: 'common-attributes',
    title: 'A resource that is read shows its id, schemas, meta.resourceType and proper dates',
    requirements: [
      'RFC7643-3.1-id',
      'RFC7643-3-schemas',
      'RFC7644-3.3.1-resource-type',
      'RFC7643-3.1-date-time',
      'RFC7643-3.1-unmodified',
      RETRIEVE,
    ],
    run: (t) =>
      t.forEach(subjects(t.session), (subject, own) => overCreations(own, subject, commonAttributes)),
  },
];

/** Any attributes, which shrink to the one that matters, and then all of them, lest chance leave one out. */
async function readsBack(subject: Subject, t: CheckContext): Promise<void> {
  const managers = await managerIds(t, subject);
  const body = (one: Creation): Promise<void> => judgeReadBack(t, one);
  await overCreations(t, subject, body, { managers, hard: true, runs: t.session.effort.runs });
  // Whether all of them at once are accepted is for creates-any-valid-resource to judge.
  const full = async (one: Creation): Promise<void> => (one.answer.ok ? body(one) : undefined);
  await overCreations(t, subject, full, { managers, required: 'all', runs: 1 });
  await observeForgotten(t.session, subject);
}

async function judgeReadBack(t: CheckContext, one: Creation): Promise<void> {
  const { c, subject, sent, answer } = one;
  const got = await retrieve(one);
  measureReadback(t, subject, sent, got);
  const found = differences(sent, got, subject.attributes, subject.type).filter(isReal);
  const mistyped = found.filter(({ kind }) => kind === 'type');
  c.judge('E-056', mistyped.length === 0, () => differenceComplaint(mistyped, 'in the answer to GET'));
  c.judge('APP-attribute', found.length === 0, () => differenceComplaint(found, 'in the answer to GET'));
  if (answer.resource !== null) judgeRepresentation(c, subject, sent, answer, answer.resource);
}

/** GET of a resource that exists, judged. */
function retrieve(one: Creation): Promise<JsonObject> {
  return new Play(one.c, one.subject, RETRIEVE, existing(one), {}).read('after its creation');
}

function measureReadback(
  t: CheckContext,
  { attributes, type }: Subject,
  sent: JsonObject,
  got: JsonObject,
): void {
  const found = new Map(differences(sent, got, attributes, type).map((d) => [d.attribute, d.kind]));
  for (const attribute of attributes.filter((one) => valueAt(sent, one, type) !== undefined)) {
    const kind = found.get(attribute);
    t.session.measure(attribute, 'read', kind === undefined || kind === 'canonical' ? 'pass' : 'fail');
    if (kind === 'canonical') t.session.observe(`normalises.${attribute.resource}.${attribute.text}`, true);
  }
}

/** The answer to a creation must not contradict what was sent; leaving values out there is only unhelpful. */
function judgeRepresentation(
  c: Case,
  { attributes, type }: Subject,
  sent: JsonObject,
  answer: Answer,
  shown: JsonObject,
): void {
  const found = differences(sent, shown, attributes, type).filter(isReal);
  const [lost, wrong] = [true, false].map((is) => found.filter(({ kind }) => (kind === 'lost') === is));
  const when = 'in the answer to POST, unlike that to GET';
  c.judge('E-064', wrong?.length === 0, () => differenceComplaint(wrong ?? [], when, { answer }));
  c.advise('E-064', lost?.length === 0, () => differenceComplaint(lost ?? [], when, { answer }));
}

async function commonAttributes(one: Creation): Promise<void> {
  const { c, subject } = one;
  const created = existing(one);
  const got = await retrieve(one);
  const when = 'in the answer to GET';
  judgeCommonAttributes(c, got, subject, { when });
  c.judge('RFC7643-3.1-id', member(got, 'id') === created.id, () =>
    wrongValue('id', created.id, member(got, 'id'), { when }),
  );
  const [made, changed] = ['created', 'lastModified'].map((name) => stringMember(member(got, 'meta'), name));
  const both = made !== undefined && changed !== undefined;
  c.advise('RFC7643-3.1-unmodified', !both || Math.abs(Date.parse(made) - Date.parse(changed)) < 1000, () =>
    wrongValue('meta.lastModified', made, changed, {
      when: `where a ${subject.noun} was never modified`,
      says: 'is not meta.created',
    }),
  );
}
