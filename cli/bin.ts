#!/usr/bin/env node
import { EXIT } from './exit-code.ts';
import { createProgram } from './program.ts';
import { reportError } from './report-error.ts';

// Whoever reads the output may stop reading (`| head`); the reports are written all the same.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

try {
  await createProgram().parseAsync(process.argv);
} catch (error) {
  process.exitCode = reportError(error);
}
// After Ctrl-C nobody waits for answers that are still on their way.
if (process.exitCode === EXIT.interrupted) process.exit();
