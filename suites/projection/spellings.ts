import { PLAIN, type Spelling } from '../../generators/spelling.ts';
import type { Case, CheckContext, CheckEntry, RequirementId } from '../../kit/index.ts';
import { forSets, InputRefused, specimensOf } from '../../kit/index.ts';
import { blaming } from './asked.ts';
import { type Bundle, bundles, type Kind, readBundle } from './bundles.ts';
import { hasSelectable, NOTHING_TO_SELECT } from './selections.ts';

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

/** Every name, in every spelling. */
export const spellings: readonly CheckEntry[] = [
  {
    name: 'spellings',
    title: 'Attributes may be named in any letter case and with their schema URI',
    requirements: [CASELESS, URN_NAMES],
    run: allSpellings,
  },
];

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
  const blame = blaming(rule);
  const together = await readBundle(c, bundle, bundle.paths, spelling);
  if (together.understood) return together.judge(blame);
  let known = 0;
  for (const path of bundle.paths) {
    if (!(await readBundle(c, bundle, [path])).understood) continue;
    known++;
    (await readBundle(c, bundle, [path], spelling)).judge(blame);
  }
  const plain = await readBundle(c, bundle);
  if (plain.understood) together.judge(blame);
  else if (known === 0)
    throw new InputRefused(
      `cannot judge: ${plain.words} is not understood in the plain spelling`,
      plain.answer,
    );
}
