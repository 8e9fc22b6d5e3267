// Preloaded into a measured process: appends every few seconds how many MB it holds.
import { appendFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const { SOAK_FILE, SOAK_SECONDS } = process.env;
if (SOAK_FILE !== undefined && isMainThread)
  setInterval(
    () => appendFileSync(SOAK_FILE, `${process.memoryUsage.rss() / 1024 / 1024}\n`),
    Number(SOAK_SECONDS) * 1000,
  ).unref();
