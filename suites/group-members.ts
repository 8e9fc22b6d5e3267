import { defineSuite } from '../kit/index.ts';
import { groupBasics } from './group-members/basics.ts';
import { memberForms } from './group-members/forms.ts';
import { memberHistories } from './group-members/histories.ts';
import { groupLifecycle } from './group-members/lifecycle.ts';
import { memberships } from './group-members/memberships.ts';

/** Groups and their members, in every form Entra sends. */
export const groupMembers = defineSuite(
  {
    name: 'group-members',
    groups: ['application'],
    title: 'The members of a group are exactly those that were added and not removed',
  },
  [...groupBasics, ...memberships, ...memberForms, ...groupLifecycle, ...memberHistories],
);
