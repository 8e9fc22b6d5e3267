import type { CheckContext, CheckEntry, JsonObject } from '../../kit/index.ts';
import {
  answered,
  found,
  PATCH,
  Play,
  requirePlainSearch,
  stringMember,
  unfound,
  userNameOf,
} from '../../kit/index.ts';
import { FILTER, search } from './filterable.ts';

const FILTERED = 'RFC7644-3.4.2.2-filter';
const STALE = 'The filter reads an index that a PATCH does not update.';

/** Filters after the value has changed. */
export const renaming: readonly CheckEntry[] = [
  {
    name: 'finds-renamed',
    title:
      'A renamed user keeps his id, is found by the new userName and no longer by the old one, which is free again',
    requirements: ['E-104', FILTERED],
    needs: [PATCH, FILTER],
    run: findsRenamed,
  },
];

async function findsRenamed(t: CheckContext): Promise<void> {
  const { subject } = userNameOf(t.session);
  await t.forAll(
    subject.arbitrary({ required: 'only' }),
    async (user, c) => {
      const play = await Play.begin(c, subject, 'E-104', user);
      const first = nameIn(play.shown);
      // Twice, as people are: an index may follow the first change alone.
      for (let turn = 0; turn < 2; turn++) await rename(play, nameIn(subject.stamp(c, user)));
      const heir = { ...subject.stamp(c, user), userName: first };
      const { response, created } = await c.post(
        subject.type.endpoint,
        heir,
        'create a user with the old name',
      );
      if (response.status === 409 && keepsAsAnotherValue(play.shown, first)) {
        t.session.observe('rename.oldNameStaysTaken', true);
        return;
      }
      c.judge('E-104', created !== null, () =>
        answered('creating a user with the userName that a renamed one had before', response, 201, {
          attribute: 'userName',
        }),
      );
    },
    { runs: t.session.effort.costlyRuns },
  );
}

const nameIn = (user: JsonObject): string => stringMember(user, 'userName') ?? '';

/** Renames a user and judges that he shows the new name, and is found by it and no longer by the old one. */
async function rename(play: Play, renamed: string): Promise<void> {
  const { c } = play;
  const old = nameIn(play.shown);
  const when = 'after a user was renamed';
  await play.patch('a PATCH that renames a user', [{ op: 'replace', path: 'userName', value: renamed }]);
  await play.read(when);
  play.judgeValue(when, 'userName', renamed);
  const of = userNameOf(c.session);
  const fresh = await search(c, of, renamed, FILTERED, 'find it by the new name');
  const stale = await search(c, of, old, FILTERED, 'find it by the old name');
  const [isFound, isStale] = [play.hit(fresh) !== undefined, play.hit(stale) !== undefined];
  if (!isFound || isStale) await requirePlainSearch(c, of);
  c.judge(FILTERED, isFound, () =>
    unfound('the filter for his new userName', 'the user', { ...fresh.about, when, hint: STALE }),
  );
  c.judge(FILTERED, !isStale, () =>
    found('the filter for his old userName', 'the user', { ...stale.about, when, hint: STALE }),
  );
}

/**
 * Whether a renamed user still shows the old name, say as the email that the provider made of it. What conflicts with
 * an existing resource is for the provider to determine (RFC 7644 section 3.3; userName is its example), so such a
 * value may be unique too.
 */
function keepsAsAnotherValue(after: JsonObject, old: string): boolean {
  return JSON.stringify(after).toLowerCase().includes(JSON.stringify(old).toLowerCase());
}
