import type { RequirementReport } from '../report/report.ts';
import { APPLICATION } from './application.ts';
import { ENTRA } from './entra.ts';
import { OKTA } from './okta.ts';
import type { Requirement } from './requirement.ts';
import { RFC7643 } from './rfc7643/index.ts';
import { RFC7644 } from './rfc7644/index.ts';
import { RFC9865 } from './rfc9865.ts';
import { ruleUrl } from './rule-sources.ts';

export type { Requirement } from './requirement.ts';

const TABLES = [...RFC7643, ...RFC7644, ...RFC9865, ...ENTRA, ...OKTA, ...APPLICATION];

/** Every id of the catalogue, read off the tables themselves, so that a misspelt one does not compile. */
export type RequirementId = (typeof TABLES)[number]['id'];

/** The whole catalogue, in the order in which `requirements` prints it. */
export const REQUIREMENTS: readonly Requirement<RequirementId>[] = TABLES;

const BY_ID: ReadonlyMap<string, Requirement<RequirementId>> = new Map(REQUIREMENTS.map((r) => [r.id, r]));

/** The requirement with this id. */
export function requirement(id: RequirementId): Requirement<RequirementId> {
  const found = findRequirement(id);
  if (found === null) throw new Error(`no requirement ${id} in the catalogue`);
  return found;
}

/** The requirement with an id that comes from outside, from a report or a command line; null when there is none. */
export function findRequirement(id: string): Requirement<RequirementId> | null {
  return BY_ID.get(id) ?? null;
}

/** Where a requirement is written, for readers: "RFC 7644 §3.3", "Entra rule E-045", "ALVAO attribute table". */
export function citation(found: Requirement, applicationName: string): string {
  if (found.level === 'ENTRA') return `${found.id.startsWith('O-') ? 'Okta' : 'Entra'} rule ${found.id}`;
  if (found.level === 'APPLICATION') return `${applicationName} attribute table`;
  return `RFC ${found.id.slice(3, 7)} §${found.section}`;
}

/** The requirement as a run report carries it. */
export function reportRequirement(found: Requirement, applicationName: string): RequirementReport {
  return {
    level: found.level,
    citation: citation(found, applicationName),
    statement: found.statement,
    url: sectionUrl(found),
  };
}

/** Requirements as a run report carries them, by id; ids that the catalogue does not have are left out. */
export function reportRequirements(
  ids: Iterable<string>,
  applicationName: string,
): Record<string, RequirementReport> {
  const found = [...ids].flatMap((id) => findRequirement(id) ?? []);
  return Object.fromEntries(found.map((one) => [one.id, reportRequirement(one, applicationName)]));
}

/** The section of the RFC at the RFC Editor, or the page of a client's rule; null where there is none. */
export function sectionUrl({ id, section }: Requirement): string | null {
  if (section === null) return ruleUrl(id);
  return `https://www.rfc-editor.org/rfc/${id.slice(0, 7).toLowerCase()}#section-${section}`;
}
