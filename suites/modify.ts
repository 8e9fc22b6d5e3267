import { defineSuite } from '../kit/index.ts';
import { answers } from './modify/answers.ts';
import { hardValues } from './modify/hard-values.ts';
import { immutables } from './modify/immutable.ts';
import { operations } from './modify/operations.ts';
import { refusals } from './modify/refusals.ts';
import { repeats } from './modify/repeats.ts';

/** PATCH: what operations leave behind, in every form, and what they must not do (RFC 7644 §3.5.2). */
export const modify = defineSuite(
  { name: 'modify', groups: ['rfc'], title: 'Modifying resources with PATCH' },
  [...operations, ...hardValues, ...repeats, ...answers, ...refusals, ...immutables],
);
