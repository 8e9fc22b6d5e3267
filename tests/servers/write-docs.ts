import { OWN_SCHEMAS } from '../../config/own-schemas.ts';
import { suiteTable } from './by-suite.ts';
import { countsFile, readCounts, total } from './counts.ts';
import { type Defect, defectsOf, gravest } from './defects.ts';
import type { Deviation, Leftover, PinnedServer } from './expectation.ts';

/** The page docs/servers.md: what runs find on servers that this project did not write. */
export function serversPage(servers: readonly PinnedServer[]): string {
  return `<!-- Written by \`npm run test:servers -- --update\` from tests/servers/*.expected.json and tests/servers/counts. -->

# Servers this project did not write

\`npm run test:servers\` starts each of these servers and runs the harness against it. A finding that is not listed here
fails the test, and so does a listed one that is not found, but for those that are seen *at times*. Each was confirmed by hand: the exchange was read beside the
text that it breaks, and a finding that the text does not bear out was mended in the harness instead.

![How many checks of each suite pass, fail and cannot be judged on each server](images/servers.svg)

Checks that pass / that fail / that cannot be judged, in the run without an application, or the first one where there is none.
A warning is no failure: it counts as passed here. An empty cell is a suite that is not run or does not apply.

${suiteTable(servers)}

All runs, in checks of those that apply. *None* is a run without an application: what the server declares is its table then.
A check that *cannot judge* needs something first that the server does not do. *Defects* are those of the lists below.

| server | suites | application | pass | fail | warn | cannot judge | judged | defects |
|---|---|---|--:|--:|--:|--:|--:|--:|
${servers.flatMap(overview).join('\n')}

\`npm run test:servers -- --reports\` leaves the report of each run in a folder that git ignores, as
\`tests/servers/reports/${reportOf(servers)}/report.html\`; a name of a server behind it runs that one alone.
${servers.map(section).join('')}`;
}

function reportOf([server]: readonly PinnedServer[]): string {
  if (server === undefined) return '';
  return countsFile(server, server.applications[0] ?? OWN_SCHEMAS.id).replace(/^counts\/|\.json$/g, '');
}

function overview(server: PinnedServer): readonly string[] {
  const { name, suites = [], applications, deviations } = server;
  return applications.map((application) => {
    const { pass, fail, warn, error } = total(readCounts(server, application));
    const judged = pass + fail + warn;
    const share = `${((100 * judged) / (judged + error)).toFixed(1)} %`;
    const numbers = [pass, fail, warn, error].map(String);
    const own = deviations.filter((one) => one.applications.includes(application));
    const defects = defectsOf(own).filter((defect) => gravest(defect) === 'fail').length;
    return line([
      name,
      suites.join(', ') || 'default',
      shown(application),
      ...numbers,
      share,
      String(defects),
    ]);
  });
}

function shown(application: string): string {
  return application === OWN_SCHEMAS.id ? 'none' : application;
}

function section({ name, server, applications, deviations, leftBehind = [] }: PinnedServer): string {
  const defects = defectsOf(deviations);
  const list = (verdict: Deviation['verdict'], title: string): string => {
    const some = defects.filter((defect) => gravest(defect) === verdict);
    if (some.length === 0) return '';
    return `
### ${name}: ${title} (${some.length})

| what it does | breaks | found by |
|---|---|---|
${some.map((defect) => row(defect, applications)).join('\n')}
`;
  };
  return `
## ${name}

${server}
${list('fail', 'defects')}${list('warn', 'warnings')}${list('error', 'what keeps checks from judging')}${
  leftBehind.length === 0 ? '' : leftovers(leftBehind)
}`;
}

function row({ confirmation, breaks, deviations }: Defect, all: readonly string[]): string {
  return line([confirmation, breaks, deviations.map((one) => finders(one, all)).join('<br>')]);
}

/** The checks that find it, with their verdict where that is another one than a failure, and the runs where these are not all. */
function finders(
  { checks, verdict, requirement, applications, sometimes }: Deviation,
  all: readonly string[],
): string {
  const where = applications.length === all.length ? [] : [`with ${applications.map(shown).join(', ')}`];
  const rule = requirement === null ? [] : [code(requirement)];
  const how = verdict === 'error' ? ['cannot judge'] : verdict === 'warn' ? ['warn'] : [];
  const often = sometimes === true ? ['at times'] : [];
  return `${checks.map(code).join(', ')} (${[...how, ...rule, ...where, ...often].join('; ')})`;
}

function leftovers(all: readonly Leftover[]): string {
  return `
What it keeps although it is deleted:

| endpoint | applications | confirmation |
|---|---|---|
${all.map(({ endpoint, applications, confirmation }) => line([code(endpoint), applications.map(shown).join(', '), confirmation])).join('\n')}
`;
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}

function code(text: string): string {
  return `\`${text}\``;
}
