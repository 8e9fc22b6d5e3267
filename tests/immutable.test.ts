import { describe, expect, test } from 'vitest';
import { loadApplication } from '../config/load-application.ts';
import { NO_FACTS } from '../engine/discovery.ts';
import { planFor, sessionFor } from '../engine/fixtures/session.ts';
import { runCheck } from '../engine/run-check.ts';
import type { WireResponse } from '../http/transport.ts';
import { onTheWire } from '../provider/answer.ts';
import { createProvider } from '../provider/provider.ts';
import type { CheckResult } from '../report/report.ts';
import type { AttributeDefinition, ResourceType } from '../scim/schema.ts';
import { define, USER_TYPE } from '../scim/schemas/index.ts';
import type { CheckId } from '../suites/check-ids.ts';
import { CHECKS } from '../suites/registry.ts';

const BASE_URL = 'http://provider.test/scim/v2';
const IDS: readonly CheckId[] = [
  'replace/immutable',
  'replace/immutable-new',
  'modify/immutable',
  'modify/immutable-add',
];

/** Users with a code that is set once. */
function usersWith(mutability: AttributeDefinition['mutability']): ResourceType {
  const attributes = [...USER_TYPE.schema.attributes, define('badgeCode', 'string', { mutability })];
  return { ...USER_TYPE, schema: { ...USER_TYPE.schema, attributes } };
}

/** The results of the checks on a provider that declares the code immutable, and treats it as it is told to. */
async function results(treated: AttributeDefinition['mutability']): Promise<readonly CheckResult[]> {
  const provider = createProvider({
    baseUrl: BASE_URL,
    requiredUserAttributes: [],
    requiredGroupAttributes: [],
    groups: false,
    userType: usersWith(treated),
  });
  const { target } = planFor();
  const { session } = sessionFor(
    async ({ method, path, headers, body }): Promise<WireResponse> => {
      const answer = await provider({
        method,
        url: `${BASE_URL}${path}`,
        headers: new Headers(headers),
        body: async () => (body === null ? null : Buffer.from(body)),
      });
      const { status, headers: given, text } = onTheWire(answer);
      return { status, headers: { ...given }, text: text ?? '' };
    },
    {
      application: loadApplication('alinto-protect'),
      target: { ...target, facts: { ...NO_FACTS, user: usersWith('immutable') } },
    },
  );
  const checks = CHECKS.filter(({ check }) => IDS.includes(check.id));
  return Promise.all(checks.map(({ suite, check }) => runCheck(suite, check, session)));
}

const verdicts = (found: readonly CheckResult[]) =>
  Object.fromEntries(found.map(({ id, verdict, violated }) => [id, violated ?? verdict]));

describe('an attribute that is declared immutable', () => {
  test('and is', async () => {
    expect(verdicts(await results('immutable'))).toEqual(Object.fromEntries(IDS.map((id) => [id, 'pass'])));
  });

  test('and can be changed all the same', async () => {
    expect(verdicts(await results('readWrite'))).toMatchObject({
      'replace/immutable': 'RFC7644-3.5.1-immutable',
      'replace/immutable-new': 'pass',
      'modify/immutable': 'RFC7644-3.5.2-read-only',
      'modify/immutable-add': 'pass',
    });
  });

  test('and cannot even be set', async () => {
    expect(verdicts(await results('readOnly'))).toMatchObject({
      'replace/immutable-new': 'RFC7644-3.5.1-immutable-new',
      'modify/immutable-add': 'RFC7644-3.5.2-immutable-add',
    });
  });
});
