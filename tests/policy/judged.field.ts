import { afterAll, expect, test, vi } from 'vitest';
import { loadApplication } from '../../config/load-application.ts';
import { Case } from '../../engine/case.ts';
import type { RequirementId } from '../../requirements/index.ts';
import { CHECKS } from '../../suites/registry.ts';
import { ME, OWN_TYPES } from '../support/device.ts';
import { type InProcessRun, runInProcess } from '../support/in-process.ts';

/** Targets that between them have nearly everything that a check can need. */
const RUNS: readonly (readonly [application: string, provider: InProcessRun['provider']])[] = [
  ['alvao', { ...OWN_TYPES, cursorPagination: true }],
  ['github-enterprise-managed-user', { me: { user: ME, answers: 'direct' } }],
  ['airstack', {}],
  ['documo', {}],
  ['browserstack-single-sign-on', {}],
];

/** Requirements that are judged on other targets alone, each with what such a target has. */
const ELSEWHERE: Readonly<Partial<Record<RequirementId, string>>> = {
  'RFC7643-2.2-defaults': 'schemas that leave characteristics out',
  'RFC7643-2.3.7-base': 'relative locations',
  'RFC7643-6-extension-required': 'an extension that is required',
  'RFC7643-7-write-only': 'a writeOnly attribute that is returned on request',
  'RFC7644-3.4.2.2-case-exact': 'a case-exact attribute in the application’s table',
  'RFC7644-3.4.2.2-defaulted': 'attributes with a default',
};

afterAll(() => void vi.restoreAllMocks());

test('every requirement that a check names is judged', async () => {
  const judged = new Set<string>();
  for (const how of ['judge', 'advise'] as const) {
    const original = Case.prototype[how];
    vi.spyOn(Case.prototype, how).mockImplementation(function (this: Case, id, holds, complaint) {
      judged.add(id);
      original.call(this, id, holds, complaint);
    });
  }
  for (const [id, provider = {}] of RUNS) {
    await runInProcess({ application: loadApplication(id), effort: 'quick', provider });
  }
  const named = new Set(CHECKS.flatMap(({ check }) => check.requirements));
  expect([...named].filter((id) => !judged.has(id)).sort()).toEqual(Object.keys(ELSEWHERE).sort());
});
