import type { Feature } from '../config/application.ts';
import type { MappedAttribute } from '../config/mapping.ts';
import type { ApplicationFacts, Need } from '../engine/check-head.ts';
import type { DialectName } from '../engine/plan.ts';

const need = (unmet: (facts: ApplicationFacts) => string | null): Need => ({ unmet });

const has = (attributes: readonly MappedAttribute[] | null, name: string): boolean =>
  attributes?.some((attribute) => attribute.path.attribute === name) ?? false;

/** The application's table has `active`, so that removal is a soft delete. */
export const SOFT_DELETE = need((facts) =>
  has(facts.users, 'active')
    ? null
    : `the attribute table of ${facts.applicationName} has no active, so there is no soft delete`,
);

/** The application provisions groups. */
export const GROUPS_DOCUMENTED = need((facts) =>
  facts.groups === null ? `${facts.applicationName} documents no groups` : null,
);

/** The application provisions groups, and the target does not say that it has none. */
export const GROUPS = need((facts) => {
  if (facts.groups === null) return `${facts.applicationName} documents no groups`;
  return facts.groupsListed === false
    ? 'the target lists no Group resource type (see group-members/groups-offered)'
    : null;
});

/** The application's group table has `members`. */
export const MEMBERS = need((facts) =>
  facts.groups !== null && !has(facts.groups, 'members')
    ? `the group table of ${facts.applicationName} has no members`
    : null,
);

/** The target asks for credentials. */
export const TOKEN = need((facts) =>
  facts.authenticated ? null : 'no token is configured, so none can be wrong',
);

/** The application's user table has a writable attribute of this kind; `words` name it in the reason. */
export const userAttribute = (words: string, fits: (attribute: MappedAttribute) => boolean): Need =>
  need((facts) =>
    facts.users.some(fits) ? null : `the attribute table of ${facts.applicationName} has no ${words}`,
  );

/** The run tries this dialect of PATCH. */
export const dialectTried = (name: DialectName): Need =>
  need((facts) => (facts.dialects.includes(name) ? null : `the run leaves out the dialect ${name}`));

/** The target does not say that it lacks PATCH. */
export const PATCH = need((facts) =>
  facts.features.patch === false
    ? 'the ServiceProviderConfig says patch.supported: false (see soft-delete/patch-offered)'
    : null,
);

/** What the ServiceProviderConfig calls each feature. */
const ANNOUNCED_AS: Readonly<Record<Feature, string>> = {
  patch: 'patch.supported',
  bulk: 'bulk.supported',
  filter: 'filter.supported',
  changePassword: 'changePassword.supported',
  sort: 'sort.supported',
  etag: 'etag.supported',
  indexPagination: 'pagination.index',
  cursorPagination: 'pagination.cursor',
};

/** The target announces an optional feature, or its profile does. */
export const announced = (feature: Feature): Need => ({
  probeable: true,
  unmet: ({ features }) => {
    if (features[feature] === true) return null;
    const name = ANNOUNCED_AS[feature];
    return features[feature] === false
      ? `the target announces ${name}: false`
      : `the target does not announce ${name}`;
  },
});

/** The target does not deny a feature that targets without a ServiceProviderConfig commonly have. */
export const notDenied = (feature: Feature): Need => ({
  probeable: true,
  unmet: ({ features }) =>
    features[feature] === false ? `the target announces ${ANNOUNCED_AS[feature]}: false` : null,
});
