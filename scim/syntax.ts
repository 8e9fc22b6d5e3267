/** Comparison operators of RFC 7644 §3.4.2.2, Table 3, without `pr`. */
export type CompareOperator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';

/**
 * A filter expression (RFC 7644 §3.4.2.2, Figure 1). Beyond the ABNF, a compared path may select elements and name
 * a sub-attribute of them, `emails[type eq "work"].value eq "x"`, as Entra sends it (rule E-044).
 */
export type Filter =
  | { readonly kind: 'present'; readonly path: AttributePath }
  | {
      readonly kind: 'compare';
      readonly path: AttributePath;
      readonly operator: CompareOperator;
      readonly value: string | number | boolean | null;
    }
  | { readonly kind: 'and' | 'or'; readonly left: Filter; readonly right: Filter }
  | { readonly kind: 'not'; readonly filter: Filter }
  /** `emails[type eq "work"]`: the path's own `filter` holds the bracketed expression. */
  | { readonly kind: 'valuePath'; readonly path: AttributePath };

/**
 * An attribute path: `attrPath / valuePath [subAttr]` (RFC 7644 §3.5.2, Figure 7) with the notation of §3.10.
 * Examples: `userName`, `name.givenName`, `emails[type eq "work"].value`, `urn:…:User:manager.value`.
 */
export interface AttributePath {
  /** Schema URI in the path's own spelling, or null. */
  readonly urn: string | null;
  readonly attribute: string;
  /** The filter in square brackets, or null. */
  readonly filter: Filter | null;
  readonly subAttribute: string | null;
}
