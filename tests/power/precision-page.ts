import { knownVariations } from '../../provider/variations.ts';
import type { Claims } from './precision.ts';

const wrong = ({ findings, leftBehind }: Claims): boolean => findings.length > 0 || leftBehind > 0;

/** The totals in one line, for a terminal. */
export function precisionLine(claims: readonly Claims[]): string {
  const requests = claims.reduce((sum, claim) => sum + claim.requests, 0);
  return `${claims.length} runs, ${claims.filter(wrong).length} with a false alarm, ${requests} requests`;
}

/** docs/precision.md: the totals, and every variation with its runs. */
export function precisionPage(
  claims: readonly Claims[],
  { date, minutes }: { readonly date: string; readonly minutes: number },
): string {
  const row = (variation: string | null, title: string, permittedBy: string, warns: readonly string[]) => {
    const runs = claims.filter((claim) => claim.variation === variation);
    const cells = [
      variation === null ? 'none' : `\`${variation}\``,
      title.replaceAll('|', '\\|'),
      permittedBy,
      runs.length,
      runs.filter(wrong).length,
      warns.join(', '),
    ];
    return `| ${cells.join(' | ')} |`;
  };
  const applications = new Set(claims.map(({ application }) => application));
  return [
    '# What the harness never claims',
    '',
    `Written by \`npm run precision\` on ${date}, in ${minutes.toFixed(0)} minutes on two cores: **${precisionLine(claims)}**.`,
    '',
    'The embedded provider makes, one at a time, the choices that the RFCs leave open (`serve --variation <id>`); every suite',
    `runs against it at \`quick\`, on ${applications.size} applications with several seeds. A run with a check that fails, that cannot judge, or that`,
    'warns of anything but the recommendations and habits in the last column, is a false alarm. So is one that leaves a resource behind.',
    'Beside them, `SCIM_POLICIES=<n> npm run precision` draws policies, which choose several things at once, and shrinks a false alarm to',
    'the smallest policy that raises it; [field.md](field.md) has their figures.',
    '',
    '| variation | what the provider does | permitted by | runs | false alarms | warns of |',
    '|---|---|---|--:|--:|---|',
    row(null, 'as it is without variations', '', []),
    ...knownVariations().map(({ id, title, permittedBy, warns }) => row(id, title, permittedBy, warns)),
    '',
  ].join('\n');
}
