import type { CheckContext, CheckEntry } from '../../kit/index.ts';
import {
  announced,
  changedValue,
  eachSubject,
  InputRefused,
  malformed,
  shown,
  wrongValue,
} from '../../kit/index.ts';
import { change, currentTag, metaVersion, overVersioned, sameTag } from './etag.ts';

const HEADER = 'RFC7644-3.14-header';
const VERSION = 'RFC7644-3.14-version';
const CHANGED = 'RFC7644-3.14-changed';

/** Where versions are told, and that they change with what they are versions of. */
export const tags: readonly CheckEntry[] = [
  {
    name: 'etag',
    title: 'A resource has its version in the ETag header, and the same in meta.version',
    requirements: [HEADER, VERSION],
    needs: [announced('etag')],
    run: tellsVersion,
  },
  {
    name: 'changes',
    title: 'The version of a resource changes when the resource does, and not otherwise',
    requirements: [CHANGED],
    needs: [announced('etag')],
    run: changesWithResource,
  },
];

function tellsVersion(parent: CheckContext): Promise<void> {
  return eachSubject(parent, (subject, t) =>
    t.forAll(
      subject.arbitrary({ required: 'only' }),
      async (resource, c) => {
        const { endpoint } = subject.type;
        const { response: answer, created } = await c.post(endpoint, subject.stamp(c, resource), 'create it');
        if (created === null) return;
        const { response } = await currentTag(c, created);
        for (const [what, told] of [
          ['GET', response],
          ['the creation', answer],
        ] as const) {
          const { headers } = told;
          const version = metaVersion(told);
          const must = what === 'GET' || version !== undefined;
          c.judge(HEADER, !must || headers.etag !== undefined, () => ({
            deviation: 'missing',
            what: `the ETag header in the answer to ${what} of a ${subject.noun}`,
            attribute: 'ETag',
            expected: 'an ETag header',
            actual: version === undefined ? 'none' : `none, but "version": ${shown(version)}`,
            answer: told,
          }));
          if (headers.etag === undefined) continue;
          c.judge(HEADER, /^(W\/)?"[^"]*"$/.test(headers.etag.trim()), () =>
            malformed(
              `the ETag header in the answer to ${what} of a ${subject.noun}`,
              'a text in double quotes, with W/ in front where it is weak (RFC 7232 §2.3)',
              headers.etag,
              { attribute: 'ETag', says: 'is no entity-tag', answer: told },
            ),
          );
          if (what !== 'GET') continue;
          c.judge(VERSION, sameTag(version, headers.etag), () =>
            wrongValue('meta.version', headers.etag, version, {
              what: `meta.version of a ${subject.noun}`,
              says: 'is not its ETag',
              answer: told,
            }),
          );
        }
      },
      { runs: t.session.effort.costlyRuns },
    ),
  );
}

function changesWithResource(t: CheckContext): Promise<void> {
  return overVersioned(t, async (c, versioned) => {
    const { created, tag, subject } = versioned;
    const again = await currentTag(c, created);
    c.judge(CHANGED, sameTag(again.tag, tag), () =>
      changedValue('meta.version', tag, again.tag, {
        what: `the version of a ${subject.noun} that nobody changed`,
        says: 'is another one at the next GET',
      }),
    );
    const seen = [tag];
    for (const round of ['first', 'second']) {
      const answer = await change(c, versioned);
      const now = await currentTag(c, created);
      if (!answer.ok)
        throw new InputRefused(`PUT on ${created.path} is answered with ${answer.status}`, answer);
      c.judge(CHANGED, !seen.some((earlier) => sameTag(now.tag, earlier)), () => ({
        deviation: 'ignored',
        what: `the version of a ${subject.noun}`,
        says: `is an old one after a ${round} change`,
        attribute: 'meta.version',
        wanted: `another one than ${seen.join(', ')}`,
        got: now.tag,
      }));
      const told = answer.headers.etag;
      c.judge(CHANGED, told === undefined || sameTag(told, now.tag), () =>
        malformed('the ETag', now.tag ?? '', told, {
          when: `in the answer to a change of a ${subject.noun}`,
          says: 'is another one than GET has afterwards',
          attribute: 'ETag',
          answer,
        }),
      );
      seen.push(now.tag ?? '');
    }
  });
}
