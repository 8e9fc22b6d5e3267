import fc from 'fast-check';
import type { Answer, Case, CheckEntry, RequirementId } from '../../kit/index.ts';
import { describe, ERROR, member, queryRequest, scopeText, shown } from '../../kit/index.ts';
import { CURSORS } from './cursors.ts';
import { overScoped } from './pages.ts';

/** Parameters that no page stands behind (RFC 9865 §2.1). */
export const cursorErrors: readonly CheckEntry[] = [
  {
    name: 'invalid-cursor',
    title: 'A cursor that the target never gave is declined, as an invalid or expired one',
    requirements: ['RFC9865-2.1-errors', 'RFC9865-2.1-invalid-cursor'],
    needs: CURSORS,
    run: (t) =>
      overScoped(t, (set, own) =>
        own.forAll(
          fc.record({ cursor: fc.stringMatching(/^no-cursor-[A-Za-z0-9._~-]{1,12}$/) }),
          async ({ cursor }, c) => {
            const request = { filter: scopeText(set), cursor, count: 2 };
            const response = await c.send(
              queryRequest(set.subject.type.endpoint, request, 'make a cursor up'),
            );
            judgeDeclined(c, response, 'an invalid cursor', 'RFC9865-2.1-invalid-cursor', [
              'invalidCursor',
              'expiredCursor',
            ]);
          },
          { runs: own.session.effort.costlyRuns },
        ),
      ),
  },
  {
    name: 'invalid-count',
    title: 'A count that is no number is declined as an invalid one',
    requirements: ['RFC9865-2.1-errors', 'RFC9865-2.1-invalid-count'],
    needs: CURSORS,
    run: (t) =>
      overScoped(t, (set, own) =>
        own.forAll(
          fc.record({ count: fc.constantFrom('many', '1x', '2.5') }),
          async ({ count }, c) => {
            const request = { filter: scopeText(set), cursor: '', count };
            const response = await c.send(
              queryRequest(set.subject.type.endpoint, request, 'ask for no number'),
            );
            judgeDeclined(c, response, `count=${count}`, 'RFC9865-2.1-invalid-count', ['invalidCount']);
          },
          { runs: own.session.effort.costlyRuns },
        ),
      ),
  },
];

function judgeDeclined(
  c: Case,
  response: Answer,
  what: string,
  named: RequirementId,
  scimTypes: readonly string[],
): void {
  const schemas = member(response.body, 'schemas');
  const isError = Array.isArray(schemas) && schemas.includes(ERROR);
  const declined = response.status >= 400 && response.status < 500 && isError;
  c.judge('RFC9865-2.1-errors', declined, () => ({
    message: `${what} is answered with ${describe(response)}`,
    expected: '400 with a SCIM error',
    actual: describe(response),
  }));
  const scimType = member(response.body, 'scimType');
  const fits = scimType === undefined || scimTypes.some((known) => known === scimType);
  c.judge(named, fits, () => ({
    message: `${what} is declined with scimType ${shown(scimType)}`,
    expected: scimTypes.join(' or '),
    actual: shown(scimType),
  }));
}
