import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createColors } from 'picocolors';
import { loadApplication } from '../../config/load-application.ts';
import { type FaultId, knownFaults } from '../../provider/faults.ts';
import type { RunningProvider } from '../../provider/server.ts';
import { withCauses } from '../../report/causes.ts';
import type { RunReport } from '../../report/report.ts';
import { causes, reach } from '../../reporters/causes.ts';
import { headline, outcomeOf } from '../../reporters/conclusion.ts';
import { paint, SYMBOLS } from '../../reporters/console/summary.ts';
import { count, duration, oneLine } from '../../reporters/text.ts';
import { startEmbedded } from '../embedded.ts';
import { EXIT } from '../exit-code.ts';
import { invocation } from '../invocation.ts';
import { measured } from '../measured.ts';
import { HOUR, REPORT_FOLDER } from '../options.ts';
import { openFolder, reportWriters, wantsColor } from '../output.ts';
import { settingsOf } from '../run-settings.ts';
import { scoped, scopeOf } from '../scope.ts';
import { selection } from '../selection.ts';
import { embeddedTargets, resolveTargets, type TargetSpec } from '../targets.ts';

/** Mistakes that many endpoints make, for the second part. */
const MISTAKES: readonly FaultId[] = [
  'filter-no-match-404',
  'active-string-refused',
  'members-remove-array-ignored',
];
const APPLICATION = 'alvao';
const FAULTY_FOLDER = 'with-mistakes';

type Colors = ReturnType<typeof createColors>;

/**
 * Shows what this program does: five applications against the embedded provider, which does everything right, and one against
 * a provider with a few mistakes, whose report is worth a look. Touches nothing but this machine.
 * @returns 0, unless an application did not conform to the provider
 */
export async function tour(out = REPORT_FOLDER): Promise<number> {
  await openFolder(out);
  const token = randomBytes(24).toString('base64url');
  const provider = await startEmbedded(loadApplication(APPLICATION), { token, faults: MISTAKES });
  try {
    return await guided([...embeddedTargets({}), faultyTarget(provider, token)], out);
  } finally {
    await provider.close();
  }
}

function faultyTarget({ url }: RunningProvider, token: string): TargetSpec {
  const [target] = resolveTargets({ application: APPLICATION, url }, { env: { SCIM_TOKEN: token } }).targets;
  if (target === undefined) throw new Error('a target that is named is there');
  return { ...target, name: FAULTY_FOLDER };
}

function guided(targets: readonly TargetSpec[], out: string): Promise<number> {
  const options = { effort: 'quick', cleanup: true, out } as const;
  const checks = selection(options).map(({ check }) => check.id);
  return measured(targets, settingsOf(options, null, checks), HOUR, async ({ reports: plain, signal }) => {
    const reports = scoped(plain, scopeOf(options)).map(withCauses);
    const { targetFolder, writeIndex, writeReports } = await reportWriters();
    for (const report of reports) await writeReports(report, join(out, targetFolder(report.target.name)));
    const sound = reports.slice(0, -1);
    const index = await writeIndex(
      sound.map((report) => ({ report, folder: targetFolder(report.target.name) })),
      out,
    );
    const [faulty] = reports.slice(-1);
    const colors = createColors(wantsColor(process.stdout));
    process.stdout.write(
      [
        ...firstPart(sound, index, colors),
        ...(faulty === undefined ? [] : secondPart(faulty, out, colors)),
      ].join('\n'),
    );
    if (signal.aborted) return EXIT.interrupted;
    return sound.every((report) => outcomeOf(report) === 'conformant') ? EXIT.conformant : EXIT.notConformant;
  });
}

function firstPart(reports: readonly RunReport[], index: string, colors: Colors): readonly string[] {
  const width = Math.max(...reports.map(({ target }) => target.applicationName.length));
  return [
    colors.bold('1. Five applications against a service provider that does everything right'),
    '',
    ...reports.map((report) => {
      const state = outcomeOf(report) === 'conformant' ? 'pass' : 'fail';
      const { requests, durationMs } = report.run;
      return `  ${paint(colors, state)(SYMBOLS[state])} ${report.target.applicationName.padEnd(width)}  ${headline(report)}  ${colors.dim(`${count(requests, 'request')} in ${duration(durationMs)}`)}`;
    }),
    '',
    `  ${colors.dim('reports')}  ${index}`,
    '',
    '',
  ];
}

function secondPart(report: RunReport, out: string, colors: Colors): readonly string[] {
  const program = invocation();
  const titles = new Map(knownFaults().map(({ id, title }) => [id, title]));
  return [
    colors.bold(
      `2. ${report.target.applicationName} against one with three mistakes that many endpoints make`,
    ),
    '',
    ...MISTAKES.map((id) => `  ${colors.dim('made')}   ${titles.get(id)}`),
    '',
    ...causes(report).map(
      (cause) =>
        `  ${paint(colors, cause.gate)(`${SYMBOLS[cause.gate]} ${cause.gate}`)} ${oneLine(cause.title)}  ${colors.dim(reach(cause))}`,
    ),
    '',
    `  ${colors.red(colors.bold(headline(report)))}`,
    '',
    colors.bold('Look at its report:'),
    '',
    `  ${join(out, FAULTY_FOLDER, 'report.html')}`,
    '',
    '  It tells each mistake with the rule, what was sent, what came back, the smallest input that shows it, and a script that',
    '  sends it again.',
    '',
    '  Its provider again, to replay what it found:',
    '',
    `  ${program} serve --application ${APPLICATION} --port ${new URL(report.target.url).port} ${MISTAKES.map((id) => `--fault ${id}`).join(' ')}`,
    `  SCIM_TOKEN=any ${program} replay ${join(out, FAULTY_FOLDER)}`,
    '',
    '  Then test an endpoint of your own:',
    '',
    `  SCIM_TOKEN=… ${program} run --url https://app.example.com/scim`,
    '',
  ];
}
