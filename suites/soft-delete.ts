import { defineSuite } from '../kit/index.ts';
import { deletion } from './soft-delete/deletion.ts';
import { disabling } from './soft-delete/disabling.ts';
import { forms } from './soft-delete/forms.ts';
import { histories } from './soft-delete/histories.ts';

/** Removal of users: soft delete through active=false in every form Entra sends, restoring, and hard delete. */
export const softDelete = defineSuite(
  {
    name: 'soft-delete',
    groups: ['application'],
    title: 'A user can be disabled, restored and deleted, and nothing else happens to him or to others',
  },
  [...forms, ...disabling, ...deletion, ...histories],
);
