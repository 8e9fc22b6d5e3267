import type { CheckEntry, ImmutableTried, RequirementId } from '../../kit/index.ts';
import {
  answered,
  formatPath,
  judgeKept,
  judgePatched,
  judgeSet,
  notDenied,
  overImmutables,
  patch,
  patchOffered,
} from '../../kit/index.ts';

const KEPT: RequirementId = 'RFC7644-3.5.2-read-only';
const REFUSED: RequirementId = 'RFC7644-3.5.2-incompatible-error';
const ADDED: RequirementId = 'RFC7644-3.5.2-immutable-add';

/** Attributes that the target declares immutable (RFC 7644 §3.5.2). */
export const immutables: readonly CheckEntry[] = [
  {
    name: 'immutable',
    title: 'PATCH does not change an immutable attribute that has a value',
    requirements: [KEPT, REFUSED],
    needs: [notDenied('patch')],
    run: (t) => overImmutables(t, KEPT, true, changesNothing),
  },
  {
    name: 'immutable-add',
    title: 'PATCH can add an immutable attribute that has no value yet',
    requirements: [ADDED],
    needs: [notDenied('patch')],
    run: (t) => overImmutables(t, ADDED, false, canBeAdded),
  },
];

async function changesNothing(tried: ImmutableTried): Promise<void> {
  const { play, attribute, value } = tried;
  const { c, created } = play;
  const what = `a PATCH that replaces the immutable ${attribute.text}`;
  const operation = { op: 'replace', path: formatPath(attribute.path), value };
  const answer = patchOffered(await patch(c, created, [operation], `replace ${attribute.text}`));
  await judgeKept(tried, `after ${what}`);
  c.judge(REFUSED, answer.status >= 400 && answer.status < 500, () =>
    answered(what, answer, 400, { wanted: '400 with scimType mutability' }),
  );
}

async function canBeAdded(tried: ImmutableTried): Promise<void> {
  const { play, attribute, value } = tried;
  const { c, created } = play;
  const what = `adding the immutable ${attribute.text}, which had no value`;
  const operation = { op: 'add', path: formatPath(attribute.path), value };
  const answer = await patch(c, created, [operation], `add ${attribute.text}`);
  judgePatched(c, answer, ADDED, what);
  if (answer.ok) await judgeSet(tried, `after ${what}`);
}
