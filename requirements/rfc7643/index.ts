import { INTRODUCTION } from './1-introduction.ts';
import { SCHEMA } from './2-schema.ts';
import { RESOURCES } from './3-resources.ts';
import { CORE_RESOURCES } from './4-core-resources.ts';
import { SERVICE_PROVIDER_CONFIG } from './5-service-provider-config.ts';
import { RESOURCE_TYPE } from './6-resource-type.ts';
import { SCHEMA_DEFINITION } from './7-schema-definition.ts';
import { REPRESENTATION } from './8-representation.ts';
import { SECURITY } from './9-security.ts';

/** Every requirement of RFC 7643 (core schema), in the order of its chapters. */
export const RFC7643 = [
  ...INTRODUCTION,
  ...SCHEMA,
  ...RESOURCES,
  ...CORE_RESOURCES,
  ...SERVICE_PROVIDER_CONFIG,
  ...RESOURCE_TYPE,
  ...SCHEMA_DEFINITION,
  ...REPRESENTATION,
  ...SECURITY,
] as const;
