import fc from 'fast-check';
import { extensionOf } from '../../generators/build.ts';
import type { Answer, AttributeChange, CheckContext, CheckEntry, MappedAttribute } from '../../kit/index.ts';
import {
  answered,
  changedValue,
  formatPath,
  GROUPS,
  type GroupPlay,
  groupCheck,
  groupsOf,
  InputRefused,
  judgeAnswered,
  MEMBER_ACTIONS,
  member,
  memberCount,
  memberForm,
  memberIds,
  OwnPlay,
  PATCH,
  PATCH_OP,
  patch,
  sameJson,
  userAttribute,
  userSubject,
} from '../../kit/index.ts';
import { isExtension, isOptional, isPlain } from './changes.ts';
import { overDialects, plainlyChanged, type Spoken } from './forms.ts';
import { plainChanges, requirePlainReplace } from './plain-changes.ts';

/** Users who are added to a group at the same time, each by a PATCH of his own. */
const AT_ONCE = 8;

const ATOMIC = 'RFC7644-3.5.2-atomic';

const fitsExtension = (attribute: MappedAttribute): boolean =>
  isExtension(attribute) && isPlain(attribute) && isOptional(attribute);

/** PATCH requests as a whole: empty ones, ones that must fail as a whole, ones that come at the same time. */
export const requests: readonly CheckEntry[] = [
  {
    name: 'all-or-nothing',
    title: 'A PATCH of which one operation is refused changes nothing',
    requirements: [ATOMIC, 'E-079'],
    needs: [PATCH, userAttribute('attribute that a PATCH may change', isPlain)],
    run: allOrNothing,
  },
  {
    name: 'empty-operations',
    title: 'A PATCH without any operation is answered with 200, 204 or 400, and changes nothing',
    requirements: ['E-103'],
    needs: [PATCH],
    run: emptyOperations,
  },
  {
    name: 'extension-path',
    title:
      'The first attribute of an extension is set by its URN path, and schemas name the extension afterwards',
    requirements: ['E-084'],
    needs: [PATCH, userAttribute('optional attribute of an extension', fitsExtension)],
    run: (t) => overDialects(t, (spoken, own) => extensionPath(own, spoken)),
  },
  {
    name: 'group-attributes',
    title: 'The attributes of a group are changed in both dialects, and the group is found by its new name',
    requirements: ['E-126', 'E-132'],
    needs: [GROUPS, PATCH],
    run: (t) => overDialects(t, (spoken, own) => groupAttributes(own, spoken)),
  },
  groupCheck(
    'parallel-members',
    'Members added to one group by PATCHes that arrive at the same time are all there',
    {
      requirements: ['E-018', 'RFC7644-3.5.2-only-target'],
      members: 1,
      users: AT_ONCE + 1,
      works: ['add'],
    },
    parallelMembers,
  ),
];

/** An operation that no conformant target can carry out (RFC 7644 §3.5.2.2, §3.12). */
interface Impossible {
  readonly operation: { readonly op: string; readonly path: string; readonly value?: string };
  /** Whether it is not even SCIM. */
  readonly malformed?: true;
}

const IMPOSSIBLE: readonly Impossible[] = [
  { operation: { op: 'remove', path: 'userName' } },
  { operation: { op: 'replace', path: 'id', value: 'chosen-by-client' } },
  { operation: { op: 'replace', path: 'emails[type eq', value: 'x' }, malformed: true },
];

async function allOrNothing(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  const changed = await plainlyChanged(t, { fits: isPlain, choose: 'some' }, 'replace');
  await t.forAll(
    fc.tuple(changed, fc.constantFrom(...IMPOSSIBLE)),
    async ([{ user, changes: drawn }, { operation, malformed }], c) => {
      const play = await OwnPlay.begin(c, subject, ATOMIC, user);
      const changes = play.own(drawn);
      const possible = changes.map(({ attribute, wanted = null }) => ({
        op: 'replace',
        path: formatPath(attribute.path),
        value: wanted,
      }));
      const answer = await c.send({
        method: 'PATCH',
        path: play.created.path,
        body: { schemas: [PATCH_OP], Operations: [...possible, operation] },
        purpose: 'make changes of which the last is impossible',
        ...(malformed === true ? { wellFormed: false } : {}),
      });
      // A target that shrugs the last operation off has nothing to undo.
      if (answer.status < 400)
        throw new InputRefused(
          `cannot judge: a PATCH whose last operation is impossible is answered with ${answer.status}`,
          answer,
        );
      await judgeUndone(play, changes, `after a PATCH that is answered with ${answer.status}`);
    },
    { runs: t.session.effort.costlyRuns },
  );
}

async function judgeUndone(play: OwnPlay, changes: readonly AttributeChange[], when: string): Promise<void> {
  const touched = (name: string | undefined): boolean =>
    changes.some(({ attribute }) => attribute.text === name);
  const was = member(member(play.shown, 'meta'), 'lastModified') ?? null;
  await play.judgeChanged(when, [], {
    harmed: 'has changed all the same',
    hint: ({ attribute }) =>
      touched(attribute) ? 'The operations before the one that failed have to be undone.' : undefined,
  });
  const is = member(member(play.shown, 'meta'), 'lastModified') ?? null;
  play.c.advise(ATOMIC, sameJson(was, is), () => changedValue('meta.lastModified', was, is, { when }));
}

async function emptyOperations(t: CheckContext): Promise<void> {
  await plainChanges(t.session, 'replace');
  const subject = userSubject(t.session);
  await t.forAll(
    subject.arbitrary(),
    async (user, c) => {
      const play = await OwnPlay.begin(c, subject, 'E-103', user);
      const what = 'a PATCH without any operation';
      judgeAnswered(c, 'E-103', await patch(c, play.created, [], what), [200, 204, 400], what);
      await play.judgeChanged(`after ${what}`, []);
    },
    { runs: 1 },
  );
}

async function extensionPath(t: CheckContext, { spell, plain }: Spoken): Promise<void> {
  const users = await plainlyChanged(
    t,
    { fits: fitsExtension, before: 'no-extension', choose: 'one', control: 'others' },
    plain,
  );
  await t.forAll(
    users,
    async ({ user, changes: drawn }, c) => {
      const play = await OwnPlay.begin(c, userSubject(t.session), 'E-084', user);
      const changes = play.own(drawn);
      const names = changes.map(({ attribute }) => attribute.text).join(', ');
      const what = `a PATCH that adds ${names} as the first attribute of its extension`;
      await play.patch(
        what,
        changes.map(({ attribute, wanted = null }) => ({
          op: spell('add'),
          path: formatPath(attribute.path),
          value: wanted,
        })),
      );
      await play.judgeChanged(`after ${what}`, changes);
      for (const { attribute } of changes)
        judgeNamed(play, extensionOf(attribute.path) ?? '', `after ${what}`);
    },
    { runs: t.session.effort.costlyRuns },
  );
}

/** Judges that the resource's schemas name an extension. */
function judgeNamed({ c, rule, shown }: OwnPlay, urn: string, when: string): void {
  const listed = member(shown, 'schemas');
  const names = Array.isArray(listed) ? listed.map((item) => String(item).toLowerCase()) : [];
  c.judge(rule, names.includes(urn.toLowerCase()), () => ({
    deviation: 'missing',
    what: 'schemas',
    says: 'does not name the extension',
    when,
    attribute: 'schemas',
    wanted: [urn],
    got: listed,
  }));
}

async function groupAttributes(t: CheckContext, { name, plain }: Spoken): Promise<void> {
  const subject = groupsOf(t);
  const pathless = name === 'aadOptscim062020';
  await t.forAll(
    subject.arbitrary({ required: 'all' }),
    async (group, c) => {
      const play = await OwnPlay.begin(c, subject, 'E-126', group);
      const findable = play.hit(await play.lookUp('displayName')) !== undefined;
      const changes = play.own(renamed(play));
      const value = Object.fromEntries(
        changes.map(({ attribute, wanted = null }) => [attribute.text, wanted]),
      );
      const what = `a PATCH that replaces ${Object.keys(value).join(' and ')} of a group${pathless ? ' without a path' : ''}`;
      const operations = Object.entries(value).map(([path, one]) => ({ op: plain, path, value: one }));
      const answer = await patch(c, play.created, pathless ? [{ op: plain, value }] : operations, what);
      const { displayName = '' } = subject.stamp(c, { displayName: 'Renamed plainly' });
      const control = (): Promise<void> =>
        requirePlainReplace(
          play,
          'displayName',
          displayName,
          (is) => member(is, 'displayName') === displayName,
        );
      if (pathless && !answer.ok) await control();
      judgeAnswered(c, 'E-126', answer, [200, 204], what);
      c.advise('E-132', answer.status !== 200, () =>
        answered(what, answer, 204, {
          hint:
            member(answer.resource ?? undefined, 'members') === undefined
              ? undefined
              : 'Entra wants no members back.',
        }),
      );
      await play.judgeChanged(`after ${what}`, changes, pathless ? { control } : {});
      if (findable) await play.judgeFound(`after ${what}`, 'displayName');
    },
    { runs: t.session.effort.costlyRuns },
  );
}

/** New values of what names a group. */
function renamed({ c, subject, shown }: OwnPlay): readonly AttributeChange[] {
  const values = subject.stamp(c, { displayName: 'Renamed', externalId: 'renamed' });
  return subject.attributes.flatMap((attribute) => {
    const current = member(shown, attribute.text);
    return attribute.text in values && current !== undefined
      ? [{ attribute, current, wanted: values[attribute.text] }]
      : [];
  });
}

async function parallelMembers(play: GroupPlay, [, ...others]: readonly string[]): Promise<void> {
  const { c, created } = play;
  const { write } = await memberForm(c.session);
  const answers = await Promise.all(
    others.map((id) =>
      c.send({
        method: 'PATCH',
        path: created.path,
        body: {
          schemas: [PATCH_OP],
          Operations: MEMBER_ACTIONS.add.operations([id], write).map((one) => ({ ...one })),
        },
        purpose: 'add a member',
        // What fails under load alone is what this is about, so nothing is tried again one at a time.
        wellFormed: false,
      }),
    ),
  );
  const when = `where ${AT_ONCE} members are added at the same time`;
  for (const answer of answers) judgeAnswered(c, 'E-018', answer, [200, 204], 'a PATCH', { when });
  play.members = new Set([...play.members, ...others]);
  await play.judge(`after ${AT_ONCE} members were added at the same time`);
  judgeNotLost(play, answers);
}

/** Judges that no member whom an answer has shown is gone: what a PATCH does not name, it leaves (RFC 7644 §3.5.2). */
function judgeNotLost({ c, shown }: GroupPlay, answers: readonly Answer[]): void {
  const told = [...new Set(answers.flatMap(({ resource }) => memberIds(resource ?? undefined)))];
  const left = memberIds(shown);
  const lost = told.filter((id) => !left.includes(id));
  c.judge('RFC7644-3.5.2-only-target', lost.length === 0, () =>
    changedValue('members', told, left, {
      what: 'the group',
      says: `lacks ${lost.length} of ${memberCount(told.length)} whom the answers have shown`,
      when: 'after PATCHes that added members at the same time',
    }),
  );
}
