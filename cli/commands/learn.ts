import { writeFileSync } from 'node:fs';
import { parseSource } from '../../config/document.ts';
import { applicationIn } from '../../config/load-application.ts';
import { formatProfile } from '../../config/tutorial/format-profile.ts';
import { UsageError } from '../../config/usage-error.ts';
import type { Learnt } from '../../report/report.ts';
import { wrap } from '../../reporters/console/wrap.ts';
import { learntRows } from '../../reporters/learnt.ts';
import { count } from '../../reporters/text.ts';
import { terminalWidth } from '../columns.ts';
import { EXIT } from '../exit-code.ts';
import { harmless } from '../harmless.ts';
import { type LearntTarget, learnTarget } from '../learn-target.ts';
import { learntConstraints } from '../learnt-constraints.ts';
import { learntProfile } from '../learnt-profile.ts';
import type { TargetOptions } from '../options.ts';
import { resolveTargets, type TargetSpec } from '../targets.ts';

/** The options of `learn`. */
export interface LearnOptions extends TargetOptions {
  /** Where a profile goes that is made of what was learnt. */
  readonly out?: string;
}

/**
 * Finds out how each target is used and prints it: what it demands, takes and keeps, and the constraints that say so in a
 * configuration. What it creates it deletes.
 * @throws UsageError before anything is sent
 */
export async function learn(options: LearnOptions): Promise<number> {
  const { targets } = resolveTargets(options);
  if (targets.some(({ url }) => url === null))
    throw new UsageError('learn needs a target: give --url, or a configuration file');
  if (options.out !== undefined && targets.length > 1)
    throw new UsageError('--out takes what is learnt of one target; name it with --target');
  let code: number = EXIT.conformant;
  for (const target of targets) {
    const learnt = await learnTarget(target, (found) => tell(target, options.out, found));
    if (learnt !== EXIT.conformant) code = learnt;
  }
  return code;
}

function tell(target: TargetSpec, out: string | undefined, { session, learnt }: LearntTarget): void {
  process.stdout.write(inWords(target, { session, learnt }));
  if (out === undefined) return;
  writeNewProfile(formatProfile(learntProfile(session, learnt)), out);
  process.stdout.write(`  written to ${out}; use it with --application ${out}\n`);
}

/** What was learnt, in lines that the terminal holds. */
export function inWords(target: TargetSpec, { session, learnt }: LearntTarget): string {
  const lines = [...linesOf(learnt), ...constraintLines(learnt)].flatMap(([depth, text]) =>
    // What is to be copied is never broken.
    depth === 1 ? wrapped(harmless(text, target)) : [indented(depth, harmless(text, target))],
  );
  const requests = count(session.requests, 'request');
  return `${target.name}: learnt with ${requests} how ${target.url} is used\n${lines.join('')}`;
}

function indented(depth: number, text: string): string {
  return `${'  '.repeat(depth)}${text}\n`;
}

/** A sentence in lines that the terminal holds. */
function wrapped(text: string): readonly string[] {
  return wrap(text, terminalWidth() - 4).map((line, at) => indented(1, at === 0 ? line : `  ${line}`));
}

/** How far a line is indented, and what it says. */
type Line = readonly [depth: number, text: string];

function linesOf(learnt: Learnt): readonly Line[] {
  const rows = learntRows(learnt).map(({ resource, what, paths, quote }): Line => {
    const said = quote === null ? '' : ` (${quote})`;
    return [1, `a ${resource} ${what}: ${paths.join(', ')}${said}`];
  });
  return rows.length === 0 ? [[1, 'as its table says; nothing has to be configured']] : rows;
}

/** What goes under the target in a configuration file. */
function constraintLines(learnt: Learnt): readonly Line[] {
  const entries = Object.entries(learntConstraints(learnt));
  if (entries.length === 0) return [];
  return [
    [1, 'for the configuration (runs find it out themselves; written down, it costs no requests):'],
    [2, 'constraints:'],
    ...entries.map(
      ([path, constraint]): Line => [3, `${JSON.stringify(path)}: ${JSON.stringify(constraint)}`],
    ),
  ];
}

/** @throws UsageError when it cannot be written, or would replace a file that is there */
function writeNewProfile(text: string, file: string): void {
  applicationIn(parseSource(text, file));
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    const reason = exists ? 'it is there already' : error instanceof Error ? error.message : String(error);
    throw new UsageError(`the profile was not written to ${file} (--out): ${reason}`, { cause: error });
  }
}
