import { shellQuote } from '../config/shell-quote.ts';
import type { RunReport } from '../report/report.ts';
import { shellWords } from './shell-words.ts';

/** What leads a replay to one finding, and is no part of the run that found it. */
const OF_ONE_FINDING: ReadonlySet<string> = new Set(['--check', '--path']);

/**
 * The command line of the run that made a report, without what was only said for its output, and with more words behind
 * it. Null for a report that was not made by the command line.
 */
export function runAgain({ checks, run: { scope } }: RunReport, more: readonly string[]): string | null {
  const [program, command, ...words] = shellWords(checks[0]?.replay ?? '');
  if (program !== 'scim-conformance' || command !== 'run') return null;
  const own = words.filter(
    (word, index) => !OF_ONE_FINDING.has(word) && !OF_ONE_FINDING.has(words[index - 1] ?? ''),
  );
  const chosen = [
    ...(scope?.suites ?? []).flatMap((suite) => ['--suite', suite]),
    ...(scope?.checks ?? []).flatMap((check) => ['--check', check]),
    ...(scope?.readOnly === true ? ['--read-only'] : []),
  ];
  return [program, command, ...own, ...chosen, ...more].map(shellQuote).join(' ');
}
