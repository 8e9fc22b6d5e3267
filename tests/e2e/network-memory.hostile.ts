import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckId } from '../../suites/check-ids.ts';
import { bomb, json, stream } from './support/bodies.ts';
import { measuredCli, removeFolder, temporaryFolder } from './support/cli.ts';
import { readReport } from './support/report.ts';
import { instead, isEither } from './support/requests.ts';
import { type Raw, startTarget, TOKEN } from './support/target.ts';

const MiB = 1024 * 1024;
/** The most memory that the process may ever take, in MiB; a run over well-made answers takes 200. */
const MEMORY = 400;

const LARGE: readonly [name: string, make: () => Promise<Raw> | Raw][] = [
  ['bodies without an end', () => stream(Number.POSITIVE_INFINITY)],
  ['bodies of 500 MB', () => stream(500 * MiB)],
  ['256 MiB packed with gzip', () => bomb('gzip', 256)],
  ['256 MiB packed with Brotli', () => bomb('br', 256)],
];

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => removeFolder(folder));

async function expectBounded(out: string, answer: Raw | ReturnType<typeof json>): Promise<void> {
  const target = await startTarget({ application: 'cleanmail-swiss', ...instead(isEither, answer) });
  try {
    const checks: readonly CheckId[] = [
      'required-attributes/reads-back-equal',
      'filtering/list-response',
      'filtering/no-match',
    ];
    const words = ['--effort', 'quick', '--out', out];
    const { code, peak, stderr } = await measuredCli(
      [
        'run',
        '--application',
        'cleanmail-swiss',
        '--url',
        target.url,
        ...words,
        ...checks.flatMap((id) => ['--check', id]),
      ],
      { env: { SCIM_TOKEN: TOKEN } },
    );
    const { run, checks: results } = await readReport(out);
    expect({ code, complete: run.complete }, stderr).toEqual({ code: 3, complete: true });
    expect(results.map(({ verdict }) => verdict)).toEqual(['error', 'error', 'error']);
    for (const { message } of results)
      expect(message).toMatch(/^the answer (is larger than 16 MiB|holds more than)/);
    expect(peak).toBeLessThan(MEMORY);
  } finally {
    await target.close();
  }
}

describe.concurrent('the memory of a run stays bounded', () => {
  test.for(LARGE)('over %s', async ([name, make]) => {
    await expectBounded(join(folder, name.replaceAll(' ', '-')), await make());
  });

  test('over lists of millions of small values', async () => {
    const body = `{"totalResults":5000000,"Resources":[${'{},'.repeat(5_000_000)}{}]}`;
    await expectBounded(join(folder, 'wide'), json(body));
  });
});
