import type { Constraints } from '../../config/application.ts';

/** Forms that targets want of the one attribute that no user can do without; tried in this order. */
export const SHAPES: readonly Constraints[] = [
  { userName: { format: 'email', domain: 'example.com' } },
  { userName: { pattern: '[a-z][a-z0-9]+', maxLength: 40 } },
  { userName: { pattern: '[a-z][a-z0-9]+', maxLength: 20 } },
];
