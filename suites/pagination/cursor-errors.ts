import fc from 'fast-check';
import type { CheckEntry, Listing, Parameters, RequirementId } from '../../kit/index.ts';
import { answered, ERROR, malformed, member, overListings } from '../../kit/index.ts';
import { CURSORS } from './cursors.ts';

const ERRORS = 'RFC9865-2.1-errors';

/** Parameters that no page stands behind (RFC 9865 §2.1). */
export const cursorErrors: readonly CheckEntry[] = [
  declines({
    name: 'invalid-cursor',
    title: 'A cursor that the target never gave is declined, as an invalid or expired one',
    named: 'RFC9865-2.1-invalid-cursor',
    inputs: fc.stringMatching(/^no-cursor-[A-Za-z0-9._~-]{1,12}$/).map((cursor) => ({ cursor, count: 2 })),
    scimTypes: ['invalidCursor', 'expiredCursor'],
  }),
  declines({
    name: 'invalid-count',
    title: 'A count that is no number is declined as an invalid one',
    named: 'RFC9865-2.1-invalid-count',
    inputs: fc.constantFrom('many', '1x', '2.5').map((count) => ({ cursor: '', count })),
    scimTypes: ['invalidCount'],
  }),
];

function declines({
  name,
  title,
  named,
  inputs,
  scimTypes,
}: {
  readonly name: string;
  readonly title: string;
  readonly named: RequirementId;
  readonly inputs: fc.Arbitrary<Parameters>;
  readonly scimTypes: readonly string[];
}): CheckEntry {
  return {
    name,
    title,
    requirements: [ERRORS, named],
    needs: CURSORS,
    run: (t) =>
      overListings(
        t,
        ERRORS,
        () => inputs,
        (listing, input) => judgeDeclined(listing, input, named, scimTypes),
      ),
  };
}

async function judgeDeclined(
  listing: Listing,
  parameters: Parameters,
  named: RequirementId,
  scimTypes: readonly string[],
): Promise<void> {
  const { c } = listing;
  const answer = await listing.send(parameters, { wellFormed: false });
  const what = `a query with cursor=${parameters.cursor}&count=${parameters.count}`;
  const schemas = member(answer.error, 'schemas');
  const declined = answer.status < 500 && Array.isArray(schemas) && schemas.includes(ERROR);
  c.judge(ERRORS, declined, () => answered(what, answer, 400, { wanted: '400 with a SCIM error' }));
  const scimType = member(answer.error, 'scimType');
  const fits = scimType === undefined || scimTypes.some((known) => known === scimType);
  c.judge(named, fits, () =>
    malformed('scimType', scimTypes.join(' or '), scimType, {
      when: `where ${what} is declined`,
      attribute: 'scimType',
      answer,
    }),
  );
}
