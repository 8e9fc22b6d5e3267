import { beforeAll, expect, test } from 'vitest';
import { loadApplication } from '../../config/load-application.ts';
import { knownVariations, type VariationId } from '../../provider/variations.ts';
import { compareReports } from '../../report/compare.ts';
import type { RunReport } from '../../report/report.ts';
import { reportInProcess } from './support/report.ts';

const application = loadApplication('alvao');
const OPTIONS = { failOn: 'should', toolVersion: '0.0.0', comparedAt: new Date(0) } as const;

/** What two tenants may have apart without anybody noticing, by why nothing of it is compared. */
const ALIKE: Readonly<Record<string, readonly VariationId[]>> = {
  'other tenants’ data and other clients’ work': [
    'strangers-present',
    'strangers-moving',
    'few-strangers-moving-slowly',
  ],
  'how fast a target is, which is compared in classes far apart': ['slow-answers'],
  'an order that no client can rely on': [
    'newest-first',
    'ordered-by-id',
    'discovery-in-reverse',
    'members-reversed',
  ],
  'what no check asks for': [
    'pages-of-20-unannounced',
    'discovery-without-authentication',
    'unknown-attributes-refused',
    'members-not-looked-up',
  ],
  'what the application has not': ['emails-lower-case'],
  'white space and headers that mean nothing to SCIM': ['indented-bodies', 'security-headers'],
};
const SILENT = new Set(Object.values(ALIKE).flat());

/** One variation; with SCIM_VARIATIONS=all all of them. */
const TRIED = knownVariations()
  .map(({ id }) => id)
  .filter((_, index) => process.env.SCIM_VARIATIONS === 'all' || index % 72 === 41);

let reference: RunReport;
beforeAll(async () => {
  reference = await reportInProcess({ application, runId: 'a1b2c3' });
});

test.each(TRIED)('a provider with %s differs from one without', async (variation) => {
  const varied = await reportInProcess({ application, runId: 'zz9yx0', variations: [variation] });
  const { checks, observations, answers } = compareReports([reference, varied], OPTIONS);
  const different = [
    ...checks.filter(({ differs }) => differs).map(({ id }) => id),
    ...observations.filter(({ differs }) => differs).map(({ key }) => key),
    ...answers.map(({ operation, path }) => `${operation} ${path}`),
  ];
  expect({ variation, differs: different.length > 0 }).toEqual({
    variation,
    differs: !SILENT.has(variation),
  });
});
