import { DESCRIPTION } from './faults/description.ts';
import { ENTRA_CLIENT } from './faults/entra-client.ts';
import { ENTRA_UPDATES } from './faults/entra-updates.ts';
import type { Fault, FaultArea } from './faults/fault.ts';
import { FILTERING } from './faults/filtering.ts';
import { GROUP_MEMBERS } from './faults/group-members.ts';
import { HISTORIES } from './faults/histories.ts';
import { MODIFICATION } from './faults/modification.ts';
import { QUERY } from './faults/query.ts';
import { REPRESENTATION } from './faults/representation.ts';
import { REQUIRED_ATTRIBUTES } from './faults/required-attributes.ts';
import { SOFT_DELETE } from './faults/soft-delete.ts';
import type { Provider, Steps } from './steps.ts';

const AREAS = {
  'required-attributes': REQUIRED_ATTRIBUTES,
  filtering: FILTERING,
  'soft-delete': SOFT_DELETE,
  'group-members': GROUP_MEMBERS,
  'entra-client': { ...ENTRA_CLIENT, ...ENTRA_UPDATES },
  'provisioning-cycle': HISTORIES,
  query: QUERY,
  modification: MODIFICATION,
  description: DESCRIPTION,
  representation: REPRESENTATION,
} as const;

/** Every fault of the catalogue. */
const FAULTS = {
  ...REQUIRED_ATTRIBUTES,
  ...FILTERING,
  ...SOFT_DELETE,
  ...GROUP_MEMBERS,
  ...ENTRA_CLIENT,
  ...ENTRA_UPDATES,
  ...HISTORIES,
  ...QUERY,
  ...MODIFICATION,
  ...DESCRIPTION,
  ...REPRESENTATION,
} as const;

/** The id of a fault, as `serve --fault` takes it. */
export type FaultId = keyof typeof FAULTS;

/** A fault as `serve --list-faults` prints it. */
export interface KnownFault {
  readonly id: FaultId;
  readonly title: string;
  /** `RFC7644-3.3` (a section), `E-088` (an Entra rule) or `APP` (the application's attribute table). */
  readonly violates: string;
  readonly area: FaultArea;
  /** Where the defect is reported in public, or null. */
  readonly seenIn: string | null;
}

/** Whether a text names a fault. */
export function isFaultId(text: string): text is FaultId {
  return Object.hasOwn(FAULTS, text);
}

/** The catalogue in the order of its areas. */
export function knownFaults(): readonly KnownFault[] {
  return Object.entries(AREAS).flatMap(([area, faults]) =>
    Object.keys(faults)
      .filter(isFaultId)
      .map((id) => {
        const { title, violates, seenIn }: Fault = FAULTS[id];
        return { id, title, violates, area: area as FaultArea, seenIn: seenIn ?? null };
      }),
  );
}

/** The steps with these faults switched on, the later ones around the earlier. */
export function withFaults(steps: Steps, ids: readonly FaultId[], provider: Provider): Steps {
  let current = steps;
  for (const id of ids) current = { ...current, ...FAULTS[id].overrides(current, provider) };
  return current;
}
