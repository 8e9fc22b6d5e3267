import { listApplications } from '../../config/load-application.ts';
import { runInProcess } from '../support/in-process.ts';

const effort = (process.argv[2] ?? 'quick') as 'quick';
const from = Number(process.argv[3]),
  to = Number(process.argv[4]);
let bad = 0,
  runs = 0;
for (let seed = from; seed < to; seed++)
  for (const application of listApplications()) {
    const { results, summary } = await runInProcess({ application, effort, seed });
    runs++;
    for (const r of results)
      if (r.verdict !== 'pass' && r.verdict !== 'skip') {
        bad++;
        console.log(
          seed,
          application.id,
          r.verdict,
          r.id,
          r.violated,
          r.message,
          JSON.stringify(r.counterexample?.value)?.slice(0, 300),
          r.actual,
        );
      }
    if (summary.leftBehind.length > 0) console.log('left', seed, application.id, summary.leftBehind);
  }
console.log('runs', runs, 'bad', bad);
