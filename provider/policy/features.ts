import { ScimError } from '../../scim/error.ts';
import { both, config } from '../faults/description/overrides.ts';
import type { Overrides } from '../variations/variation.ts';

/** An optional feature that a provider can do without, beside those that the variations switch off. */
export interface Feature {
  readonly permittedBy: string;
  readonly sentence: string;
  readonly overrides: Overrides;
}

const announced = (feature: string, said: { readonly [name: string]: boolean | number }): Overrides =>
  config((body) => ({ ...body, [feature]: said }));

/** The features, by their names in /ServiceProviderConfig. */
export const FEATURES = {
  filter: {
    permittedBy: 'RFC7644-3.4.2.2',
    sentence: 'Filtering is an OPTIONAL parameter for SCIM service providers.',
    overrides: both(announced('filter', { supported: false, maxResults: 1000 }), () => ({
      readFilter: () => {
        throw new ScimError(501, null, 'Filters are not supported.');
      },
    })),
  },
  patch: {
    permittedBy: 'RFC7644-3.5.2',
    sentence: 'HTTP PATCH is an OPTIONAL server function',
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
