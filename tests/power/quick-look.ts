import { loadApplication } from '../../config/load-application.ts';
import { isFaultId, knownFaults } from '../../provider/faults.ts';
import { runInProcess } from '../support/in-process.ts';

const application = loadApplication('alvao');
const effort = (process.argv[2] ?? 'quick') as 'quick';
const part = Number(process.argv[3] ?? 0),
  parts = Number(process.argv[4] ?? 1);

const t0 = performance.now();
for (const [i, f] of knownFaults().entries()) {
  if (i % parts !== part) continue;
  if (!isFaultId(f.id)) continue;
  const { results } = await runInProcess({ application, effort, faults: [f.id] });
  const failed = results.filter((r) => r.verdict === 'fail');
  const errors = results.filter((r) => r.verdict === 'error');
  const warns = results.filter((r) => r.verdict === 'warn');
  const named = failed.filter((r) => r.violated?.startsWith(f.violates));
  const mark =
    failed.length === 0 ? (warns.length ? 'WARNONLY' : 'MISSED') : named.length === 0 ? 'other' : 'ok';
  console.log(
    mark.padEnd(9),
    f.id.padEnd(42),
    f.violates.padEnd(18),
    'fail',
    failed.length,
    'err',
    errors.length,
    'warn',
    warns.length,
    (mark === 'ok' ? named : [...failed, ...warns])
      .slice(0, 3)
      .map((r) => `${r.id}:${r.violated}`)
      .join(' '),
    errors
      .slice(0, 2)
      .map((r) => r.id + ':' + r.reason?.slice(0, 90))
      .join(' '),
  );
}
console.error('time', performance.now() - t0);
