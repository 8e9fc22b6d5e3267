import type { Case, CheckContext, CheckEntry, Created, JsonObject, Subject } from '../../kit/index.ts';
import {
  describe,
  eq,
  holds,
  judgePatched,
  PATCH,
  patch,
  query,
  shown,
  userSubject,
  valueAt,
} from '../../kit/index.ts';

/** Filters after the value has changed. */
export const renaming: readonly CheckEntry[] = [
  {
    name: 'finds-renamed',
    title:
      'A renamed user keeps his id, is found by the new userName and no longer by the old one, which is free again',
    requirements: ['E-104', 'RFC7644-3.4.2.2-filter'],
    needs: [PATCH],
    run: findsRenamed,
  },
];

async function findsRenamed(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  await t.forAll(
    subject.arbitrary({ required: 'only' }),
    async (user, c) => {
      const created = await subject.create(c, user);
      const old = String(created.sent.userName);
      // Twice, as people are: an index may follow the first change alone.
      const between = String(subject.stamp(c, user).userName);
      await rename(c, subject, created, old, between);
      const after = await rename(c, subject, created, between, String(subject.stamp(c, user).userName));
      const heir = { ...subject.stamp(c, user), userName: old };
      const { response, created: taken } = await c.post(
        subject.type.endpoint,
        heir,
        'create a user with the old name',
      );
      if (response.status === 409 && keepsAsAnotherValue(after, old)) {
        t.session.observe('rename.oldNameStaysTaken', true);
        return;
      }
      c.judge('E-104', taken !== null, () => ({
        message: `the userName that a renamed user had before cannot be used: ${describe(response)}`,
        expected: '201',
        actual: describe(response),
      }));
    },
    { runs: t.session.effort.costlyRuns },
  );
}

/** Renames a user and judges that the new name finds him, and the old one does not. @returns the user as he is now */
async function rename(
  c: Case,
  subject: Subject,
  created: Created,
  old: string,
  renamed: string,
): Promise<JsonObject> {
  const operations = [{ op: 'replace', path: 'userName', value: renamed }];
  const answer = await patch(c, created, operations, 'rename the user');
  judgePatched(c, answer, 'E-104', 'renaming a user');
  const after = await c.read(created, 'read it under the same id');
  const name = valueAt(after, nameAttribute(subject), subject.type)?.toString();
  c.judge('E-104', name?.toLowerCase() === renamed.toLowerCase(), () => ({
    message: 'a renamed user does not show his new userName',
    expected: shown(renamed),
    actual: shown(after.userName),
  }));
  const find = (userName: string, purpose: string) =>
    query(c, subject.type.endpoint, { filter: eq('userName', userName) }, 'RFC7644-3.4.2.2-filter', purpose);
  const fresh = await find(renamed, 'find it by the new name');
  c.judge('RFC7644-3.4.2.2-filter', holds(fresh, created.id), () => ({
    message: 'a renamed user is not found by his new userName',
    expected: `the user ${created.id}`,
    actual: `${fresh.resources.length} resources`,
    hint: 'The filter reads an index that a PATCH does not update.',
  }));
  const stale = await find(old, 'find it by the old name');
  c.judge('RFC7644-3.4.2.2-filter', !holds(stale, created.id), () => ({
    message: 'a renamed user is still found by his old userName',
    expected: 'no match',
    actual: describe(stale.response),
    hint: 'The filter reads an index that a PATCH does not update.',
  }));
  return after;
}

/**
 * Whether a renamed user still shows the old name, say as the email that the provider made of it. What conflicts with
 * an existing resource is for the provider to determine (RFC 7644 section 3.3; userName is its example), so such a
 * value may be unique too.
 */
function keepsAsAnotherValue(after: JsonObject, old: string): boolean {
  return JSON.stringify(after).toLowerCase().includes(JSON.stringify(old).toLowerCase());
}

function nameAttribute(subject: Subject): Subject['attributes'][number] {
  const found = subject.attributes.find((attribute) => attribute.definition.name === 'userName');
  if (found === undefined) throw new Error('every mapping has userName');
  return found;
}
