import type { Case, CheckContext, CheckEntry, JsonObject, Listing, Subject } from '../../kit/index.ts';
import {
  type Complaint,
  differenceComplaint,
  differences,
  eachListing,
  formatPath,
  forSets,
  judgeAnswered,
  malformed,
  member,
  specimensOf,
  together,
  valueAt,
  wrongValue,
} from '../../kit/index.ts';
import { type Asked, blaming, judgeSelection, specimensIn } from './asked.ts';

const DEFAULT_SET = 'RFC7644-3.9-default-set';
const RETURNED = 'RFC7644-3.4-returned';

/** What answers hold that were not asked for anything in particular. */
export const defaultSet: readonly CheckEntry[] = [
  {
    name: 'default-set',
    title: 'By default answers hold what is returned always or by default, and nothing else',
    requirements: [DEFAULT_SET, RETURNED],
    run: inGet,
  },
  {
    name: 'default-set-of-a-list',
    title: 'A list shows each result with the attributes that GET shows',
    requirements: [RETURNED, DEFAULT_SET],
    run: (t) => eachListing(t, RETURNED, inList),
  },
];

/** Nothing is asked for. */
const NOTHING: Asked = { selection: { kind: 'default', paths: [] }, text: '' };

async function inGet(t: CheckContext): Promise<void> {
  await forSets(t, await specimensOf(t.session).all(), 'there are no resources', (set, own) =>
    own.forAll(
      set.arbitrary,
      async (resource, c) => judgeDefaultSet(c, set.subject, set.subject.stamp(c, resource)),
      { runs: own.session.effort.costlyRuns },
    ),
  );
}

async function judgeDefaultSet(c: Case, subject: Subject, body: JsonObject): Promise<void> {
  const { noun, type } = subject;
  const created = await c.create(type.endpoint, body, `create the ${noun}`);
  const answer = await c.send({ method: 'GET', path: created.path, purpose: 'read it back' });
  judgeAnswered(c, RETURNED, answer, 200, `GET of a ${noun}`);
  const { resource: shown } = answer;
  c.judge(RETURNED, shown !== null, () =>
    malformed(`the body of GET of a ${noun}`, 'a resource', answer.whole.body, { answer }),
  );
  if (shown === null) return;
  const where = `in GET of a ${noun}`;
  judgeSelection(c, NOTHING, { subject, where, answer, resource: shown, whole: shown }, blaming(DEFAULT_SET));
  const hidden = await hiddenIn(c, subject, { path: created.path, body, shown });
  c.judge(DEFAULT_SET, hidden.length === 0, () => together(hidden));
  await judgeWholeAgain(c, subject, created.path, shown);
}

/** What was set, is not shown, and is there all the same when it is asked for by name. */
async function hiddenIn(
  c: Case,
  { attributes, type, noun }: Subject,
  { path, body, shown }: { readonly path: string; readonly body: JsonObject; readonly shown: JsonObject },
): Promise<readonly Complaint[]> {
  const lost = differences(body, shown, attributes, type).filter(({ kind }) => kind === 'lost');
  if (lost.length === 0) return [];
  const names = [...new Set(lost.map(({ attribute }) => formatPath({ ...attribute.path, filter: null })))];
  const query = { attributes: names.join(',') };
  const asked = await c.send({ method: 'GET', path, query, purpose: 'ask for what is not shown' });
  return lost.flatMap(({ attribute }) => {
    const value = asked.resource === null ? undefined : valueAt(asked.resource, attribute, type);
    if (value === undefined) return [];
    const says = 'is missing, although it is there when it is asked for by name';
    return wrongValue(attribute.text, value, undefined, { when: `in GET of a ${noun}`, says });
  });
}

/** An answer with fewer attributes must not be given to those who ask for all. */
async function judgeWholeAgain(c: Case, { noun }: Subject, path: string, shown: JsonObject): Promise<void> {
  const names = Object.keys(shown);
  const [name = 'meta'] = names.filter((key) => !['schemas', 'id', 'meta'].includes(key));
  const query = { excludedAttributes: name };
  await c.send({ method: 'GET', path, query, purpose: `leave ${name} out once` });
  const again = await c.read({ path }, 'ask for everything again');
  const gone = names.filter((key) => member(again, key) === undefined);
  c.judge(DEFAULT_SET, gone.length === 0, () =>
    together(
      gone.map((key) =>
        wrongValue(key, shown[key], undefined, {
          when: `in GET of a ${noun} after one with excludedAttributes=${name}`,
          hint: key === name ? 'An answer with fewer attributes is kept and given to others.' : undefined,
        }),
      ),
    ),
  );
}

async function inList(listing: Listing): Promise<void> {
  const { c, set } = listing;
  const list = await listing.askForOwn({});
  const shown = specimensIn(listing, list);
  listing.judgeShown(list, () => shown.length > 0, 'the resources that are there');
  const { attributes, type } = set.subject;
  for (const one of shown) {
    judgeSelection(c, NOTHING, one, blaming(RETURNED));
    const changed = differences(one.whole, one.resource, attributes, type);
    c.judge(DEFAULT_SET, changed.length === 0, () => ({
      ...differenceComplaint(changed, one.where),
      answer: list.response,
    }));
  }
}
