import { describe, expect, test } from 'vitest';
import { REQUIREMENTS } from '../requirements/index.ts';
import { UNTESTABLE_PLACEHOLDER } from './x.ts';
