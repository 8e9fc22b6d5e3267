/** Attribute types as provisioning tutorials print them. */
export type DocumentedType =
  | 'String'
  | 'Boolean'
  | 'Reference'
  | 'Integer'
  | 'Decimal'
  | 'DateTime'
  | 'Binary'
  | 'Complex';

/** One row of an application's attribute table, as documented. */
export interface TableRow {
  /** SCIM path in the tutorial's spelling: `emails[type eq "work"].value`, or with a schema URN in front. */
  readonly path: string;
  /** As printed, perhaps with a small initial; null where the table prints no type. */
  readonly type: DocumentedType | Uncapitalize<DocumentedType> | 'Datetime' | 'datetime' | null;
  /** Null where the table has no such column. */
  readonly filterable: boolean | null;
  readonly required: boolean | null;
  /** Position in the order of matching attributes (1 = first), or null when it is none. */
  readonly matching: number | null;
}

/** An attribute table, or the reason why there is none to quote. */
export type AttributeTable =
  | { readonly rows: readonly TableRow[]; readonly reason: null }
  | { readonly rows: null; readonly reason: string };

/** What a service provider may offer and says so in its ServiceProviderConfig (RFC 7643 §5, RFC 9865 §4). */
export const FEATURES = [
  'patch',
  'bulk',
  'filter',
  'changePassword',
  'sort',
  'etag',
  'indexPagination',
  'cursorPagination',
] as const;

export type Feature = (typeof FEATURES)[number];

/** What a tutorial documents about one application: the attribute tables and how to connect. */
export interface Application {
  readonly id: string;
  readonly name: string;
  /** Title and date (YYYY-MM-DD) of the tutorial; null for a profile without a published source. */
  readonly source: { readonly title: string; readonly date: string } | null;
  readonly capabilities: {
    readonly createUsers: boolean;
    readonly updateUsers: boolean;
    readonly removeUsers: boolean;
    readonly groups: boolean;
    readonly singleSignOn: boolean;
  };
  /** `oauth`: an interactive Authorize dialog; null when undocumented. */
  readonly authentication: 'secretToken' | 'oauth' | 'oauthClientCredentials' | 'basic' | 'none' | null;
  /** `{Parameter}`, `<Parameter>` or `[Parameter]` in the template, as documented, is filled from the target's configuration; null with the reason when undocumented. */
  readonly tenantUrl:
    | {
        readonly template: string;
        readonly parameters: Readonly<
          Record<string, { readonly description: string; readonly example: string | null }>
        >;
        readonly reason: null;
      }
    | { readonly template: null; readonly reason: string };
  readonly users: AttributeTable;
  /** Null when the application provisions no groups. */
  readonly groups: AttributeTable | null;
  readonly notes: readonly string[];
  /** Features of a target that has no ServiceProviderConfig to say so; what a target announces goes first. */
  readonly features?: Readonly<Partial<Record<Feature, boolean>>>;
}

/** What a target demands of generated values beyond the attribute type; keys are attribute paths of the table. */
export interface ValueConstraint {
  /** `email`: an address at `domain`; `countryCode`: ISO 3166-1 alpha-2. */
  readonly format?: 'email' | 'countryCode' | 'phone' | 'uri' | 'locale' | 'timezone' | 'language';
  /** Mail domain for `email`; must be the tester's own or a reserved one. */
  readonly domain?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  /** A regular expression the whole value must match. */
  readonly pattern?: string;
  readonly enum?: readonly string[];
  /** Whether the target demands the attribute, whatever table and schemas say: it is always sent. */
  readonly required?: true;
  /** Whether the target takes one value of a multi-valued attribute at most. */
  readonly single?: true;
  /** False where the target takes the attribute and does not show it: nothing but that is looked at then. */
  readonly kept?: false;
  /** False where the target refuses a resource that has the attribute: it is never sent. */
  readonly taken?: false;
}

/** Constraints by attribute path, compared without regard to case. */
export type Constraints = Readonly<Record<string, ValueConstraint>>;
