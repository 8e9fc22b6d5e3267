import type { RequirementId } from './index.ts';

/**
 * Rules of clients that no check names, each with the requirement whose checks show where it is broken, as far as they
 * go.
 */
export const SAME_AS: Readonly<Partial<Record<RequirementId, RequirementId>>> = {
  'E-006': 'E-031',
  'E-020': 'APP-groups',
  'E-038': 'RFC7644-4-resource-types',
  'E-041': 'RFC7644-3.4.2-list-response',
  'E-043': 'APP-filterable',
  'E-045': 'RFC7643-4.1.1-user-name-case',
  'E-047': 'RFC7643-3.1-external-id',
  'E-050': 'RFC7644-3.4.2.2-string-literal',
  'E-051': 'RFC7644-3.4.1-retrieve',
  'E-054': 'RFC7643-3.1-id',
  'E-059': 'RFC7644-3.4.2.4-pages',
  'E-063': 'APP-optional',
  'E-068': 'APP-optional',
  'E-069': 'RFC7644-3.3-uniqueness',
  'E-073': 'RFC7644-3.5.2-only-target',
  'E-078': 'RFC7644-3.5.2-answer',
  'E-082': 'RFC7644-3.5.2.1-add',
  'E-101': 'RFC7644-3.5.2.3-replace',
  'E-102': 'RFC7644-3.5.2-atomic',
  'E-105': 'RFC7644-3.3-uniqueness',
  'E-109': 'E-108',
  'E-116': 'RFC7644-3.6-not-found',
  'E-120': 'APP-groups',
  'E-130': 'RFC7644-3.5.2.2-remove-filter',
  'E-138': 'E-007',
  'E-140': 'E-076',
  'E-141': 'E-076',
  'E-151': 'RFC7644-3.12-error-body',
  'E-152': 'E-053',
  'E-156': 'RFC7644-3.4.2-no-match',
};
