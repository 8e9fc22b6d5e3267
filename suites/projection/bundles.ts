import { PLAIN, type Spelling, spellPath } from '../../generators/spelling.ts';
import type {
  Answer,
  AttributePath,
  Case,
  CheckContext,
  Specimen,
  SpecimenSet,
  Subject,
} from '../../kit/index.ts';
import { formatPath, readPath } from '../../kit/index.ts';
import { type Asked, type Blame, inWords, isAsAsked, judgeRead, readSelected, selectable } from './asked.ts';

/** What selects attributes. */
export type Kind = 'attributes' | 'excludedAttributes';

/** Most names of one request: URLs longer than servers take would come of more. */
const MOST_NAMES = 12;

/** A request for several attributes of a specimen that has them all. */
export interface Bundle {
  readonly subject: Subject;
  readonly item: Specimen;
  readonly kind: Kind;
  readonly paths: readonly AttributePath[];
}

/** All attributes that can be selected, whole ones apart from parts: a whole one would hide what becomes of its parts. */
export function bundles(set: SpecimenSet, kind: Kind, t: CheckContext): readonly Bundle[] {
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

/** How a request in some spelling is answered. */
export interface Reading {
  readonly words: string;
  readonly answer: Answer;
  readonly understood: boolean;
  judge(blame: Blame): void;
}

/** Reads a specimen with these of a bundle's names. */
export async function readBundle(
  c: Case,
  { subject, item, kind, paths: all }: Bundle,
  paths: readonly AttributePath[] = all,
  spelling: Spelling = PLAIN,
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
    judge: (blame) => judgeRead(c, asked, answer, about, blame),
  };
}
