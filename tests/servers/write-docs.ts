import type { Deviation, Expectation } from './expectation.ts';

/** The page docs/servers.md: what a run finds on a server that this project did not write. */
export function serversPage({ server, deviations }: Expectation): string {
  return `<!-- Written by \`npm run test:servers -- --update\` from tests/servers/scimmy.expected.json. -->

# Servers this project did not write

\`npm run test:servers\` starts ${server}, and runs every application against it at effort
\`standard\`. Each deviation below was confirmed by hand, with the request and the text it breaks. A finding that is
not listed fails the test, and so does a listed one that is not found.

| check | verdict | applications | requirement | breaks | confirmation |
|---|---|---|---|---|---|
${deviations.map(row).join('\n')}
`;
}

function row({ check, verdict, applications, requirement, breaks, confirmation }: Deviation): string {
  const cells = [
    `\`${check}\``,
    verdict,
    applications.join(', '),
    `\`${requirement}\``,
    breaks,
    confirmation,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
