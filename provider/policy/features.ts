import { ScimError } from '../../scim/error.ts';
import { both, config } from '../faults/description/overrides.ts';
import type { Overrides } from '../variations/variation.ts';

/** An optional feature that a provider can do without, beside those that the variations switch off. */
export interface Feature {
  readonly permittedBy: string;
  readonly sentence: string;
  /** Ids of requirements of clients and tables that are not met without it. */
  readonly tells: readonly string[];
  readonly overrides: Overrides;
}

const announced = (feature: string, said: { readonly [name: string]: boolean | number }): Overrides =>
  config((body) => ({ ...body, [feature]: said }));

/** The features, by their names in /ServiceProviderConfig. */
export const FEATURES = {
  filter: {
    permittedBy: 'RFC7644-3.4.2.2',
    sentence: 'Filtering is an OPTIONAL parameter for SCIM service providers.',
    tells: ['APP-filterable', 'E-031', 'E-033', 'O-005'],
    overrides: both(announced('filter', { supported: false, maxResults: 1000 }), () => ({
      readFilter: () => {
        throw new ScimError(501, null, 'Filters are not supported.');
      },
    })),
  },
  patch: {
    permittedBy: 'RFC7644-3.5.2',
    sentence: 'HTTP PATCH is an OPTIONAL server function',
    tells: ['E-075', 'RFC7644-3.5.2-patch'],
    overrides: both(announced('patch', { supported: false }), () => ({
      readOperations: () => {
        throw new ScimError(501, null, 'PATCH is not supported.');
      },
    })),
  },
} as const satisfies Readonly<Record<string, Feature>>;

/** The name of an optional feature. */
export type FeatureName = keyof typeof FEATURES;

/** Whether a text names an optional feature. */
export function isFeatureName(text: string): text is FeatureName {
  return Object.hasOwn(FEATURES, text);
}
