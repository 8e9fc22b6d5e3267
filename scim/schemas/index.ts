import type { ResourceType } from '../schema.ts';
import { ENTERPRISE_USER } from './enterpriseUser.ts';
import { GROUP } from './group.ts';
import { USER } from './user.ts';

export { COMMON_ATTRIBUTES } from './common.ts';
export { define } from './define.ts';
export { ENTERPRISE_USER, GROUP, USER };

/** Users with the enterprise extension (RFC 7643 §8.6). */
export const USER_TYPE: ResourceType = {
  name: 'User',
  endpoint: '/Users',
  schema: USER,
  extensions: [ENTERPRISE_USER],
};

/** Groups (RFC 7643 §8.6). */
export const GROUP_TYPE: ResourceType = { name: 'Group', endpoint: '/Groups', schema: GROUP, extensions: [] };
