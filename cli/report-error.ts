import { CommanderError } from 'commander';
import { UsageError } from '../config/usage-error.ts';
import { EXIT } from './exit-code.ts';

/**
 * Says what went wrong in one message on standard error, without a stack trace, and gives the exit code. Commander
 * has printed its own errors and help already.
 */
export function reportError(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.conformant : EXIT.usage;
  if (error instanceof UsageError) {
    process.stderr.write(`scim-conformance: ${error.message}\n`);
    return EXIT.usage;
  }
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`scim-conformance: internal error: ${text}\n`);
  return EXIT.unjudged;
}
