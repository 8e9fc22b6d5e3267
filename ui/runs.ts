import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import PQueue from 'p-queue';
import { randomRunId } from '../cli/measured.ts';
import { openFolder } from '../cli/output.ts';
import { selection } from '../cli/selection.ts';
import { cleanupCommand } from '../cli/targets.ts';
import { testTargets } from '../cli/test-targets.ts';
import { withCauses } from '../report/causes.ts';
import type { RunReport } from '../report/report.ts';
import { headline, outcomeOf, type State } from '../reporters/conclusion.ts';
import { OUTCOME_STATE } from '../reporters/html/verdict.tsx';
import { oneLine } from '../reporters/text.ts';
import { targetFolder, writeReports } from '../reporters/write.ts';
import type { Choice } from './bodies.ts';
import { type Chosen, chosenTarget, optionsOf } from './choose.ts';
import { EventLog } from './event-log.ts';
import type { RunEvent } from './events.ts';
import { progressInto } from './progress.ts';
import { WAIVERS_FILE } from './waivers.ts';

/** A check that a run is going to try. */
export interface PlannedCheck {
  readonly id: string;
  readonly suite: string;
  readonly title: string;
}

/** A run that was started from the page. */
export interface Run {
  readonly id: string;
  readonly chosen: Chosen;
  readonly choice: Omit<Choice, 'secret'>;
  readonly checks: readonly PlannedCheck[];
  readonly log: EventLog<RunEvent>;
  readonly controller: AbortController;
  readonly startedAt: Date;
  state: 'waiting' | 'running' | 'over';
  report: RunReport | null;
}

/** The runs of this page: one at a time, the others wait. */
export class Runs {
  readonly #queue = new PQueue({ concurrency: 1 });
  readonly #runs = new Map<string, Run>();
  readonly #folder: string;
  readonly #config: string | undefined;

  /** @param folder where reports go, each run in a folder of its own */
  constructor(folder: string, config: string | undefined) {
    this.#folder = folder;
    this.#config = config;
  }

  /** Starts a run, or has it wait for those before it. @throws UsageError for what does not fit together */
  start({ secret, ...choice }: Choice): Run {
    const chosen = chosenTarget(secret === undefined ? choice : { ...choice, secret }, this.#config);
    const checks = selection(optionsOf(choice, '.'), chosen.config?.suites).map(({ suite, check }) => ({
      id: check.id,
      suite: suite.name,
      title: check.title,
    }));
    const run: Run = {
      id: randomRunId(),
      chosen,
      choice,
      checks,
      log: new EventLog(),
      controller: new AbortController(),
      startedAt: new Date(),
      state: 'waiting',
      report: null,
    };
    this.#runs.set(run.id, run);
    void this.#queue.add(() => this.#carryOut(run));
    return run;
  }

  /** The latest first. */
  all(): readonly Run[] {
    return [...this.#runs.values()].reverse();
  }

  find(id: string): Run | undefined {
    return this.#runs.get(id);
  }

  /** Has something done to a target when no run is under way. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.#queue.add(work);
  }

  /** Ends a run: what it has created is deleted, and what it found is reported. */
  stop(run: Run, reason: string): void {
    if (run.state === 'over' || run.controller.signal.aborted) return;
    run.log.add({ kind: 'stopping' });
    run.controller.abort(reason);
  }

  /** Ends all runs and waits for them. */
  async close(reason: string): Promise<void> {
    for (const run of this.#runs.values()) this.stop(run, reason);
    await this.#queue.onIdle();
  }

  async #carryOut(run: Run): Promise<void> {
    const { log, controller, chosen } = run;
    try {
      if (controller.signal.aborted) return end(run, 'unrun', 'Stopped before it began', null);
      run.state = 'running';
      log.add({ kind: 'begin' });
      const out = join(this.#folder, targetFolder(chosen.spec.name), stampOf(run));
      await mkdir(out, { recursive: true });
      await openFolder(out);
      await testTargets(
        { ...optionsOf(run.choice, out), ...waiversBeside(chosen) },
        { config: chosen.config, targets: [chosen.spec] },
        async ({ reports: [plain] }) => {
          if (plain === undefined) throw new Error('a target that is tested has a report');
          const report = withCauses(plain);
          run.report = report;
          await writeReports(report, out);
          const left = report.run.leftBehind;
          const cleanup = left.length === 0 ? null : cleanupCommand(chosen.spec, report.run.id, out);
          end(run, OUTCOME_STATE[outcomeOf(report)], headline(report), cleanup);
        },
        { progress: async () => progressInto(log), signal: controller.signal },
      );
    } catch (error) {
      end(run, 'error', error instanceof Error ? oneLine(error.message) : 'The run ended too early', null);
    }
  }
}

/** The file that the page writes waivers into, where the configuration names none. */
function waiversBeside({ config, spec }: Chosen): { readonly waivers?: string } {
  const own =
    config !== null && Object.hasOwn(config.targets, spec.name) ? config.targets[spec.name] : undefined;
  return own?.waivers === undefined && existsSync(WAIVERS_FILE) ? { waivers: WAIVERS_FILE } : {};
}

function end(run: Run, state: State, words: string, cleanup: string | null): void {
  if (run.state === 'over') return;
  run.state = 'over';
  const left = run.report?.run.leftBehind ?? [];
  run.log.add({ kind: 'end', state, headline: words, left, cleanup, report: run.report !== null });
  run.log.close();
}

/** The name of a run's folder: when it was started, and which one it is. */
function stampOf({ startedAt, id }: Run): string {
  return `${startedAt.toISOString().slice(0, 19).replaceAll(':', '-')}-${id}`;
}
