import type { RequirementReport } from '../report/report.ts';
import { APPLICATION } from './application.ts';
import { ENTRA } from './entra.ts';
import { OKTA } from './okta.ts';
import type { Requirement } from './requirement.ts';
import { RFC7643 } from './rfc7643/index.ts';
import { RFC7644 } from './rfc7644/index.ts';
import { RFC9865 } from './rfc9865.ts';

export type { Requirement } from './requirement.ts';

/** The whole catalogue, in the order in which `requirements` prints it. */
export const REQUIREMENTS: readonly Requirement[] = [
  ...RFC7643,
  ...RFC7644,
  ...RFC9865,
  ...ENTRA,
  ...OKTA,
  ...APPLICATION,
];

const BY_ID: ReadonlyMap<string, Requirement> = new Map(REQUIREMENTS.map((r) => [r.id, r]));

/** The requirement with this id. @throws Error when the catalogue has none: a mistake in a suite. */
export function requirement(id: string): Requirement {
  const found = BY_ID.get(id);
  if (found === undefined) throw new Error(`no requirement ${id} in the catalogue`);
  return found;
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

/** The section of the RFC at the RFC Editor, or null for rules of clients and applications. */
export function sectionUrl({ id, section }: Requirement): string | null {
  if (section === null) return null;
  return `https://www.rfc-editor.org/rfc/${id.slice(0, 7).toLowerCase()}#section-${section}`;
}
