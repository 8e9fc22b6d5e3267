import type { Deviation, Expectation } from './expectation.ts';

/** The page docs/servers.md: what runs find on servers that this project did not write. */
export function serversPage(expectations: readonly Expectation[]): string {
  return `<!-- Written by \`npm run test:servers -- --update\` from tests/servers/*.expected.json. -->

# Servers this project did not write

\`npm run test:servers\` starts each of these servers and runs the harness against it. A finding that is not listed here
fails the test, and so does a listed one that is not found. Each was confirmed by hand: the exchange was read beside the
text that it breaks, and a finding that the text does not bear out was mended in the harness instead.

| server | effort | applications | fail | warn | cannot judge |
|---|---|---|---|---|---|
${expectations.map(overview).join('\n')}

The numbers are checks, each counted once however many applications show it. A check that *cannot judge* needs
something first that the server does not do.
${expectations.map(section).join('')}`;
}

function overview({ name, effort, applications, deviations }: Expectation): string {
  const count = (verdict: Deviation['verdict']) =>
    new Set(deviations.filter((one) => one.verdict === verdict).flatMap(({ checks }) => checks)).size;
  return line([name, effort, applications.join(', '), ...VERDICTS.map((verdict) => String(count(verdict)))]);
}

const VERDICTS = ['fail', 'warn', 'error'] as const satisfies readonly Deviation['verdict'][];

function section({ name, server, deviations }: Expectation): string {
  return `
## ${name}

${server}

| checks | verdict | applications | requirement | breaks | confirmation |
|---|---|---|---|---|---|
${deviations.map(row).join('\n')}
`;
}

function row({ checks, verdict, applications, requirement, breaks, confirmation }: Deviation): string {
  return line([
    checks.map(code).join('<br>'),
    verdict === 'error' ? 'cannot judge' : verdict,
    applications.join(', '),
    requirement === null ? '' : code(requirement),
    breaks,
    confirmation,
  ]);
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function code(text: string): string {
  return `\`${text}\``;
}
