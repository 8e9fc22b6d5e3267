import type { RequirementId } from './index.ts';

/** A verified erratum of an RFC that changes how a requirement or a schema has to be read. */
export interface Erratum {
  /** Number at the RFC Editor: `https://www.rfc-editor.org/errata/eid<id>`. */
  readonly id: number;
  readonly rfc: 'RFC7643' | 'RFC7644';
  readonly section: string;
  /** What holds instead of the text, in our own words. */
  readonly correction: string;
  /** Requirements that have to be read with it. */
  readonly requirements: readonly RequirementId[];
}

/** The verified errata that the catalogue takes into account. */
export const ERRATA: readonly Erratum[] = [
  {
    id: 5368,
    rfc: 'RFC7643',
    section: '8.7.1',
    correction: 'displayName of a Group is required in its schema too.',
    requirements: ['RFC7643-4.2-display-name'],
  },
  {
    id: 5606,
    rfc: 'RFC7643',
    section: '8.7.1',
    correction: 'binary is one of the types that an attribute can have.',
    requirements: ['RFC7643-7-type'],
  },
  {
    id: 5990,
    rfc: 'RFC7643',
    section: '8.2',
    correction: 'The country in the examples is US, in two letters.',
    requirements: ['RFC7643-4.1.2-country'],
  },
  {
    id: 5991,
    rfc: 'RFC7643',
    section: '8.3',
    correction: 'The country in the examples is US, in two letters.',
    requirements: ['RFC7643-4.1.2-country'],
  },
  {
    id: 7522,
    rfc: 'RFC7643',
    section: '8.7.2',
    correction: 'schemaExtensions of a resource type is multi-valued.',
    requirements: ['RFC7643-6-extensions'],
  },
  {
    id: 8415,
    rfc: 'RFC7643',
    section: '8.7.1',
    correction: 'A sub-attribute can be binary and cannot be complex.',
    requirements: ['RFC7643-7-type', 'RFC7643-2.3.8-no-nesting'],
  },
  {
    id: 8417,
    rfc: 'RFC7643',
    section: '8.7.2',
    correction: 'Schema resources have schemas and meta like all others.',
    requirements: ['RFC7643-3-schemas-filled', 'RFC7643-7-complete'],
  },
  {
    id: 8471,
    rfc: 'RFC7643',
    section: '8.7.1',
    correction: 'The groups of a User refer to Groups only, not to Users.',
    requirements: ['RFC7643-4.1.2-groups-value'],
  },
  {
    id: 8472,
    rfc: 'RFC7643',
    section: '8.7.1',
    correction: 'manager.value is caseExact, for it is an id.',
    requirements: ['RFC7643-4.3-manager-value'],
  },
  {
    id: 6893,
    rfc: 'RFC7644',
    section: '7.5.2',
    correction: 'The status in the example of a sensitive query is 403.',
    requirements: ['RFC7644-7.5.2-sensitive'],
  },
  {
    id: 7898,
    rfc: 'RFC7644',
    section: '3.12',
    correction: 'The example of an error is valid JSON.',
    requirements: ['RFC7644-3.12-error-body'],
  },
  {
    id: 7916,
    rfc: 'RFC7644',
    section: '3.7.3',
    correction: 'The example of a failed operation is one JSON object, and the stray status 201 is gone.',
    requirements: ['RFC7644-3.7.3-status-code', 'RFC7644-3.7.3-status-description'],
  },
];
