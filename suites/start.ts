import { type Expected, type Suites, startSuites } from '../engine/run.ts';

/** The file that defines the checks of a plan as vitest tests; beside this one, in source and when built. */
const ENTRY = new URL(import.meta.url.replace(/start(\.[jt]s)$/, 'main.suite$1'));

/** Starts the workers that load these suites: see {@link startSuites}. */
export const startWorkers = (targets: readonly Expected[]): Promise<Suites> => startSuites(ENTRY, targets);
