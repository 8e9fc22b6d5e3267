import { describePolicy } from '../../provider/policy/policy.ts';
import type { Compound } from './measure-compounds.ts';
import type { Measured } from './measure-policies.ts';
import { MEETINGS } from './meetings.ts';
import { PENDING, UNJUDGED } from './pending.ts';
import { JUDGED } from './unexpected.ts';

const percent = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;

const sum = <T>(all: readonly T[], of: (one: T) => number): number =>
  all.reduce((total, one) => total + of(one), 0);

/** The figures, for a terminal. */
export function fieldLines(policies: readonly Measured[], compounds: readonly Compound[]): readonly string[] {
  const alarmed = policies.filter(({ alarms, pending }) => alarms.length > pending);
  const known = policies.filter(({ pending }) => pending > 0);
  const unjudged = policies.filter(({ applicable, judged }) => judged < JUDGED * applicable);
  const caught = sum(compounds, (one) => one.caught.length);
  const causes = sum(compounds, (one) => one.causes);
  return [
    `${policies.length} policies: ${alarmed.length} with a false alarm, ${known.length} with one that is pending, ` +
      `${unjudged.length} with less than ${100 * JUDGED} % judged; ` +
      `${percent(
        sum(policies, (one) => one.judged),
        sum(policies, (one) => one.applicable),
      )} of all applicable checks judged`,
    `${compounds.length} compounds: ${compounds.filter((one) => one.unexplained.length > 0).length} with a finding that no fault alone raises; ` +
      `coverage ${percent(
        sum(compounds, (one) => one.covered.length),
        caught,
      )}, purity ${percent(
        sum(compounds, (one) => one.pure),
        causes,
      )}, ${caught === 0 ? '–' : (causes / caught).toFixed(2)} causes a fault`,
  ];
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ').slice(0, 200);

/** `1 to 30` */
function seedsOf(all: readonly { readonly seed: number }[]): string {
  const seeds = all.map(({ seed }) => seed);
  return `${Math.min(...seeds)} to ${Math.max(...seeds)}`;
}

/** docs/field.md: the figures, what is pending, and the worst cases. */
export function fieldPage(
  policies: readonly Measured[],
  compounds: readonly Compound[],
  { date, minutes }: { readonly date: string; readonly minutes: number },
): string {
  const worst = policies
    .filter(({ alarms, applicable, judged }) => alarms.length > 0 || judged < JUDGED * applicable)
    .toSorted((a, b) => a.judged / a.applicable - b.judged / b.applicable)
    .slice(0, 20);
  const met = compounds.filter(({ unexplained }) => unexplained.length > 0).slice(0, 20);
  return [
    '# The laboratory as the field',
    '',
    `Written by \`npm run field\` on ${date}, in ${minutes.toFixed(0)} minutes on two cores: policies of the seeds ${seedsOf(policies)}, compounds`,
    `of the seeds ${seedsOf(compounds)}.`,
    '',
    ...fieldLines(policies, compounds).map((line) => `- ${line}`),
    '',
    'A policy is a lawful provider drawn at random (`serve --policy-seed <n>`): what it demands, keeps, shows, allows to change and',
    'supports, and how its answers look. Every suite runs against it at `quick`, on one of the first applications or on what the target',
    'says of itself. A finding that the policy does not explain is a false alarm. A compound is a policy with several faults at once.',
    '',
    '## Pending',
    '',
    'False alarms and what is left unjudged that are known and not mended yet:',
    '',
    ...[...PENDING, ...UNJUDGED].map(({ title }) => `- ${title}`),
    '',
    '## Worst policies',
    '',
    '| seed | table | judged | policy | alarms |',
    '|--:|---|--:|---|---|',
    ...worst.map(
      ({ seed, table, judged, applicable, policy, alarms }) =>
        `| ${seed} | ${table} | ${percent(judged, applicable)} | ${cell(
          describePolicy(policy)
            .map((line) => line.split(': ')[0])
            .join(', '),
        )} | ${cell(alarms.map(({ id }) => id).join(', '))} |`,
    ),
    '',
    '## Where faults meet',
    '',
    ...MEETINGS.map(({ faults, finding, why }) => `- ${faults.join(' + ')}: ${finding}. ${why}`),
    '',
    '| seed | table | faults | findings that none of them raises alone |',
    '|--:|---|---|---|',
    ...met.map(
      ({ seed, table, faults, unexplained }) =>
        `| ${seed} | ${table} | ${faults.join(', ')} | ${cell(unexplained.join(', '))} |`,
    ),
    '',
  ].join('\n');
}
