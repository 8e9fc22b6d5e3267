import type { CheckContext, CheckEntry } from '../../kit/index.ts';
import { announced, eachSubject, InputRefused, shown } from '../../kit/index.ts';
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
        for (const [what, { headers }, version] of [
          ['GET', response, metaVersion(response)],
          ['the creation', answer, metaVersion(answer)],
        ] as const) {
          const must = what === 'GET' || version !== undefined;
          c.judge(HEADER, !must || headers.etag !== undefined, () => ({
            message: `the answer to ${what} of a ${subject.noun} has no ETag header`,
            expected: 'an ETag header',
            actual: version === undefined ? 'none' : `none, but "version": ${shown(version)}`,
          }));
          if (headers.etag === undefined) continue;
          c.judge(HEADER, /^(W\/)?"[^"]*"$/.test(headers.etag.trim()), () => ({
            message: `the ETag header in the answer to ${what} of a ${subject.noun} is no entity-tag`,
            expected: 'a text in double quotes, with W/ in front where it is weak (RFC 7232 §2.3)',
            actual: headers.etag ?? '',
          }));
          if (what !== 'GET') continue;
          c.judge(VERSION, sameTag(version, headers.etag), () => ({
            message: `meta.version of a ${subject.noun} is not its ETag`,
            expected: `"version": ${shown(headers.etag ?? '')}`,
            actual: `"version": ${shown(version)}`,
          }));
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
    c.judge(CHANGED, sameTag(again.tag, tag), () => ({
      message: `the version of a ${subject.noun} that nobody changed is another one at the next GET`,
      expected: tag,
      actual: shown(again.tag),
    }));
    const seen = [tag];
    for (const round of ['first', 'second']) {
      const answer = await change(c, versioned);
      const now = await currentTag(c, created);
      if (answer.status >= 300)
        throw new InputRefused(`PUT on ${created.path} is answered with ${answer.status}`);
      c.judge(CHANGED, !seen.some((earlier) => sameTag(now.tag, earlier)), () => ({
        message: `the version of a ${subject.noun} is an old one after a ${round} change`,
        expected: `another one than ${seen.join(', ')}`,
        actual: shown(now.tag),
        hint: 'The version is made from something that not every change touches.',
      }));
      const told = answer.headers.etag;
      c.judge(CHANGED, told === undefined || sameTag(told, now.tag), () => ({
        message: `the answer to a change of a ${subject.noun} has another ETag than GET has afterwards`,
        expected: shown(now.tag),
        actual: shown(told),
      }));
      seen.push(now.tag ?? '');
    }
  });
}
