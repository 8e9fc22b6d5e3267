import { OWN_SCHEMAS } from '../../config/own-schemas.ts';
import { type Deviation, type Leftover, type PinnedServer, readCounts } from './expectation.ts';

/** The page docs/servers.md: what runs find on servers that this project did not write. */
export function serversPage(servers: readonly PinnedServer[]): string {
  return `<!-- Written by \`npm run test:servers -- --update\` from tests/servers/*.expected.json and tests/servers/counts. -->

# Servers this project did not write

\`npm run test:servers\` starts each of these servers and runs the harness against it. A finding that is not listed here
fails the test, and so does a listed one that is not found. Each was confirmed by hand: the exchange was read beside the
text that it breaks, and a finding that the text does not bear out was mended in the harness instead.

| server | suites | application | pass | fail | warn | cannot judge | judged |
|---|---|---|---|---|---|---|---|
${servers.flatMap(overview).join('\n')}

The numbers are checks, of those that apply. *None* is a run without an application: what the server declares is its table then.
A check that *cannot judge* needs something first that the server does not do.
${servers.map(section).join('')}`;
}

function overview(server: PinnedServer): readonly string[] {
  const { name, suites = [], applications } = server;
  return applications.map((application) => {
    const { pass, fail, warn, error } = readCounts(server, application);
    const judged = pass + fail + warn;
    const share = `${((100 * judged) / (judged + error)).toFixed(1)} %`;
    const numbers = [pass, fail, warn, error].map(String);
    return line([name, suites.join(', ') || 'default', shown(application), ...numbers, share]);
  });
}

function shown(application: string): string {
  return application === OWN_SCHEMAS.id ? 'none' : application;
}

function section({ name, server, deviations, leftBehind = [] }: PinnedServer): string {
  return `
## ${name}

${server}

| checks | verdict | applications | requirement | breaks | confirmation |
|---|---|---|---|---|---|
${deviations.map(row).join('\n')}
${leftBehind.length === 0 ? '' : leftovers(leftBehind)}`;
}

function row({ checks, verdict, applications, requirement, breaks, confirmation }: Deviation): string {
  return line([
    checks.map(code).join('<br>'),
    verdict === 'error' ? 'cannot judge' : verdict,
    applications.map(shown).join(', '),
    requirement === null ? '' : code(requirement),
    breaks,
    confirmation,
  ]);
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
