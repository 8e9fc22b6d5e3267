import { expect, test } from 'vitest';
import { sampleCheck, sampleFinding, sampleReport } from '../../reporters/fixtures/sample-report.ts';
import { causesOf } from '../causes.ts';
import type { Finding, Obstacle } from '../finding.ts';
import { sentence } from '../prose.ts';
import type { CheckResult } from '../report.ts';

/** A check with one finding. */
function found(id: string, changes: Partial<Finding>): CheckResult {
  const finding = sampleFinding({
    requirement: id,
    what: id,
    attribute: null,
    shape: null,
    write: null,
    form: [],
    ...changes,
  });
  return sampleCheck(id, {
    verdict: 'fail',
    violated: finding.requirement,
    finding,
    message: sentence(finding),
    hint: null,
  });
}

function kept(id: string, obstacle: Partial<Obstacle>): CheckResult {
  const full = { operation: null, status: null, scimType: null, detail: null, ...obstacle };
  return sampleCheck(id, { verdict: 'error', reason: id, message: id, obstacle: full });
}

const USER = 'PATCH /Users/{id}';

/** A PATCH that is answered so, where success is wanted. */
const answered = (status: number, more: Partial<Finding> = {}): Partial<Finding> => ({
  deviation: 'answered',
  operation: USER,
  form: ['replace path'],
  status,
  wanted: '200 or 204',
  success: true,
  ...more,
});

/** A PATCH of a group that does not do what it says. */
const ignored = (form: readonly string[]): Partial<Finding> => ({
  deviation: 'differs',
  operation: 'GET /Groups/{id}',
  write: 'PATCH /Groups/{id}',
  form,
  named: ['members'],
  attribute: 'members',
  status: 200,
});

/** An attribute that a creation loses. */
const missing = (attribute: string, more: Partial<Finding> = {}): Partial<Finding> => ({
  deviation: 'missing',
  operation: 'GET /Users/{id}',
  write: 'POST /Users',
  attribute,
  status: 200,
  ...more,
});

const unchanged = { deviation: 'ignored', operation: 'GET /Users/{id}', attribute: 'meta.version' } as const;

test.each<[title: string, causes: number, checks: readonly CheckResult[]]>([
  [
    'a program that fails on one attribute, however it is written',
    1,
    [
      found('s/1', answered(500, { named: ['phoneNumbers.value'], form: ['add value path'] })),
      found('s/2', answered(500, { named: ['phoneNumbers'], form: ['add path'] })),
    ],
  ],
  [
    'a program that fails on two attributes',
    2,
    [
      found('s/1', answered(500, { named: ['phoneNumbers'], form: ['add value path'] })),
      found('s/2', answered(500, { named: ['emails'], form: ['remove path'] })),
    ],
  ],
  [
    'a PATCH without effect that others are made of',
    1,
    [
      found('s/1', ignored(['remove value path'])),
      found('s/2', ignored(['remove value path'])),
      kept('s/3', {
        operation: 'PATCH /Groups/{id}',
        status: 200,
        form: ['remove value path'],
        named: ['members'],
      }),
    ],
  ],
  [
    'another PATCH without effect',
    2,
    [
      found('s/1', ignored(['remove value path'])),
      kept('s/2', {
        operation: 'PATCH /Groups/{id}',
        status: 200,
        form: ['add path'],
        named: ['displayName'],
      }),
    ],
  ],
  [
    'a PATCH that is accepted in vain, and one of the kind that should be refused',
    1,
    [
      found('s/1', ignored(['several operations'])),
      found('s/2', ignored(['several operations'])),
      found(
        's/3',
        answered(204, { operation: 'PATCH /Groups/{id}', form: ['several operations'], success: false }),
      ),
    ],
  ],
  [
    'a refusal that names what is not kept',
    1,
    [
      found('s/1', missing('active')),
      found('s/2', answered(400, { detail: 'active is required.', named: ['userName'] })),
      kept('s/3', { operation: 'PUT /Users/{id}', status: 400, detail: 'active is required.' }),
    ],
  ],
  [
    'a refusal that names something else',
    2,
    [
      found('s/1', missing('active')),
      found('s/2', answered(400, { detail: 'interactive is required.', named: ['userName'] })),
    ],
  ],
  [
    'refusals in words that name what each is about',
    1,
    [
      found(
        's/1',
        answered(400, {
          detail: 'The schema of userName is not given.',
          named: ['userName'],
          form: ['replace path'],
        }),
      ),
      found(
        's/2',
        answered(400, {
          detail: 'The schema of active is not given.',
          named: ['active'],
          form: ['add path'],
        }),
      ),
    ],
  ],
  [
    'refusals in words that fit everything',
    2,
    [
      found(
        's/1',
        answered(400, { detail: 'The request is not valid.', named: ['userName'], form: ['replace path'] }),
      ),
      found(
        's/2',
        answered(400, { detail: 'The request is not valid.', named: ['active'], form: ['add path'] }),
      ),
    ],
  ],
  [
    'a value that is missing, and another one after the same kind of request',
    1,
    [
      found('s/1', missing('emails')),
      found('s/2', missing('emails', { deviation: 'differs', requirement: 'B' })),
    ],
  ],
  [
    'a version that stays, and checks that need another one',
    1,
    [
      found('s/1', unchanged),
      kept('s/2', { operation: 'GET /Users/{id}', status: 200, attribute: 'meta.version' }),
    ],
  ],
  [
    'creations that are accepted although they should be refused as taken',
    1,
    [
      found('s/1', answered(201, { operation: 'POST /Users', wanted: '409', success: false, form: [] })),
      found('s/2', answered(201, { operation: 'POST /Users', wanted: '409', success: false, form: [] })),
      kept('s/3', { operation: 'POST /Users', status: 201 }),
    ],
  ],
  [
    'creations that are accepted although they should be refused for two reasons',
    2,
    [
      found('s/1', answered(201, { operation: 'POST /Users', wanted: '400', success: false, form: [] })),
      found('s/2', answered(201, { operation: 'POST /Users', wanted: '400', success: false, form: [] })),
    ],
  ],
  [
    'queries that are answered with 404, whoever asks',
    1,
    [
      found('s/1', answered(404, { operation: 'GET /Users?filter', form: ['?filter'] })),
      found(
        's/2',
        answered(404, { operation: 'GET /?filter', form: ['?filter', 'filter ge'], detail: 'Nobody.' }),
      ),
      found('s/3', answered(404, { operation: 'POST /.search', form: [] })),
    ],
  ],
  [
    'what is read by id and found by filter after a DELETE',
    1,
    [
      found(
        's/1',
        answered(200, {
          operation: 'GET /Users/{id}',
          write: 'DELETE /Users/{id}',
          wanted: '404',
          success: false,
          form: [],
        }),
      ),
      found('s/2', {
        deviation: 'found',
        operation: 'GET /Users?filter',
        write: 'DELETE /Users/{id}',
        attribute: 'userName',
        form: ['?filter'],
        status: 200,
      }),
    ],
  ],
  [
    'malformed filters of two kinds that are accepted',
    1,
    [
      found(
        's/1',
        answered(200, { operation: 'GET /Users?filter', wanted: '400', success: false, form: ['?filter'] }),
      ),
      found(
        's/2',
        answered(200, { operation: 'GET /Users?filter', wanted: '400', success: false, form: ['?filter'] }),
      ),
    ],
  ],
  [
    'errors with a status of success',
    1,
    [
      found(
        's/1',
        answered(200, { detail: 'No such filter.', operation: 'GET /Users?filter', success: false }),
      ),
      found('s/2', answered(200, { detail: 'It is taken.', operation: 'POST /Users', success: false })),
    ],
  ],
])('%s: %i', (_, count, checks) => {
  expect(causesOf(sampleReport(checks)).map(({ title }) => title)).toHaveLength(count);
});
