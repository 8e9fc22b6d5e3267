import { readSource } from '../config/document.ts';
import { nearest } from '../config/nearest.ts';
import { printable } from '../config/problem.ts';
import type { Config } from '../config/target-config.ts';
import { type Finding, refuseFindings, schemaValidator } from '../config/validate.ts';
import type { RunReport } from '../report/report.ts';
import { applyWaivers, meant, type Waiver } from '../report/waivers.ts';
import { type CurrentId, currentCheckId } from '../suites/aliases.ts';
import { CHECKS } from '../suites/registry.ts';

const validate = schemaValidator<readonly Waiver[]>('waivers.schema.json');

/** The waivers for each target, by its name. */
export type Waivers = ReadonlyMap<string, readonly Waiver[]>;

/**
 * The waivers of every target: those of the file that the command line names, else of the file that the configuration
 * names for the target.
 * @throws UsageError with file, line and what is wrong: unreadable, another form, or the name of no check
 */
export function waiversOf(
  option: string | undefined,
  config: Config | null,
  targets: readonly { readonly name: string }[],
): Waivers {
  const read = new Map<string, readonly Waiver[]>();
  return new Map(
    targets.map(({ name }) => {
      const own = config !== null && Object.hasOwn(config.targets, name) ? config.targets[name] : undefined;
      const file = option ?? own?.waivers;
      if (file === undefined) return [name, []];
      const waivers = read.get(file) ?? readWaivers(file);
      read.set(file, waivers);
      return [name, waivers];
    }),
  );
}

/**
 * Reads a file of waivers, JSON or YAML.
 * @param current looks up the ids of removed checks: their waivers are for the checks that judge in their place
 * @throws UsageError
 */
export function readWaivers(file: string, current: CurrentId = currentCheckId): readonly Waiver[] {
  const document = readSource(file);
  const waivers = validate(document).map((waiver) => withCurrentId(waiver, current));
  refuseFindings(
    document,
    waivers.flatMap((waiver, index) =>
      waiverFindings(waiver).map((finding) => ({ ...finding, at: [index, ...finding.at] })),
    ),
  );
  return waivers;
}

function withCurrentId(waiver: Waiver, current: CurrentId): Waiver {
  if (waiver.check === undefined) return waiver;
  const check = current(waiver.check);
  return check === waiver.check ? waiver : { ...waiver, check, written: waiver.check };
}

/**
 * Waives what the waivers accept, and says on standard error which of them have expired or match nothing.
 * @param now decides what has expired
 */
export function waive(reports: readonly RunReport[], waivers: Waivers, now: Date): readonly RunReport[] {
  const given = reports.map((report) => ({ report, waivers: waivers.get(report.target.name) ?? [] }));
  const { reports: waived, remarks } = applyWaivers(given, now.toISOString().slice(0, 10));
  for (const remark of remarks) process.stderr.write(`scim-conformance: ${printable(remark)}\n`);
  return waived;
}

function waiverFindings({ check, requirement }: Waiver): readonly Finding[] {
  if ((check === undefined) === (requirement === undefined)) {
    return [{ at: [], message: 'expected either the key "check" or the key "requirement"' }];
  }
  const checks = CHECKS.map((entry) => entry.check);
  return [
    ...unknownName(
      'check',
      check,
      checks.map(({ id }) => id),
    ),
    ...unknownName(
      'requirement',
      requirement,
      checks.flatMap(({ requirements }) => requirements),
    ),
  ];
}

function unknownName(
  key: 'check' | 'requirement',
  text: string | undefined,
  known: readonly string[],
): readonly Finding[] {
  if (text === undefined || meant(text, known).length > 0) return [];
  const near = nearest(text, [...new Set(known)]).map((id) => JSON.stringify(id));
  const advice =
    near.length > 0 ? `did you mean ${near.join(' or ')}?` : '"scim-conformance run --list" shows all';
  return [{ at: [key], message: `no ${key} begins with ${JSON.stringify(text)}; ${advice}` }];
}
