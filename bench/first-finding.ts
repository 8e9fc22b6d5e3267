import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FaultId } from '../provider/faults.ts';
import { BIN, start } from '../tests/e2e/support/cli.ts';
import { provider, TOKEN } from './measure.ts';
import { slowProxy } from './slow-proxy.ts';

/** Defects that many targets have. */
export const COMMON_FAULTS: readonly FaultId[] = [
  'media-type-json',
  'create-answers-200',
  'error-as-html',
  'drops-title',
  'duplicate-accepted',
  'filter-ignored',
  'filter-username-case-sensitive',
  'active-string-refused',
  'patch-op-case-sensitive',
  'members-add-ignored',
];

/** Milliseconds from the start of a quick run to the first finding in the log, on a target with this defect. */
export async function firstFinding(application: string, fault: FaultId, latencyMs: number): Promise<number> {
  const target = await provider(application, ['--fault', fault]);
  const proxy = await slowProxy(target.url, latencyMs);
  const out = mkdtempSync(join(tmpdir(), 'bench-out-'));
  try {
    const words = [
      'run',
      '--application',
      application,
      '--url',
      proxy.url,
      '--effort',
      'quick',
      '--fail-fast',
    ];
    const begin = performance.now();
    const run = start(process.execPath, [BIN, ...words, '--out', out], { env: { SCIM_TOKEN: TOKEN } });
    await run.said(/^✗ fail /m);
    const first = performance.now() - begin;
    await run.finished;
    return first;
  } finally {
    proxy.close();
    target.stop();
    rmSync(out, { recursive: true });
  }
}
