import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadConfig } from '../config/load-config.ts';
import { SHAPES } from '../kit/learning/shapes.ts';
import type { LearntResource } from '../report/report.ts';
import { learntConstraints } from './learnt-constraints.ts';

const folder = mkdtempSync(join(tmpdir(), 'scim-constraints-'));
afterAll(() => rmSync(folder, { recursive: true }));

const USER: LearntResource = {
  resource: 'User',
  created: true,
  demanded: [{ path: 'name.familyName', declared: false, detail: null }],
  refused: ['preferredLanguage', 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:division'],
  forgotten: ['title', 'nickName', 'phoneNumbers'],
  onRequest: [],
};

test.each(SHAPES)('all that is learnt is read back by the configuration, with userName %j', (shape) => {
  const constraints = learntConstraints({
    requests: 1,
    resources: [USER],
    constraints: { ...shape, 'name.familyName': { required: true }, phoneNumbers: { single: true } },
  });
  expect(constraints).toMatchObject({
    title: { kept: false },
    preferredLanguage: { taken: false },
    phoneNumbers: { single: true, kept: false },
  });
  writeFileSync(
    join(folder, 'c.json'),
    JSON.stringify({ targets: { t: { application: 'alvao', constraints } } }),
  );
  expect(loadConfig('c.json', folder)?.targets.t?.constraints).toEqual(constraints);
});
