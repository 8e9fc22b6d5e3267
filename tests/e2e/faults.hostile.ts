import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BIN, cli, removeFolder, serve, start, temporaryFolder } from './support/cli.ts';
import { checkOf, elements, failed, readReport } from './support/report.ts';
import { startTarget, TOKEN as TARGET_TOKEN } from './support/target.ts';

const TOKEN = 'faults-e2e-token';
const env = { SCIM_TOKEN: TOKEN };

let folder: string;

beforeAll(async () => {
  folder = await temporaryFolder();
});

afterAll(() => removeFolder(folder));

/**
 * Faults with the check that has to find them, the requirement that has to be named, and the most characters that the
 * smallest counterexample of its kind takes as JSON (null: the experiment has no generated input).
 */
const CASES: readonly [fault: string, check: string, requirement: RegExp, most: number | null][] = [
  ['create-answers-200', 'required-attributes/creates', /^RFC7644-3\.3/, null],
  ['filter-eq-prefix', 'filtering/eq-finds-exactly', /^RFC7644-3\.4\.2\.2/, 250],
  ['members-remove-filter-empties', 'group-members/remove-by-filter', /^RFC7644-3\.5\.2\.2/, 100],
];

describe.concurrent('a fault of the provider', () => {
  test.for(CASES)(
    '%s is found, with the right requirement, and replayed',
    async ([fault, check, requirement, most]) => {
      const server = await serve(['--application', 'alvao', '--token', TOKEN, '--fault', fault]);
      const out = join(folder, fault);
      const { code, stdout, stderr } = await cli(
        [
          'run',
          '--application',
          'alvao',
          '--url',
          server.url,
          '--effort',
          'quick',
          '--check',
          check,
          '--out',
          out,
        ],
        { env },
      );
      expect(code, stderr).toBe(1);
      const report = await readReport(out);
      const found = failed(report).filter(({ violated }) => requirement.test(violated ?? ''));
      expect(failed(report).map(({ id, violated }) => ({ id, violated }))).toEqual(
        expect.arrayContaining([expect.objectContaining({ violated: expect.stringMatching(requirement) })]),
      );
      for (const { title } of failed(report)) expect(stdout).toContain(title);
      const failures = elements(await readFile(join(out, 'junit.xml'), 'utf8'), 'failure');
      expect(failures).toHaveLength(report.summary.fail);

      const minimal =
        found.find(({ counterexample }) => (counterexample === null) === (most === null)) ?? found[0];
      if (minimal === undefined) throw new Error('nothing found');
      if (most !== null) expect(JSON.stringify(minimal.counterexample?.value).length).toBeLessThan(most);
      await expectReplayed(minimal.id, minimal.replay, report, out);
      await server.close();
    },
  );
});

/** The replay command, as a shell takes it from the report, fails in the same way on the same input. */
async function expectReplayed(
  id: string,
  command: string,
  report: Awaited<ReturnType<typeof readReport>>,
  out: string,
): Promise<void> {
  expect(command).toMatch(/^scim-conformance run /);
  const script = `"${process.execPath}" "${BIN}"${command.slice('scim-conformance'.length)} --out "${out}/replay"`;
  const { code, stderr } = await start('/bin/sh', ['-c', script], { env }).finished;
  expect(code, stderr).toBe(1);
  const before = checkOf(report, id);
  const again = checkOf(await readReport(join(out, 'replay')), id);
  expect(again).toMatchObject({ verdict: 'fail', violated: before.violated });
  expect(again.counterexample?.value).toEqual(before.counterexample?.value);
  expect(again.requests).toBeLessThanOrEqual(before.requests);
}

test('the same seed sends the same and finds the same, another seed sends something else', async () => {
  const run = async (seed: string) => {
    const target = await startTarget({ application: 'alinto-protect', faults: ['swallows-backslashes'] });
    const out = join(folder, `seed-${seed}-${new URL(target.url).port}`);
    const args = [
      '--application',
      'alinto-protect',
      '--url',
      target.url,
      '--effort',
      'quick',
      '--check',
      'required-attributes/keeps-hard-values',
      '--seed',
      seed,
    ];
    const { code, stderr } = await cli(['run', ...args, '--out', out], { env: { SCIM_TOKEN: TARGET_TOKEN } });
    await target.close();
    expect(code, stderr).toBe(1);
    const { checks, run: facts } = await readReport(out);
    const marker = new RegExp(`sc${facts.id}[a-z0-9]{4}`, 'gi');
    const posts = target.seen
      .filter(({ method }) => method === 'POST')
      .map(({ body }) => body.replace(marker, 'marker'));
    const found = checks.map(({ id, verdict, violated, counterexample }) => ({
      id,
      verdict,
      violated,
      value: counterexample?.value,
      path: counterexample?.path,
    }));
    return { posts: posts.sort(), found };
  };
  const [first, second, other] = await Promise.all([run('42'), run('42'), run('-43')]);
  expect(second).toEqual(first);
  expect(other.posts).not.toEqual(first.posts);
});

describe('what fails the run', () => {
  test('with a baseline, only what did not fail there', async () => {
    const [faulty, worse] = await Promise.all([
      serve(['--application', 'alinto-protect', '--token', TOKEN, '--fault', 'filter-no-match-404']),
      serve([
        '--application',
        'alinto-protect',
        '--token',
        TOKEN,
        '--fault',
        'filter-no-match-404',
        '--fault',
        'list-start-index-zero',
      ]),
    ]);
    const run = (url: string, out: string, ...more: string[]) =>
      cli(
        [
          'run',
          '--application',
          'alinto-protect',
          '--url',
          url,
          '--effort',
          'quick',
          '--suite',
          'filtering',
          '--out',
          join(folder, out),
          ...more,
        ],
        { env },
      );
    expect((await run(faulty.url, 'before')).code).toBe(1);
    const baseline = ['--baseline', join(folder, 'before', 'report.json')];

    const [same, regressed] = await Promise.all([
      run(faulty.url, 'same', ...baseline),
      run(worse.url, 'regressed', ...baseline),
    ]);
    expect(same.code, same.stdout).toBe(0);
    expect(same.stdout).toMatch(/against the baseline: 0 new, [1-9]\d* known, 0 mended since /);
    expect(failed(await readReport(join(folder, 'same'))).length).toBeGreaterThan(0);
    expect(regressed.code, regressed.stdout).toBe(1);
    expect(regressed.stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /against the baseline: [1-9]\d* new \(filtering\/.*\), \d+ known, 0 mended/,
    );
    await Promise.all([faulty.close(), worse.close()]);

    const other = await cli(['run', '--application', 'atea', ...baseline, '--out', join(folder, 'other')]);
    expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining('is about alinto-protect') });
  });

  test('a warning only with --fail-on should', async () => {
    const server = await serve([
      '--application',
      'alinto-protect',
      '--token',
      TOKEN,
      '--fault',
      'trims-blanks',
    ]);
    const run = (out: string, ...more: string[]) => {
      const args = [
        '--application',
        'alinto-protect',
        '--url',
        server.url,
        '--effort',
        'quick',
        '--check',
        'required-attributes/keeps-hard-values',
      ];
      return cli(['run', ...args, '--out', join(folder, out), ...more], { env });
    };
    const [lenient, strict] = await Promise.all([run('lenient'), run('strict', '--fail-on', 'should')]);
    expect(lenient.code, lenient.stderr).toBe(0);
    expect((await readReport(join(folder, 'lenient'))).summary).toMatchObject({ warn: 1, fail: 0 });
    expect(strict.code, strict.stderr).toBe(1);
    expect(strict.stdout).toContain(
      'with --fail-on should: 1 failing (required-attributes/keeps-hard-values)',
    );
    await server.close();
  });
});
