#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { EXIT } from './exit-code.ts';
import { createProgram } from './program.ts';
import { reportError } from './report-error.ts';

// Whoever reads the output may stop reading (`| head`); the reports are written all the same.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

// What the suites make is mostly garbage at once. By default a heap grows to several times what is in use, and on a large
// machine it is not given back; less room to grow takes a third less memory and hardly more work.
setFlagsFromString('--max-semi-space-size=8');
setFlagsFromString('--heap-growing-percent=40');

try {
  await createProgram().parseAsync(process.argv);
} catch (error) {
  process.exitCode = reportError(error);
}
// After Ctrl-C nobody waits for answers that are still on their way.
if (process.exitCode === EXIT.interrupted) process.exit();
