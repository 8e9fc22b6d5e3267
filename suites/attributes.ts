import { defineSuite } from '../kit/index.ts';
import { characteristics } from './attributes/characteristics.ts';
import { declarations } from './attributes/declarations.ts';
import { manager } from './attributes/manager.ts';
import { membership } from './attributes/membership.ts';
import { primary } from './attributes/primary.ts';
import { spelling } from './attributes/spelling.ts';
import { strings } from './attributes/strings.ts';
import { unassigned } from './attributes/unassigned.ts';
import { uniqueness } from './attributes/uniqueness.ts';
import { values } from './attributes/values.ts';

/** Attributes and their values: RFC 7643 §2, §4; RFC 7644 §5, §7.8. What values look like on the wire is judged on every answer. */
export const attributes = defineSuite(
  {
    name: 'attributes',
    groups: ['rfc'],
    title:
      'Attributes behave as the standard describes them, however they are spelled and whatever they hold',
  },
  [
    ...spelling,
    ...unassigned,
    ...primary,
    ...values,
    ...strings,
    ...membership,
    ...manager,
    ...declarations,
    ...characteristics,
    ...uniqueness,
  ],
);
