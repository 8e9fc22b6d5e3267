import { createVitest, type TestCase, type TestModule } from 'vitest/node';
import type { CheckResult } from '../report/report.ts';
import type { SessionSummary } from './define.ts';
import type { Plan } from './plan.ts';
import { controlChannel } from './progress.ts';

/** What a run says while it goes on. */
export interface RunEvents {
  readonly onResult: (target: string, result: CheckResult) => void;
  /** Requests sent to a target so far. */
  readonly onRequests: (target: string, sent: number) => void;
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

/** The file that defines the checks of a plan as vitest tests; beside this one, in source and when built. */
const ENTRY = import.meta.url.replace(/run(\.[jt]s)$/, 'main.suite$1');

/** Targets whose suites run at the same time, each in a worker of its own. */
const PARALLEL_TARGETS = 2;

/**
 * Runs the suites against every plan's target, in vitest: one project and one worker per target, all checks of a target
 * concurrent within its limits.
 * @param signal stops the run, its reason says why: checks that have not begun are left out, resources are cleaned up
 * @returns what came of each plan, in their order
 */
export async function runPlans(
  plans: readonly Plan[],
  events: RunEvents,
  signal?: AbortSignal,
): Promise<RunOutcome[]> {
  const collected = new Map(plans.map((plan) => [plan.target.name, collector()]));
  const channel = controlChannel(events.onRequests);
  const vitest = await createVitest(
    'test',
    { ...TEST_OPTIONS, projects: plans.map(project), reporters: [reporter(collected, events)] },
    VITE_OPTIONS,
  );
  const stop = (): void => {
    channel.stop(String(signal?.reason));
    void vitest.cancelCurrentRun('keyboard-input');
  };
  signal?.addEventListener('abort', stop, { once: true });
  try {
    if (signal?.aborted !== true) await vitest.start();
  } finally {
    signal?.removeEventListener('abort', stop);
    channel.close();
    await vitest.close();
    process.exitCode = undefined;
  }
  const stopped = signal?.aborted === true ? String(signal.reason) : null;
  return plans.map((plan) => ({ plan, stopped, ...(collected.get(plan.target.name) ?? collector()) }));
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

function project(plan: Plan) {
  const entry = new URL(ENTRY);
  return {
    ...VITE_OPTIONS,
    test: {
      name: plan.target.name,
      root: decodeURIComponent(new URL('.', entry).pathname),
      include: [decodeURIComponent(entry.pathname.split('/').at(-1) ?? '')],
      exclude: [],
      pool: 'threads' as const,
      provide: { plan },
      // The session's queue keeps the target's limit. Three times as many checks as requests keep it filled: many a check
      // waits for one answer at a time.
      maxConcurrency: 3 * plan.target.concurrency,
      testTimeout: 0,
      hookTimeout: 0,
      teardownTimeout: 1000,
      // What is built needs no transformation: Node.js loads it as it is, which is much faster.
      server: { deps: { external: entry.pathname.endsWith('.js') ? [/\.js$/] : [] } },
    },
  };
}

function reporter(collected: ReadonlyMap<string, Collector>, events: RunEvents) {
  const of = (test: TestCase | TestModule): Collector | undefined => collected.get(test.project.name);
  return {
    onTestCaseResult(test: TestCase) {
      const result = test.meta().check;
      if (result === undefined) return;
      of(test)?.results.set(result.id, result);
      events.onResult(test.project.name, result);
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
