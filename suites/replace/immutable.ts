import { setPath } from '../../generators/build.ts';
import type { CheckEntry, ImmutableTried, RequirementId } from '../../kit/index.ts';
import {
  answered,
  judgeKept,
  judgeScimType,
  judgeSet,
  overImmutables,
  putIfOffered,
} from '../../kit/index.ts';

const KEPT: RequirementId = 'RFC7644-3.5.1-immutable';
const REFUSED: RequirementId = 'RFC7644-3.5.1-immutable-refused';
const SET: RequirementId = 'RFC7644-3.5.1-immutable-new';

/** Attributes that the target declares immutable (RFC 7644 §3.5.1). */
export const immutables: readonly CheckEntry[] = [
  {
    name: 'immutable',
    title: 'A PUT with another value for an immutable attribute does not change it',
    requirements: [KEPT, REFUSED],
    run: (t) => overImmutables(t, KEPT, true, staysAsItIs),
  },
  {
    name: 'immutable-new',
    title: 'A PUT can set an immutable attribute that has no value yet',
    requirements: [SET],
    run: (t) => overImmutables(t, SET, false, canBeSet),
  },
];

async function staysAsItIs(tried: ImmutableTried): Promise<void> {
  const { play, attribute, value } = tried;
  const { c, created, sent } = play;
  const changed = setPath(sent, attribute.path, value, attribute);
  const what = `a PUT with another value for the immutable ${attribute.text}`;
  const answer = await putIfOffered(c, created, changed, `PUT another ${attribute.text}`);
  await judgeKept(tried, `after ${what}`);
  c.judge(REFUSED, answer.status === 400, () =>
    answered(what, answer, 400, { wanted: '400 with scimType mutability' }),
  );
  if (answer.status === 400) judgeScimType(c, REFUSED, answer, 'mutability', what);
}

async function canBeSet(tried: ImmutableTried): Promise<void> {
  const { play, attribute, value } = tried;
  const what = `a PUT of the immutable ${attribute.text}, which had no value`;
  await play.put(what, setPath(play.sent, attribute.path, value, attribute));
  await judgeSet(tried, `after ${what}`);
}
