import { Ajv } from 'ajv';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstApplications } from '../config/first-applications.ts';
import { mapAttributes } from '../config/mapping.ts';
import { resourceJsonSchema } from '../scim/json-schema.ts';
import type { ResourceType } from '../scim/schema.ts';
import { groupArbitrary } from './group.ts';
import { userArbitrary } from './user.ts';

/** How the payloads depart from the JSON Schema of their type; nothing where all conform. */
function departures(payloads: readonly object[], type: ResourceType): readonly unknown[] {
  const validate = new Ajv({ allErrors: true, strictTypes: false }).compile(
    resourceJsonSchema(type, 'client'),
  );
  return payloads.flatMap((payload) => (validate(payload) ? [] : (validate.errors ?? [])));
}

test('every payload that the harness generates conforms to the schema of its type', () => {
  for (const application of firstApplications()) {
    const { users, groups, user, group } = mapAttributes(application, { user: null, group: null });
    const sent = fc.sample(userArbitrary(users), { numRuns: 40, seed: 1 });
    expect(departures(sent, user), application.id).toEqual([]);
    if (groups === null) continue;
    const sentGroups = fc.sample(groupArbitrary(groups), { numRuns: 10, seed: 1 });
    expect(departures(sentGroups, group), application.id).toEqual([]);
  }
});
