import type { FieldEntry } from '../entry.ts';
import { BLAMED } from './blamed.ts';
import { CAUSES } from './causes.ts';
import { FREEDOMS } from './freedoms.ts';
import { MISLEADING } from './misleading.ts';
import { MISSED } from './missed.ts';
import { PECULIAR } from './peculiar.ts';
import { REPORTED } from './reported.ts';
import { SERVED } from './served.ts';
import { TEXTS } from './texts.ts';

/** Peculiar targets as they were met in the field, kind by kind. */
export const ENTRIES: readonly FieldEntry[] = [
  ...BLAMED,
  ...FREEDOMS,
  ...CAUSES,
  ...MISLEADING,
  ...MISSED,
  ...TEXTS,
  ...PECULIAR,
  ...REPORTED,
  ...SERVED,
];
