/** What a recipe's command lines find around them; a CI server adds its own. */
export type Env = Readonly<Record<string, string>>;

/** One thing that a CI server does in a job, reduced to what shows whether a recipe works. */
export type Step =
  /** Puts the repository's files into the job's folder. */
  | { readonly do: 'check out' }
  | {
      readonly do: 'run';
      /** Words of the shell in front of the script. */
      readonly shell: readonly string[];
      readonly script: string;
      readonly env: Env;
      /** Run after a failed step too. */
      readonly always: boolean;
      /** Its failure fails nothing else. */
      readonly mayFail: boolean;
    }
  /** Keeps files beyond the job, in the store; `to` is where, by default at the same path. */
  | { readonly do: 'keep'; readonly from: string; readonly to?: string; readonly always: boolean }
  /** Shows the tests of a JUnit file. */
  | { readonly do: 'show tests'; readonly file: string; readonly always: boolean }
  /** Puts what earlier jobs kept into the job's folder. */
  | { readonly do: 'fetch' };

export interface Job {
  /** Unique in its recipe, and fit for a path. */
  readonly name: string;
  readonly folder: string;
  readonly env: Env;
  readonly steps: readonly Step[];
  /** Runs although a job of an earlier stage failed. */
  readonly always: boolean;
  readonly mayFail: boolean;
}

/** The jobs of a stage run at the same time, after those of the stage before. */
export type Recipe = readonly (readonly Job[])[];

/** Where and with which secret a recipe is played. */
export interface Surroundings {
  /** An empty folder; the folders of the jobs are below it. */
  readonly root: string;
  /** The endpoint to test. */
  readonly url: string;
  /** The value of the secret SCIM_TOKEN. */
  readonly token: string;
}
