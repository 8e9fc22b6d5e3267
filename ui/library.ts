import { existsSync } from 'node:fs';
import { type FoundReport, findReports } from '../cli/find-reports.ts';
import { embeddedTargets, type TargetSpec } from '../cli/targets.ts';
import { loadConfig } from '../config/load-config.ts';
import { UsageError } from '../config/usage-error.ts';
import type { RunReport } from '../report/report.ts';
import { type Chosen, chosenTarget } from './choose.ts';
import type { Runs } from './runs.ts';

/** The reports of a folder, and how their targets are reached again. Secrets are in memory alone. */
export class Library {
  readonly #known = new Map<string, Chosen>();
  readonly #runs: Runs;
  readonly #folder: string;
  readonly #config: string | undefined;

  constructor(runs: Runs, folder: string, config: string | undefined) {
    this.#runs = runs;
    this.#folder = folder;
    this.#config = config;
  }

  /** Remembers how a target was reached, for replays. */
  remember(chosen: Chosen): void {
    if (chosen.spec.url !== null) this.#known.set(chosen.spec.url, chosen);
  }

  /** All reports of the folder, the latest first. @throws UsageError when one cannot be read */
  async reports(): Promise<readonly FoundReport[]> {
    if (!existsSync(this.#folder)) return [];
    try {
      const found = await findReports(this.#folder);
      return found.toSorted((a, b) => b.report.run.startedAt.localeCompare(a.report.run.startedAt));
    } catch (error) {
      // A folder without a report is an empty library.
      if (error instanceof UsageError && error.message.startsWith('there is no report.json')) return [];
      throw error;
    }
  }

  /** The report of a run; null where there is none. */
  async report(id: string): Promise<RunReport | null> {
    const own = this.#runs.all().find(({ report }) => report?.run.id === id)?.report;
    if (own !== undefined && own !== null) return own;
    return (await this.reports()).find(({ report }) => report.run.id === id)?.report ?? null;
  }

  /** The file of waivers that the configuration has for a target. */
  waiversFile(name: string): string | undefined {
    const targets = loadConfig(this.#config, process.cwd(), process.env)?.targets ?? {};
    return Object.hasOwn(targets, name) ? targets[name]?.waivers : undefined;
  }

  /** How the target of a report is reached. @throws UsageError where nothing is known of it */
  access({ target }: RunReport): TargetSpec {
    const known = this.#known.get(target.url);
    if (known !== undefined) return known.spec;
    if (target.access?.gone === true) return this.#embedded(target.application);
    try {
      const { spec } = chosenTarget({ from: 'configured', name: target.name }, this.#config);
      if (spec.url === target.url) return spec;
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
    }
    throw new UsageError(
      `how to get in at ${target.url} is not known any more: test the connection to it on the first page, then come back`,
    );
  }

  #embedded(application: string): TargetSpec {
    const [spec] = embeddedTargets({ application });
    if (spec === undefined) throw new UsageError('the built-in provider cannot be started');
    return spec;
  }
}
