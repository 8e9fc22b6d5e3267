import { INTRODUCTION } from './1-introduction.ts';
import { AUTHENTICATION } from './2-authentication.ts';
import { PROTOCOL } from './3.1-protocol.ts';
import { CREATING } from './3.3-creating.ts';
import { FILTERING } from './3.4.2.2-filtering.ts';
import { RETRIEVING } from './3.4-retrieving.ts';
import { OPERATIONS } from './3.5.2-operations.ts';
import { MODIFYING } from './3.5-modifying.ts';
import { DELETING } from './3.6-deleting.ts';
import { BULK } from './3.7-bulk.ts';
import { MEDIA_TYPES } from './3.8-media-types.ts';
import { ATTRIBUTES } from './3.9-attributes.ts';
import { ME } from './3.11-me.ts';
import { ERRORS } from './3.12-errors.ts';
import { VERSIONS } from './3.13-versions.ts';
import { DISCOVERY } from './4-discovery.ts';
import { STRINGS } from './5-strings.ts';
import { MULTI_TENANCY } from './6-multi-tenancy.ts';
import { SECURITY } from './7-security.ts';

/** Every requirement of RFC 7644 (protocol), in the order of its chapters. */
export const RFC7644 = [
  ...INTRODUCTION,
  ...AUTHENTICATION,
  ...PROTOCOL,
  ...CREATING,
  ...RETRIEVING,
  ...FILTERING,
  ...MODIFYING,
  ...OPERATIONS,
  ...DELETING,
  ...BULK,
  ...MEDIA_TYPES,
  ...ATTRIBUTES,
  ...ME,
  ...ERRORS,
  ...VERSIONS,
  ...DISCOVERY,
  ...STRINGS,
  ...MULTI_TENANCY,
  ...SECURITY,
] as const;
