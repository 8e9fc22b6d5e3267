import fc from 'fast-check';
import { setPath } from '../../generators/build.ts';
import { HARD_CLASSES, type HardClass } from '../../generators/values/hard-classes.ts';
import type {
  Case,
  CheckContext,
  CheckEntry,
  Json,
  ListAnswer,
  MappedAttribute,
  Subject,
} from '../../kit/index.ts';
import {
  eq,
  formatPath,
  holds,
  isObject,
  NotOffered,
  query,
  sameValue,
  shown,
  valueAt,
} from '../../kit/index.ts';
import { forEachFilterable, withAttribute } from './filterable.ts';

/** Filters for strings that have to be quoted, escaped and encoded with care. */
export const hardFilterValues: readonly CheckEntry[] = [
  {
    name: 'hard-values',
    title:
      'A value with quotes, backslashes, blanks or any Unicode character is found by its escaped literal',
    requirements: ['RFC7644-3.4.2.2-string-literal'],
    run: async (t) => {
      await forEachFilterable(t, hardValues);
      if (t.tally.judged === 0) throw new NotOffered('the target refuses all such values');
    },
  },
];

async function hardValues(subject: Subject, attribute: MappedAttribute, t: CheckContext): Promise<void> {
  const isUserName = attribute.definition.name === 'userName';
  const classes = HARD_CLASSES.filter((kind) => !kind.onDemand && (kind.userName || !isUserName));
  await t.forEach(classes, (kind, own) => hardClass(own, subject, attribute, kind));
}

async function hardClass(
  t: CheckContext,
  subject: Subject,
  attribute: MappedAttribute,
  kind: HardClass,
): Promise<void> {
  const one = fc.tuple(subject.arbitrary(withAttribute(attribute)), kind.arbitrary);
  await t.forAll(
    one,
    async ([resource, hard], c) => {
      const body = subject.stamp(c, setPath(resource, attribute.path, hard, attribute));
      const { created, response } = await c.post(subject.type.endpoint, body, `create the ${subject.noun}`);
      // A target may refuse such a value (required-attributes/keeps-hard-values observes it); then there is nothing to find.
      if (created === null) return;
      // What the answer to POST shows is mostly what is stored; where that is not found, GET knows better.
      const answered = isObject(response.body) ? valueAt(response.body, attribute, subject.type) : undefined;
      let stored = answered;
      let list = await listBy(c, subject, attribute, answered);
      if (list === null || !holds(list, created.id)) {
        stored = valueAt(await c.read(created), attribute, subject.type);
        if (stored !== answered) list = await listBy(c, subject, attribute, stored);
      }
      if (list === null || typeof stored !== 'string') return;
      const { filter, resources } = list;
      c.judge('RFC7644-3.4.2.2-string-literal', holds(list, created.id), () => ({
        message: `the ${subject.noun} whose ${attribute.text} holds ${kind.words} is not found by that value`,
        expected: `a match for ${filter}`,
        actual: resources.length === 0 ? 'no resource' : `${resources.length} other resources`,
        hint: 'The comparison value is a JSON string: undo \\" and \\\\ and \\u escapes once, and decode + and % in the URL once.',
      }));
      judgeAllMatchLiteral(c, subject, attribute, stored, list);
    },
    { runs: Math.max(1, Math.floor(t.session.effort.runs / 10)) },
  );
}

/** What the filter finds that asks for a value of the attribute, with the filter; null for what is no string. */
async function listBy(
  c: Case,
  subject: Subject,
  attribute: MappedAttribute,
  value: Json | undefined,
): Promise<(ListAnswer & { readonly filter: string }) | null> {
  if (typeof value !== 'string') return null;
  const filter = eq(formatPath(attribute.path), value);
  const { endpoint } = subject.type;
  const list = await query(c, endpoint, { filter }, 'RFC7644-3.4.2.2-string-literal', 'find it by the value');
  return { ...list, filter };
}

function judgeAllMatchLiteral(
  c: Case,
  subject: Subject,
  attribute: MappedAttribute,
  wanted: string,
  list: ListAnswer,
): void {
  const stranger = list.resources.find((resource) => {
    const value = valueAt(resource, attribute, subject.type);
    return (
      typeof value === 'string' &&
      !sameValue(value, wanted, attribute.definition) &&
      value.normalize('NFC').trim() !== wanted.normalize('NFC').trim()
    );
  });
  c.judge('RFC7644-3.4.2.2-string-literal', stranger === undefined, () => ({
    message: `the filter for ${shown(wanted)} finds a ${subject.noun} with another value`,
    expected: `only ${shown(wanted)}`,
    actual: `also ${shown(stranger === undefined ? undefined : valueAt(stranger, attribute, subject.type))}`,
  }));
}
