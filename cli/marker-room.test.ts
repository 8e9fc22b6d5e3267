import { expect, test } from 'vitest';
import type { Constraints } from '../config/application.ts';
import { UsageError } from '../config/usage-error.ts';
import { requireMarkerRoom } from './marker-room.ts';
import { resolveTargets, type TargetSpec } from './targets.ts';

function withConstraints(constraints: Constraints): TargetSpec {
  const [target] = resolveTargets({ application: 'alvao' }, { env: {} }).targets;
  if (target === undefined) throw new Error('no target');
  return { ...target, constraints };
}

test.each<Constraints>([
  {},
  { userName: { format: 'email', domain: 'example.com', maxLength: 40 } },
  { userName: { pattern: '[a-z][a-z0-9]{3,30}' } },
  { displayName: { maxLength: 20 } },
])('there is room for the marker: %j', (constraints) => {
  expect(() => requireMarkerRoom(withConstraints(constraints))).not.toThrow();
});

test.each<[Constraints, RegExp]>([
  [{ userName: { enum: ['ada', 'bob'] } }, /alvao leave no room in userName/],
  [{ userName: { pattern: '[0-9]{5}' } }, /no room in userName/],
  [{ userName: { maxLength: 11 } }, /no room in userName/],
  [{ displayName: { enum: ['Staff'] } }, /no room in displayName/],
  [{ userName: { pattern: '[a-z]{3}', minLength: 9 } }, /leave no value: .*userName/],
])('there is none: %j', (constraints, message) => {
  const target = withConstraints(constraints);
  expect(() => requireMarkerRoom(target)).toThrow(UsageError);
  expect(() => requireMarkerRoom(target)).toThrow(message);
});
