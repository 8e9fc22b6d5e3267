import type { Exchange } from '../http/exchange.ts';
import type { CheckResult } from './report.ts';

/** The exchange that decided a finding: the one that is shown wherever one is. Without a finding it is the last one. */
export function decidingExchange({
  finding,
  exchanges,
}: Pick<CheckResult, 'finding' | 'exchanges'>): Exchange | undefined {
  return exchanges[finding?.deciding ?? -1] ?? exchanges.at(-1);
}
