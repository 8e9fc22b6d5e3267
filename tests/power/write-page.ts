import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { MutationScore } from '../mutation/score.ts';
import { type Power, powerPage } from './power-page.ts';

const DOCS = new URL('../../docs/', import.meta.url);

/** What `npm run power` measured. */
export const POWER = new URL('power.json', DOCS);

/** What `npm run mutation` measured. */
export const MUTATION = new URL('mutation.json', DOCS);

/** Writes docs/power.md from what the two commands measured last, so that neither loses what the other found. */
export function writePowerPage(): void {
  const power: Power = JSON.parse(readFileSync(POWER, 'utf8'));
  const mutation: MutationScore | null = existsSync(MUTATION)
    ? JSON.parse(readFileSync(MUTATION, 'utf8'))
    : null;
  writeFileSync(new URL('power.md', DOCS), powerPage(power, mutation));
}
