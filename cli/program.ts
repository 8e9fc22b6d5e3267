import { Command } from 'commander';
import { toolVersion } from '../config/package-root.ts';
import { addExamples } from './commands/help-examples.ts';
import {
  BASELINE_FILE,
  type CompareOptions,
  collect,
  duration,
  REPORT_FOLDER,
  type RunOptions,
  type TargetOptions,
  wholeNumber,
  withCompareOptions,
  withRunOptions,
  withTargetOptions,
} from './options.ts';

/** The command line. Commands load what they need when they are called, so that --help is quick. */
export function createProgram(): Command {
  const program = new Command('scim-conformance')
    .description('Conformance harness for SCIM 2.0 service providers (RFC 7643, RFC 7644)')
    .version(toolVersion())
    .showHelpAfterError('(add --help for the options)')
    .exitOverride()
    .configureHelp({ sortSubcommands: false });
  addRun(program);
  addTour(program);
  addReportCommands(program);
  addBaseline(program);
  addApplications(program);
  addRequirements(program);
  addTargetCommands(program);
  addLogin(program);
  addServe(program);
  addUi(program);
  addInit(program);
  addCompletion(program);
  addExamples(program);
  return program;
}

function addRun(program: Command): void {
  withRunOptions(program.command('run'))
    .description('test a target; without --url and --config, the embedded service provider')
    .action(async (given: RunOptions, command: Command) => {
      const options = { ...given, outNamed: command.getOptionValueSource('out') === 'cli' };
      // What is wrong with the targets is said before the suites are loaded, and with them everything else.
      const { resolveTargets } = await import('./targets.ts');
      const targets = resolveTargets(options, { tokens: options.list !== true });
      const { run } = await import('./commands/run.ts');
      if (options.watch !== undefined && options.list !== true) {
        const { watchRuns } = await import('./commands/watch.ts');
        process.exitCode = await watchRuns((own) => run(own, targets), options);
      } else {
        process.exitCode = await run(options, targets);
      }
    });
}

function addTour(program: Command): void {
  program
    .command('tour')
    .description('a first look: five applications, then a provider with mistakes, on this machine alone')
    .option('--out <dir>', 'where the reports go', REPORT_FOLDER)
    .action(async ({ out }: { readonly out: string }) => {
      const { tour } = await import('./commands/tour.ts');
      process.exitCode = await tour(out);
    });
}

function addReportCommands(program: Command): void {
  withTargetOptions(program.command('replay'))
    .argument(
      '[report|check...]',
      'a report (default: the latest), and ids of its findings or prefixes of them',
    )
    .description('run what a report found again, and say what is fixed')
    .option('--all', 'warnings and what could not be judged too')
    .action(async (words: readonly string[], options: import('./commands/replay.ts').ReplayOptions) => {
      const { replay } = await import('./commands/replay.ts');
      process.exitCode = await replay(words, options);
    });
  withCompareOptions(program.command('compare'))
    .argument('[report.json...]', 'saved run reports; with --config or --url, live targets are added')
    .description('say whether targets behave the same, from saved reports or by testing them now')
    .action(async (files: readonly string[], options: CompareOptions) => {
      const { compare } = await import('./commands/compare.ts');
      process.exitCode = await compare(files, options);
    });
  program
    .command('merge')
    .argument('<dir...>', 'folders with the reports of shards')
    .description('join the reports of shards (run --shard) into one')
    .requiredOption('--out <dir>', 'where the joined reports go')
    .action(async (folders: readonly string[], { out }: { readonly out: string }) => {
      const { merge } = await import('./commands/merge.ts');
      process.exitCode = await merge(folders, out);
    });
  program
    .command('history')
    .argument('<dir>', 'a folder with past reports, in it or below it')
    .description('show what became new, fixed and flaky over past reports')
    .option('--out <dir>', 'where the page goes', 'scim-conformance-history')
    .action(async (folder: string, { out }: { readonly out: string }) => {
      const { history } = await import('./commands/history.ts');
      process.exitCode = await history(folder, out);
    });
}

function addBaseline(program: Command): void {
  const baseline = program
    .command('baseline')
    .description('what is known to fail, so that only what is new fails a run')
    .exitOverride();
  const REPORT = 'a report or its folder (default: the latest)';
  const commands = {
    create: 'make a baseline of a report',
    update: 'take what a report judged into the baseline, new failures too',
    prune: 'take out of the baseline what passes in a report, and add nothing',
  } as const;
  for (const [name, description] of Object.entries(commands)) {
    baseline
      .command(name)
      .argument('[report]', REPORT)
      .description(description)
      .option('--baseline <file>', 'the baseline', BASELINE_FILE)
      .action(
        async (report: string | undefined, options: import('./commands/baseline.ts').BaselineOptions) => {
          const { changeBaseline, createBaseline } = await import('./commands/baseline.ts');
          process.exitCode = await (name === 'update' || name === 'prune'
            ? changeBaseline(name, report, options)
            : createBaseline(report, options));
        },
      );
  }
  program
    .command('waivers')
    .description('known deviations with a reason, an owner and an expiry')
    .exitOverride()
    .command('prune')
    .argument('<waivers>', 'the file of waivers')
    .argument('[report]', REPORT)
    .description('take out what has expired, and what passes in a report')
    .action(async (file: string, report: string | undefined) => {
      const { pruneWaivers } = await import('./commands/prune-waivers.ts');
      process.exitCode = await pruneWaivers(file, report);
    });
}

function addApplications(program: Command): void {
  const applications = program
    .command('applications')
    .description('the applications whose attribute tables are known')
    .exitOverride();
  applications
    .command('list')
    .description('list the applications')
    .option('--search <text>', 'only those with this text in id, name or notes')
    .option('--groups', 'only those that provision groups')
    .option(
      '--authentication <kind>',
      'only those with this kind: secretToken, oauth, oauthClientCredentials, …',
    )
    .option('--attribute <path>', 'only those with this attribute, such as manager or name.formatted')
    .action(async (options: import('./commands/applications.ts').ListOptions) => {
      const { listApplicationsCommand } = await import('./commands/applications.ts');
      process.stdout.write(listApplicationsCommand(options));
    });
  applications
    .command('show <id|file>')
    .description('show an application: attribute tables, how to connect, quirks, and what will be tested')
    .action(async (id: string) => {
      const { showApplicationCommand } = await import('./commands/show-application.ts');
      process.stdout.write(showApplicationCommand(id));
    });
  withTargetOptions(applications.command('import [tutorial]'))
    .description('make a profile from a provisioning tutorial (Markdown), or from what a target declares')
    .option('--out <file>', 'where to write the profile (default: standard output)')
    .option('--force', 'replace a profile that is there already')
    .action(async (tutorial: string | undefined, options: ImportOptions) => {
      process.exitCode = await importProfile(tutorial, options);
    });
}

type ImportOptions = import('./commands/import-target.ts').ImportTargetOptions;

async function importProfile(tutorial: string | undefined, options: ImportOptions): Promise<number> {
  const { out, force = false, url, config, target } = options;
  if (tutorial === undefined) {
    const { importTarget } = await import('./commands/import-target.ts');
    return importTarget(options);
  }
  if ([url, config, target].some((one) => one !== undefined)) {
    const { UsageError } = await import('../config/usage-error.ts');
    throw new UsageError('a profile is made of a tutorial or of a target, not of both');
  }
  const { importTutorialCommand } = await import('./commands/import-tutorial.ts');
  const { stdout, stderr } = importTutorialCommand(tutorial, out ?? null, force);
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  return 0;
}

function addRequirements(program: Command): void {
  program
    .command('requirements')
    .description('print the requirements and the checks that judge them')
    .option('--format <format>', 'table, json or markdown', 'table')
    .action(async ({ format }: { format: string }) => {
      const { requirementsCommand } = await import('./commands/requirements.ts');
      process.stdout.write(requirementsCommand(format));
    });
}

function addTargetCommands(program: Command): void {
  withTargetOptions(program.command('connect'))
    .description('test the connection to a target, as the "Test Connection" button does')
    .action(async (options: TargetOptions) => {
      const { connect } = await import('./commands/connect.ts');
      process.exitCode = await connect(options);
    });
  withTargetOptions(program.command('learn'))
    .description('find out what a target demands, takes and keeps beyond its table')
    .option('--out <file>', 'where to write a profile made of it')
    .action(async (options: import('./commands/learn.ts').LearnOptions) => {
      const { learn } = await import('./commands/learn.ts');
      process.exitCode = await learn(options);
    });
  withTargetOptions(program.command('cleanup'))
    .description('delete what an earlier run left on a target')
    .option('--run <id>', 'only what this run created (default: all runs)')
    .option('--out <dir>', 'where the run was to write its reports: its journal is there', REPORT_FOLDER)
    .action(async (options: import('./commands/cleanup.ts').CleanupOptions) => {
      const { cleanup } = await import('./commands/cleanup.ts');
      process.exitCode = await cleanup(options);
    });
}

function addLogin(program: Command): void {
  program
    .command('login')
    .description('authorize access to a target whose token a person has to ask for, and store it')
    .option(
      '--config <file>',
      'configuration file (default: scim-conformance.config.json, .yaml or .yml, if there is one)',
    )
    .option('--target <name>', 'the target (default: the only one with a login)')
    .option('--timeout <time>', 'how long to wait for the browser: 90s, 10m (default: 5m)', duration)
    .option('--forget', 'delete the stored token instead')
    .action(async (options: import('./commands/login.ts').LoginOptions) => {
      const { login } = await import('./commands/login.ts');
      process.exitCode = await login(options);
    });
}

function addUi(program: Command): void {
  program
    .command('ui')
    .description('a page on this machine to start, watch, read and replay runs')
    .option('--port <n>', 'port to listen on (default: any free one)', wholeNumber(0, 65_535))
    .option('--host <address>', 'listen on another address than 127.0.0.1, for others in the network')
    .option(
      '--config <file>',
      'configuration file (default: scim-conformance.config.json, .yaml or .yml, if there is one)',
    )
    .option('--reports <dir>', 'folder of the reports', REPORT_FOLDER)
    .option('--open', 'open a browser')
    .action(async (options: import('./commands/ui.ts').UiCommandOptions) => {
      const { ui } = await import('./commands/ui.ts');
      process.exitCode = await ui(options);
    });
}

function addInit(program: Command): void {
  program
    .command('init')
    .description('write a commented configuration file into this folder')
    .option('--application <id|file>', 'the application of the first target', 'alvao')
    .option('--url <baseUrl>', 'its base URL')
    .action(async (options: import('./commands/init.ts').InitOptions) => {
      const { initCommand } = await import('./commands/init.ts');
      process.stdout.write(initCommand(options));
    });
}

function addCompletion(program: Command): void {
  program
    .command('completion')
    .argument('<shell>', 'bash, zsh or fish')
    .description('print what teaches a shell to complete commands, options and names')
    .action(async (shell: string) => {
      const { completionCommand } = await import('./commands/completion.ts');
      process.stdout.write(completionCommand(shell));
    });
  program
    .command('complete', { hidden: true })
    .argument('[words...]', 'what is typed so far')
    .description('print what can stand where the cursor is')
    .action(async (words: readonly string[]) => {
      const { completeCommand } = await import('./commands/completion.ts');
      process.stdout.write(await completeCommand(program, words));
    });
}

function addServe(program: Command): void {
  program
    .command('serve')
    .description('start the embedded service provider, conformant unless faults are switched on')
    .option('--application <id|file>', 'enforce what this application requires')
    .option('--port <n>', 'port on the loopback address (default: any free one)', wholeNumber(0, 65_535))
    .option('--token <token>', 'the bearer token to ask for (default: none)')
    .option('--fault <id>', 'switch a fault on; repeatable', collect)
    .option('--list-faults', 'print the faults as JSON')
    .option('--variation <id>', 'switch on a choice that the RFCs leave open; repeatable', collect)
    .option('--list-variations', 'print the variations as JSON')
    .option('--policy <file>', 'treat attributes and features as this policy (JSON) says')
    .option('--policy-seed <n>', 'draw such a policy; it is printed', wholeNumber(0, 2_147_483_647))
    .action(async (options: import('./commands/serve.ts').ServeOptions) => {
      const { serve } = await import('./commands/serve.ts');
      await serve(options);
    });
}
