import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FaultId } from '../../provider/faults.ts';
import { cli, removeFolder, temporaryFolder } from './support/cli.ts';
import { readReport } from './support/report.ts';
import { startTarget, type Target, TOKEN } from './support/target.ts';

let folder: string;

beforeAll(async () => {
  folder = await temporaryFolder();
});

afterAll(() => removeFolder(folder));

async function run(target: Target, name: string, ...more: string[]) {
  const out = join(folder, name);
  const finished = await cli(
    ['run', '--application', 'alvao', '--url', target.url, '--effort', 'quick', '--out', out, ...more],
    { env: { SCIM_TOKEN: TOKEN } },
  );
  return { ...finished, report: await readReport(out) };
}

/** How often each resource was deleted with success. */
function deletions(target: Target, basePath = '/scim/v2'): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { method, path, answer } of target.seen) {
    if (method !== 'DELETE' || answer?.status !== 204) continue;
    const resource = path.slice(basePath.length).replace(/\?.*/, '');
    counts.set(resource, (counts.get(resource) ?? 0) + 1);
  }
  return counts;
}

describe.concurrent('a run leaves nothing behind', () => {
  test('on a conformant target, and deletes each resource once', async () => {
    const target = await startTarget();
    const { code, report, stderr } = await run(target, 'conformant');
    expect(code, stderr).toBe(0);
    expect(report.run.leftBehind).toEqual([]);
    expect(await target.left()).toBe(0);
    const created = target.created();
    expect(created.length).toBeGreaterThan(200);
    expect(deletions(target)).toEqual(new Map(created.map((path) => [path, 1])));
    const deletes = target.seen.filter(({ method }) => method === 'DELETE').length;
    // A few more are judgements: deleting again answers 404.
    expect(deletes - created.length).toBeLessThan(created.length * 0.05);
    await target.close();
  });

  const FAULTS: readonly FaultId[] = [
    'required-missing-accepted',
    'duplicate-accepted',
    'create-no-body',
    'members-add-replaces',
  ];

  test.each(FAULTS)('with failing checks: %s', async (fault) => {
    const target = await startTarget({ faults: [fault] });
    const suite = fault.startsWith('members') ? 'group-members' : 'required-attributes';
    const { code, report } = await run(target, fault, '--suite', suite);
    expect(code).toBe(1);
    expect(report.run).toMatchObject({ complete: true, leftBehind: [] });
    expect(await target.left()).toBe(0);
    await target.close();
  });

  test('what was refused and created all the same', async () => {
    const target = await startTarget({ faults: ['required-refused-but-created'] });
    await run(target, 'refused', '--check', 'required-attributes/refuses-absent');
    const left = await target.left();
    await target.close();
    expect(left).toBe(0);
  });

  test('unless it is told to, or cannot help it: then the report names what is left', async () => {
    const target = await startTarget({
      before: ({ method }) => (method === 'DELETE' ? { status: 403, headers: {}, body: '' } : undefined),
    });
    const { report } = await run(target, 'undeletable', '--suite', 'filtering');
    const left = await target.left();
    expect(left).toBeGreaterThan(10);
    expect(report.run.leftBehind).toHaveLength(left);
    await target.close();

    const kept = await startTarget();
    const { code, report: other } = await run(kept, 'kept', '--suite', 'filtering', '--no-cleanup');
    expect(code).toBe(0);
    expect(other.run.leftBehind).toEqual([]);
    expect(await kept.left()).toBe(kept.created().length);
    expect(kept.seen.some(({ method }) => method === 'DELETE')).toBe(false);
    await kept.close();
  });
});
