import { PLAIN, type Spelling, spellPath } from '../../generators/spelling.ts';
import type {
  Answer,
  AttributePath,
  Case,
  CheckContext,
  CheckEntry,
  RequirementId,
  Specimen,
  SpecimenSet,
  Subject,
} from '../../kit/index.ts';
import { formatPath, forSets, InputRefused, readPath, specimensOf } from '../../kit/index.ts';
import { type Asked, blaming, inWords, isAsAsked, judgeRead, readSelected, selectable } from './asked.ts';
import { hasSelectable, type Kind, NOTHING_TO_SELECT } from './selections.ts';

const CASELESS = 'RFC7644-3.10-facets-caseless';
const URN_NAMES = 'RFC7644-3.10-urn-names';

/** How names are spelled other than plainly, and the requirement by which they mean the same (RFC 7644 §3.10). */
const SPELLINGS: readonly { readonly spelling: Spelling; readonly rule: RequirementId }[] = [
  { spelling: { ...PLAIN, names: 'upper' }, rule: CASELESS },
  { spelling: { ...PLAIN, names: 'lower' }, rule: CASELESS },
  { spelling: { ...PLAIN, urns: 'full' }, rule: URN_NAMES },
  { spelling: { ...PLAIN, urns: 'upper' }, rule: CASELESS },
];

const KINDS: readonly Kind[] = ['attributes', 'excludedAttributes'];

/** Most names of one request: URLs longer than servers take would come of more. */
const MOST_NAMES = 12;

/** Every name, in every spelling. */
export const spellings: readonly CheckEntry[] = [
  {
    name: 'spellings',
    title: 'Attributes may be named in any letter case and with their schema URI',
    requirements: [CASELESS, URN_NAMES],
    run: allSpellings,
  },
];

/** A request for several attributes of a specimen that has them all. */
interface Bundle {
  readonly subject: Subject;
  readonly item: Specimen;
  readonly kind: Kind;
  readonly paths: readonly AttributePath[];
}

async function allSpellings(t: CheckContext): Promise<void> {
  const sets = (await specimensOf(t.session).all()).filter(hasSelectable(t, 'attributes'));
  await forSets(t, sets, NOTHING_TO_SELECT, (set, own) =>
    own.forEach(SPELLINGS, ({ spelling, rule }, one) =>
      one.once(async (c) => {
        for (const kind of KINDS)
          for (const bundle of bundles(set, kind, one)) await judgeSpelling(c, bundle, spelling, rule);
      }),
    ),
  );
}

/** All attributes that can be selected, whole ones apart from parts: a whole one would hide what becomes of its parts. */
function bundles(set: SpecimenSet, kind: Kind, t: CheckContext): readonly Bundle[] {
  const all = selectable(set, kind, t);
  return [true, false].flatMap((whole) =>
    covering(
      set,
      kind,
      all.filter(({ subAttribute }) => (subAttribute === null) === whole),
    ),
  );
}

/** Again and again the specimen that has most of what is left. */
function covering(set: SpecimenSet, kind: Kind, paths: readonly AttributePath[]): readonly Bundle[] {
  const { items, subject } = set;
  const bundle = (item: Specimen): Bundle => {
    const had = paths.filter((path) => readPath(item.shown, path, subject.type).length > 0);
    return { subject, item, kind, paths: had.slice(0, MOST_NAMES) };
  };
  const [most] = items.map(bundle).toSorted((a, b) => b.paths.length - a.paths.length);
  if (most === undefined || most.paths.length === 0) return [];
  const left = paths.filter((path) => !most.paths.includes(path));
  return [most, ...covering(set, kind, left)];
}

/**
 * Judges that names mean in another spelling what they mean in the plain one, as far as that is understood: all of them
 * together, and where that does not hold, one by one.
 */
async function judgeSpelling(
  c: Case,
  bundle: Bundle,
  spelling: Spelling,
  rule: RequirementId,
): Promise<void> {
  const together = await read(c, bundle, bundle.paths, spelling);
  if (together.understood) return together.judge(rule);
  let known = 0;
  for (const path of bundle.paths) {
    if (!(await read(c, bundle, [path], PLAIN)).understood) continue;
    known++;
    (await read(c, bundle, [path], spelling)).judge(rule);
  }
  const plain = await read(c, bundle, bundle.paths, PLAIN);
  if (plain.understood) together.judge(rule);
  else if (known === 0)
    throw new InputRefused(
      `cannot judge: ${plain.words} is not understood in the plain spelling`,
      plain.answer,
    );
}

/** How a request in some spelling is answered. */
interface Reading {
  readonly words: string;
  readonly answer: Answer;
  readonly understood: boolean;
  judge(rule: RequirementId): void;
}

async function read(
  c: Case,
  { subject, item, kind }: Bundle,
  paths: readonly AttributePath[],
  spelling: Spelling,
): Promise<Reading> {
  const text = paths.map((path) => formatPath(spellPath(path, spelling, subject.type))).join(',');
  const asked: Asked = { selection: { kind, paths }, text };
  const answer = await readSelected(c, item.path, asked);
  const { resource } = answer;
  const about = { subject, whole: item.shown };
  return {
    words: inWords(asked),
    answer,
    understood: resource !== null && isAsAsked(asked, { ...about, where: '', answer, resource }),
    judge: (rule) => judgeRead(c, asked, answer, about, blaming(rule)),
  };
}
