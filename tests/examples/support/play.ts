import { cp, mkdir, readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { start } from '../../e2e/support/cli.ts';
import { elements } from '../../e2e/support/report.ts';
import type { Job, Recipe, Step } from './recipe.ts';
import { GLOBAL } from './shims.ts';

/** What is there before a recipe is played. */
export interface Stage {
  /** With the commands that the recipe needs. */
  readonly path: string;
  /** The files of the repository. */
  readonly repository: string;
  /** Where the CI server keeps what outlives a job; made here. */
  readonly store: string;
}

export interface Played {
  readonly failed: boolean;
  /** The jobs that failed, also those that may. */
  readonly failedJobs: readonly string[];
  /** Of all command lines. */
  readonly output: string;
  /** Tests of the JUnit files that were shown. */
  readonly tests: number;
}

interface JobResult {
  readonly failed: boolean;
  readonly output: string;
  readonly tests: number;
}

/** Plays a recipe as its CI server does. @throws Error when a file that it keeps or shows does not exist */
export async function play(recipe: Recipe, stage: Stage): Promise<Played> {
  await mkdir(stage.store, { recursive: true });
  let failed = false;
  const failedJobs: string[] = [];
  const results: JobResult[] = [];
  for (const jobs of recipe) {
    const due = jobs.filter((job) => job.always || !failed);
    const ended = await Promise.all(due.map(async (job) => ({ job, result: await playJob(job, stage) })));
    results.push(...ended.map(({ result }) => result));
    const failing = ended.filter(({ result }) => result.failed).map(({ job }) => job);
    failedJobs.push(...failing.map(({ name }) => name));
    if (failing.some(({ mayFail }) => !mayFail)) failed = true;
  }
  return {
    failed,
    failedJobs,
    output: results.map(({ output }) => output).join('\n'),
    tests: results.reduce((sum, { tests }) => sum + tests, 0),
  };
}

async function playJob(job: Job, stage: Stage): Promise<JobResult> {
  await mkdir(job.folder, { recursive: true });
  let failed = false;
  let output = '';
  let tests = 0;
  for (const step of job.steps) {
    if (failed && !('always' in step && step.always)) continue;
    if (step.do === 'run') {
      const ran = await run(step, job, stage);
      output += ran.output;
      failed ||= ran.failed && !step.mayFail;
    } else if (step.do === 'show tests') {
      tests += elements(await readFile(resolve(job.folder, step.file), 'utf8'), 'testcase').length;
    } else {
      await moveFiles(step, job, stage);
    }
  }
  return { failed, output, tests };
}

async function run(
  { shell: [command = '', ...flags], script, env }: Extract<Step, { do: 'run' }>,
  job: Job,
  { path }: Stage,
): Promise<{ readonly failed: boolean; readonly output: string }> {
  const surroundings = {
    PATH: `${join(job.folder, GLOBAL, 'bin')}:${path}`,
    HOME: job.folder,
    ...job.env,
    ...env,
  };
  const { code, stdout, stderr } = await start(command, [...flags, script], {
    cwd: job.folder,
    env: surroundings,
  }).finished;
  return { failed: code !== 0, output: `${stdout}\n${stderr}\n` };
}

async function moveFiles(
  step: Exclude<Step, { do: 'run' | 'show tests' }>,
  { folder }: Job,
  { repository, store }: Stage,
): Promise<void> {
  if (step.do !== 'keep') {
    await cp(step.do === 'fetch' ? store : repository, folder, { recursive: true });
    return;
  }
  for (const from of await matching(folder, step.from)) {
    await cp(from, join(store, step.to ?? basename(from)), { recursive: true });
  }
}

/** The files and folders that a path names, which may end with a star. @throws Error when there are none */
async function matching(folder: string, pattern: string): Promise<readonly string[]> {
  const path = resolve(folder, pattern);
  const [start = '', end] = basename(path).split('*');
  const names = (await readdir(dirname(path))).filter((name) =>
    end === undefined ? name === start : name.startsWith(start) && name.endsWith(end),
  );
  if (names.length === 0) throw new Error(`the recipe keeps ${pattern}, which does not exist`);
  return names.map((name) => join(dirname(path), name));
}
