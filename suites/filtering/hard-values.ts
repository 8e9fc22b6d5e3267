import fc from 'fast-check';
import { setPath } from '../../generators/build.ts';
import { HARD_CLASSES, type HardClass } from '../../generators/values/hard-classes.ts';
import type { Case, CheckContext, CheckEntry, Created, Filterable, JsonObject } from '../../kit/index.ts';
import { found, holds, NotOffered, requirePlainSearch, valueAt, withAttribute } from '../../kit/index.ts';
import { FILTER, forEachFilterable, notFound, type Search, search, strayValue } from './filterable.ts';

const LITERAL = 'RFC7644-3.4.2.2-string-literal';

/** Words that mean something in a filter, and nothing in a literal. */
const WORDS = ['Or', 'and', 'Not', 'eq', 'pr'];

/** Filters for strings that have to be quoted, escaped and encoded with care. */
export const hardFilterValues: readonly CheckEntry[] = [
  {
    name: 'hard-values',
    title:
      'A value with quotes, backslashes, blanks or any Unicode character is found by its escaped literal',
    requirements: [LITERAL],
    needs: [FILTER],
    run: async (t) => {
      await forEachFilterable(t, hardValues);
      if (t.tally.judged === 0) throw new NotOffered('the target refuses all such values');
    },
  },
];

async function hardValues(of: Filterable, t: CheckContext): Promise<void> {
  const isUserName = of.attribute.definition.name === 'userName';
  const classes = HARD_CLASSES.filter((kind) => !kind.onDemand && (kind.userName || !isUserName));
  await t.forEach(classes, (kind, own) => hardClass(own, of, kind));
}

function hardClass(t: CheckContext, of: Filterable, kind: HardClass): Promise<void> {
  const { subject, attribute } = of;
  return t.forAll(
    fc.tuple(subject.arbitrary(withAttribute(attribute)), kind.arbitrary),
    async ([resource, hard], c) => {
      const body = subject.stamp(c, setPath(resource, attribute.path, hard, attribute));
      const { created, response } = await c.post(subject.type.endpoint, body, `create the ${subject.noun}`);
      // A target may refuse such a value (required-attributes/keeps-hard-values observes it); then there is nothing to find.
      if (created === null) return;
      // The marker makes another word of it: by themselves they are sent as well, whether or not somebody has them.
      const words = kind.name === 'filter-words' && attribute.matching === 1 ? WORDS : [];
      for (const word of words) await search(c, of, word, LITERAL);
      const sought = await seek(c, of, created, response.resource);
      if (sought === null) return;
      await judgeHits(c, of, created.id, sought, kind);
    },
    { runs: Math.max(1, Math.floor(t.session.effort.runs / 10)) },
  );
}

/**
 * What is found by the value that the answer to POST shows, which is mostly the one that is stored, or else by the one that
 * GET shows; null where neither shows any.
 */
async function seek(
  c: Case,
  of: Filterable,
  created: Created,
  told: JsonObject | null,
): Promise<{ readonly list: Search; readonly value: string } | null> {
  const valueIn = (resource: JsonObject): string | null => {
    const value = valueAt(resource, of.attribute, of.subject.type);
    return typeof value === 'string' ? value : null;
  };
  const first = told && valueIn(told);
  const list = first === null ? null : await search(c, of, first, LITERAL);
  if (list !== null && first !== null && holds(list, created.id)) return { list, value: first };
  const kept = valueIn(await c.read(created));
  if (kept === null) return null;
  return { list: list !== null && kept === first ? list : await search(c, of, kept, LITERAL), value: kept };
}

/** Judges that a search finds who has the value, and nobody else. */
async function judgeHits(
  c: Case,
  of: Filterable,
  id: string,
  { list, value }: { readonly list: Search; readonly value: string },
  { words }: HardClass,
): Promise<void> {
  const when = `where ${of.attribute.text} holds ${words}`;
  const stray = strayValue(list, of, value);
  const isFound = holds(list, id);
  if (!isFound || stray !== null) await requirePlainSearch(c, of);
  c.judge(LITERAL, isFound, () => ({
    ...notFound(list, of, value),
    when,
    hint: 'The comparison value is a JSON string: undo \\" and \\\\ and \\u escapes once, and decode + and % in the URL once.',
  }));
  c.judge(LITERAL, stray === null, () =>
    found(list.what, `a ${of.subject.noun} with ${of.attribute.text} = ${stray}`, { ...list.about, when }),
  );
}
