import { Writable } from 'node:stream';
import { createVitest, type TestCase, type TestModule, type Vitest } from 'vitest/node';
import type { CheckResult } from '../report/report.ts';
import { controlChannel, type Hearing } from './channel.ts';
import type { SessionSummary } from './define.ts';
import type { Plan } from './plan.ts';

/** What a run says while it goes on. */
export interface RunEvents extends Hearing {
  readonly onResult: (target: string, result: CheckResult) => void;
}

/** What came of one plan. */
export interface RunOutcome {
  readonly plan: Plan;
  /** In the order of the suites; a check without a result was not reached. */
  readonly results: ReadonlyMap<string, CheckResult>;
  /** Null when the worker ended before it could sum up. */
  readonly summary: SessionSummary | null;
  /** Why the run was stopped before all its checks were done, or null. */
  readonly stopped: string | null;
  readonly durationMs: number;
}

/** Targets whose suites run at the same time, each in a worker of its own. */
const PARALLEL_TARGETS = 2;

/** A target that is going to be judged. */
export interface Expected {
  readonly name: string;
  /** Most requests that the target allows at a time. */
  readonly concurrency: number;
}

/** Workers that load the suites, or have loaded them, and wait for their plans. */
export interface Suites {
  /**
   * Runs the suites against every plan's target, all checks of a target concurrent within its limits.
   * @param signal stops the run, its reason says why: checks that have not begun are left out, resources are cleaned up
   * @param enough ends it as well, but lets each check under way tell what it has found
   * @returns what came of each plan, in their order
   */
  judge(
    plans: readonly Plan[],
    events: RunEvents,
    signal?: AbortSignal,
    enough?: AbortSignal,
  ): Promise<RunOutcome[]>;
  /** Ends the workers. */
  close(): Promise<void>;
}

/**
 * Starts the suites in vitest, one project and one worker per target: loading them takes about as long as testing the
 * connections, so both happen at the same time.
 * @param entry the file that defines the checks of a plan as vitest tests
 */
export async function startSuites(entry: URL, targets: readonly Expected[]): Promise<Suites> {
  let hear: RunEvents = { onResult: () => {}, onRequests: () => {}, onFinding: () => {} };
  const collected = new Map(targets.map(({ name }) => [name, collector()]));
  const channel = controlChannel({
    onRequests: (target, sent) => hear.onRequests(target, sent),
    onFinding: (target, result) => hear.onFinding(target, result),
  });
  let ending: AbortSignal | undefined;
  const onResult: RunEvents['onResult'] = (target, result) => {
    // Once the run is to end, a check that could not judge is one that did not run.
    if (ending?.aborted === true && result.verdict === 'error') return;
    collected.get(target)?.results.set(result.id, result);
    hear.onResult(target, result);
  };
  const vitest = await createVitest(
    'test',
    {
      ...TEST_OPTIONS,
      projects: targets.map((target) => project(entry, target)),
      reporters: [reporter(collected, onResult)],
    },
    VITE_OPTIONS,
    { stdout: plainOutput() },
  );
  const done = vitest.start();
  // Whoever judges hears of it.
  done.catch(() => {});
  return {
    async judge(plans, events, signal, enough) {
      hear = events;
      ending = enough;
      const end = (): void => channel.stop(String(enough?.reason));
      const stop = (): void => {
        channel.stop(String(signal?.reason));
        void vitest.cancelCurrentRun('keyboard-input');
      };
      if (signal?.aborted === true) stop();
      signal?.addEventListener('abort', stop, { once: true });
      enough?.addEventListener('abort', end, { once: true });
      try {
        channel.assign(plans);
        await done;
      } finally {
        signal?.removeEventListener('abort', stop);
        enough?.removeEventListener('abort', end);
      }
      const by = [signal, enough].find((each) => each?.aborted === true);
      const stopped = by === undefined ? troubleOf(vitest) : String(by.reason);
      return plans.map((plan) => ({ plan, stopped, ...(collected.get(plan.target.name) ?? collector()) }));
    },
    async close() {
      channel.assign([]);
      await done.catch(() => {});
      channel.close();
      await vitest.close();
      process.exitCode = undefined;
    },
  };
}

/** Standard output as no terminal: on one, vitest hides the cursor until the process ends. */
function plainOutput(): Writable {
  return new Writable({ write: (chunk, _, done) => void process.stdout.write(chunk, () => done()) });
}

/** What kept a worker from its work, a flag of Node.js that workers do not take say; null without trouble. */
function troubleOf({ state }: Vitest): string | null {
  let [error] = state.getUnhandledErrors();
  while (error instanceof Error && error.cause instanceof Error) error = error.cause;
  return error instanceof Error ? `the suites cannot be run: ${error.message}` : null;
}

interface Collector {
  readonly results: Map<string, CheckResult>;
  summary: SessionSummary | null;
  durationMs: number;
}

const collector = (): Collector => ({ results: new Map(), summary: null, durationMs: 0 });

/** Nothing of the folder the command runs in plays a part: no config file, no cache, no watching. */
const TEST_OPTIONS = {
  config: false,
  watch: false,
  cache: false,
  maxWorkers: PARALLEL_TARGETS,
  passWithNoTests: true,
} as const;

const VITE_OPTIONS = {
  configFile: false,
  envFile: false,
  logLevel: 'silent',
  clearScreen: false,
  server: { watch: null, ws: false },
  optimizeDeps: { noDiscovery: true },
} as const;

function project(entry: URL, { name, concurrency }: Expected) {
  return {
    ...VITE_OPTIONS,
    test: {
      name,
      root: decodeURIComponent(new URL('.', entry).pathname),
      include: [decodeURIComponent(entry.pathname.split('/').at(-1) ?? '')],
      exclude: [],
      pool: 'threads' as const,
      provide: { target: name },
      // The session's queue keeps the target's limit. Three times as many checks as requests keep it filled: many a check
      // waits for one answer at a time.
      maxConcurrency: 3 * concurrency,
      testTimeout: 0,
      hookTimeout: 0,
      teardownTimeout: 1000,
      // What is built needs no transformation: Node.js loads it as it is, which is much faster.
      server: { deps: { external: entry.pathname.endsWith('.js') ? [/\.js$/] : [] } },
    },
  };
}

function reporter(collected: ReadonlyMap<string, Collector>, onResult: RunEvents['onResult']) {
  const of = (test: TestCase | TestModule): Collector | undefined => collected.get(test.project.name);
  return {
    onTestCaseResult(test: TestCase) {
      const result = test.meta().check;
      if (result === undefined) return;
      onResult(test.project.name, result);
    },
    onTestModuleEnd(module: TestModule) {
      const own = of(module);
      if (own === undefined) return;
      own.summary = module.meta().session ?? null;
      own.durationMs = Math.round(module.diagnostic().duration);
      for (const error of module.errors()) process.stderr.write(`${error.message}\n`);
    },
  };
}
