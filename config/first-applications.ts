import type { Application } from './application.ts';
import { loadApplication } from './load-application.ts';

/** The applications that a run without options tests; the rest of the gallery is tested when it is named. */
export const FIRST_APPLICATIONS: readonly string[] = [
  'airstack',
  'alinto-protect',
  'alvao',
  'atea',
  'cleanmail-swiss',
];

/** The profiles of {@link FIRST_APPLICATIONS}, in that order. */
export function firstApplications(): readonly Application[] {
  return FIRST_APPLICATIONS.map(loadApplication);
}
