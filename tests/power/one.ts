import { loadApplication } from '../../config/load-application.ts';
import { isFaultId, knownFaults } from '../../provider/faults.ts';
import { CHECKS } from '../../suites/registry.ts';
import { runInProcess } from '../support/in-process.ts';

const application = loadApplication('alvao');
const [area, effort, suite] = process.argv.slice(2);
for (const f of knownFaults().filter((x) => x.area === area)) {
  if (!isFaultId(f.id)) continue;
  const checks = CHECKS.filter((c) => suite === undefined || c.suite.name === suite).map((c) => c.check.id);
  const { results } = await runInProcess({ application, effort: effort as 'quick', faults: [f.id], checks });
  const bad = results.filter((r) => r.verdict !== 'pass' && r.verdict !== 'skip');
  console.log(
    bad.length === 0 ? 'MISSED' : 'ok',
    f.id,
    f.violates,
    bad
      .map(
        (r) =>
          `${r.verdict}:${r.id}:${r.violated}:[${r.counterexample?.steps?.join('; ') ?? ''}] ${r.reason ?? ''}`,
      )
      .join(' | ')
      .slice(0, 700),
  );
}
