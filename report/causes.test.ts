import { describe, expect, test } from 'vitest';
import { reworded } from '../reporters/fixtures/reworded.ts';
import { sampleFinding as finding, sampleCheck, sampleReport } from '../reporters/fixtures/sample-report.ts';
import { causesOf, withCauses } from './causes.ts';
import type { Finding, Obstacle } from './finding.ts';
import { sentence } from './prose.ts';
import { parseReport } from './read.ts';
import type { CheckResult } from './report.ts';

/** A check that fails with these findings. */
function failing(id: string, ...changes: readonly Partial<Finding>[]): CheckResult {
  const [main, ...others] = changes.map(finding).map((one) => ({
    violated: one.requirement,
    finding: one,
    message: sentence(one),
    expected: null,
    actual: null,
    hint: null,
    counterexample: null,
    exchanges: [],
  }));
  return sampleCheck(id, {
    verdict: 'fail',
    ...main,
    others: others.map((other) => ({ verdict: 'fail' as const, ...other })),
  });
}

function unjudged(id: string, obstacle: Partial<Obstacle> | null): CheckResult {
  const full = obstacle && { operation: null, status: null, scimType: null, detail: null, ...obstacle };
  return sampleCheck(id, {
    verdict: 'error',
    reason: `${id} stopped`,
    message: `${id} stopped`,
    obstacle: full,
  });
}

const lost = (id: string, requirement: string, attribute = 'name.givenName') =>
  failing(id, {
    requirement,
    attribute,
    what: attribute,
    shape: 'part of a complex attribute',
    wanted: 'Ada',
  });

const refusal = (more: Partial<Finding> = {}): Partial<Finding> => ({
  deviation: 'answered',
  operation: 'PATCH /Users/{id}',
  write: null,
  form: ['replace value path'],
  what: 'a PATCH',
  wanted: '200 or 204',
  success: true,
  status: 400,
  detail: 'no support for paths with a filter',
  ...more,
});

const found = (id: string, more: Partial<Finding> = {}) =>
  failing(id, {
    deviation: 'found',
    operation: 'GET /Users?filter',
    form: ['?filter'],
    what: 'the filter',
    got: 'a user',
    ...more,
  });

const causes = (...checks: readonly CheckResult[]) => causesOf(sampleReport(checks));
const explained = (...checks: readonly CheckResult[]) => causes(...checks).map(({ explains }) => explains);

test('what made the target worse comes first, with all that it keeps from judging', () => {
  const crash = { operation: 'POST /Users', status: 500, detail: 'disk full' };
  const grave = ['s/4', 's/5', 's/6', 's/7'].map((id) =>
    unjudged(id, { operation: 'GET /Groups', status: 500 }),
  );
  const worse = failing('s/9', { deviation: 'worsened', attribute: null, what: 'POST /Users', ...crash });
  expect(causes(...grave, unjudged('s/8', crash), worse)).toMatchObject([
    { explains: ['s/9'], blocks: ['s/8'], title: sentence(finding({ ...worse.finding })) },
    { explains: [], blocks: ['s/4', 's/5', 's/6', 's/7'] },
  ]);
});

describe('one cause', () => {
  test('an attribute that is lost, whatever it was looked at by', () => {
    expect(causes(lost('s/1', 'A'), lost('s/2', 'B'))).toMatchObject([
      {
        id: 'A',
        title: 'name.givenName is missing from what the target gives back',
        explains: ['s/1', 's/2'],
        blocks: [],
        gate: 'fail',
      },
    ]);
  });

  test('an attribute that is shown where it should not be', () => {
    const shows = (id: string) =>
      failing(id, { requirement: id, deviation: 'present', attribute: 'nickName', what: 'nickName' });
    expect(causes(shows('s/get'), shows('s/list'))).toMatchObject([
      { title: 'nickName is shown where it should not be', explains: ['s/get', 's/list'] },
    ]);
  });

  test('booleans as strings, whichever attribute', () => {
    const text = (id: string, attribute: string) =>
      failing(id, {
        requirement: id,
        deviation: 'form',
        attribute,
        what: attribute,
        shape: 'boolean',
        wanted: 'a boolean',
        got: 'true',
      });
    expect(causes(text('s/1', 'active'), text('s/2', 'emails.primary'))).toMatchObject([
      { title: 'booleans are not of the form that the standard gives them', explains: ['s/1', 's/2'] },
    ]);
  });

  test('a form of PATCH that is refused everywhere, whatever requirement is judged by it', () => {
    const checks = ['A', 'B', 'C'].map((id) =>
      failing(`s/${id}`, refusal({ requirement: id, what: `the PATCH of ${id}` })),
    );
    expect(causes(...checks)).toMatchObject([
      {
        title:
          'PATCH /Users/{id} with a replace value path is answered with 400 (no support for paths with a filter) instead of 200 or 204',
        explains: ['s/A', 's/B', 's/C'],
      },
    ]);
  });

  test('a refusal and the checks that it keeps from judging, which comes first', () => {
    const post = { operation: 'POST /Groups', status: 500, scimType: null, detail: null };
    const blocked = Array.from({ length: 20 }, (_, index) => unjudged(`group-members/${index}`, post));
    expect(causes(lost('s/1', 'A'), lost('s/2', 'A'), ...blocked)).toMatchObject([
      { id: 'unjudged', gate: 'error', explains: [], blocks: blocked.map(({ id }) => id) },
      { id: 'A' },
    ]);
    const creates = failing('r/creates', {
      deviation: 'answered',
      ...post,
      write: null,
      what: 'creating a group',
      wanted: '201',
    });
    expect(causes(lost('s/1', 'A'), creates, ...blocked)[0]).toMatchObject({
      explains: ['r/creates'],
      gate: 'fail',
    });
  });

  test('what is not implemented, whatever the words beside it', () => {
    const patch = { operation: 'PATCH /Users/{id}', status: 501 };
    const refused = failing('s/1', refusal({ ...patch, detail: 'Not Implemented' }));
    const blocked = ['', 'Not Implemented'].map((detail, index) =>
      unjudged(`s/b${index}`, { ...patch, detail }),
    );
    expect(causes(refused, ...blocked)).toMatchObject([{ explains: ['s/1'], blocks: ['s/b0', 's/b1'] }]);
  });

  test('an answer of success that does not show what checks need, in their words', () => {
    const shown = { operation: 'GET /Users/{id}', status: 200 };
    expect(causes(unjudged('s/1', shown), unjudged('s/2', shown))).toMatchObject([
      { title: 's/1 stopped', blocks: ['s/1', 's/2'] },
    ]);
  });

  test('filters on one kind of attribute that find nothing', () => {
    const nothing = (id: string, attribute: string) =>
      failing(id, {
        requirement: id,
        deviation: 'unfound',
        attribute,
        shape: 'part of an element',
        operation: 'GET /Users?filter',
        form: ['?filter'],
        what: `the filter on ${attribute}`,
        wanted: 'the user',
      });
    expect(causes(nothing('s/1', 'emails.value'), nothing('s/2', 'photos.value'))).toMatchObject([
      { title: 'filters on multi-valued attributes do not find what matches' },
    ]);
  });

  test('a place that leads nowhere, read after changes that are written in some form', () => {
    const nowhere = (id: string, resource: string) =>
      failing(
        id,
        refusal({
          requirement: id,
          operation: `GET ${resource}/{id}`,
          write: `PATCH ${resource}/{id}`,
          status: 404,
        }),
      );
    expect(causes(nowhere('s/1', '/Users'), nowhere('s/2', '/Groups'))).toMatchObject([
      {
        title: 'a PATCH is answered with 404 (no support for paths with a filter)',
        explains: ['s/1', 's/2'],
      },
    ]);
  });

  test('a single finding, in its own words', () => {
    expect(causes(failing('s/x', { deviation: 'slow', what: 'GET', got: '70 s' }))).toMatchObject([
      { id: 'A', title: 'GET takes 70 s' },
    ]);
  });

  test('the second finding of a check is told by the cause that it has', () => {
    const both = failing(
      's/1',
      { attribute: 'title', what: 'title' },
      { attribute: 'active', shape: 'boolean', what: 'active' },
    );
    expect(explained(both, lost('s/2', 'B', 'active'))).toEqual([['s/1', 's/2'], ['s/1']]);
  });

  test('an answer of another success than the one wanted, whoever wants it', () => {
    const unwrapped = (id: string, operation: string) =>
      failing(id, {
        ...{
          requirement: id,
          deviation: 'answered',
          operation,
          form: ['?filter'],
          status: 200,
          success: true,
        },
        ...{ what: `the filter of ${id}`, wanted: '200 with a ListResponse' },
      });
    const lacking = failing('s/3', {
      ...{ requirement: 's/3', deviation: 'count', attribute: 'totalResults', status: 200 },
      ...{ operation: 'GET /Users?filter', form: ['?filter'], what: 'totalResults', wanted: 1 },
    });
    const all = [unwrapped('s/1', 'GET /Users?filter'), unwrapped('s/2', 'GET /Groups?filter'), lacking];
    expect(explained(...all)).toEqual([['s/1', 's/2', 's/3']]);
  });

  test('errors that are no SCIM messages, and all that they lack', () => {
    const error = (id: string, attribute: string | null, more: Partial<Finding> = {}) =>
      failing(id, {
        ...{
          requirement: id,
          deviation: 'form',
          attribute,
          operation: 'POST /Users',
          write: null,
          status: 400,
        },
        ...{ scimType: null, detail: null, what: attribute ?? 'the body', wanted: 'a SCIM error', ...more },
      });
    const lacking = error('s/2', 'scimType', { deviation: 'missing' });
    expect(explained(lacking, error('s/3', 'detail'), error('s/1', null))).toEqual([['s/1', 's/2', 's/3']]);
    const readable = error('s/2', 'scimType', { deviation: 'missing', detail: 'no' });
    expect(explained(readable, error('s/1', null))).toHaveLength(2);
    const crash = error('s/4', null, { deviation: 'answered', operation: 'PUT /Users/{id}', status: 500 });
    expect(explained(crash, error('s/1', null))).toHaveLength(2);
  });

  test('operators that compare by order, whether too much is found or too little', () => {
    const ordered = (id: string, deviation: 'found' | 'unfound', attribute: string) =>
      found(id, { requirement: id, deviation, attribute, shape: 'text', form: ['?filter', `filter ${id}`] });
    expect(explained(ordered('gt', 'found', 'title'), ordered('le', 'unfound', 'userName'))).toHaveLength(1);
    expect(explained(ordered('gt', 'found', 'title'), ordered('sw', 'unfound', 'userName'))).toHaveLength(2);
  });

  test('a value of another form, which is not the value that was set either', () => {
    const number = failing('s/1', {
      ...{ deviation: 'form', attribute: 'employeeNumber', shape: 'extension', what: 'it', got: 1 },
    });
    const own = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:';
    const differs = (name: string) =>
      failing('s/2', {
        ...{ requirement: 'B', deviation: 'differs', attribute: `${own}${name}`, shape: 'extension' },
        ...{ what: name, wanted: '1', got: 1 },
      });
    expect(explained(number, differs('employeeNumber'))).toHaveLength(1);
    expect(explained(number, differs('costCenter'))).toHaveLength(2);
  });

  test('what one requirement has answered in every operation, where it is refused with one reason', () => {
    const refused = (id: string, operation: string, detail: string) =>
      failing(id, refusal({ requirement: 'A', operation, form: [], detail, what: operation }));
    const get = refused('s/1', 'GET /Users/{id}', 'not welcome');
    expect(explained(get, refused('s/2', 'POST /Users', 'not welcome'))).toHaveLength(1);
    expect(explained(get, refused('s/2', 'POST /Users', 'too long'))).toHaveLength(2);
  });
});

describe('several causes', () => {
  test('members of meta that are wrong each in its way', () => {
    const wrong = (id: string, attribute: string) =>
      failing(id, { requirement: id, deviation: 'form', attribute, what: attribute, got: 7 });
    expect(explained(wrong('s/1', 'meta.created'), wrong('s/2', 'meta.location'))).toHaveLength(2);
    expect(explained(wrong('s/1', 'meta.created'), wrong('s/2', 'meta.created'))).toHaveLength(1);
  });

  test('an attribute that is lost, a refusal and a filter that is ignored have nothing in common', () => {
    expect(explained(lost('s/1', 'R'), lost('s/2', 'R'), failing('s/3', refusal()), found('s/4'))).toEqual([
      ['s/1', 's/2'],
      ['s/3'],
      ['s/4'],
    ]);
  });

  test('the same words of an error in answer to different forms and operations', () => {
    const one = failing('s/1', refusal({ requirement: 'A' }));
    expect(
      explained(one, failing('s/2', refusal({ requirement: 'B', form: ['replace URN path'] }))),
    ).toHaveLength(2);
    const put = refusal({ requirement: 'B', operation: 'PUT /Users/{id}', form: [] });
    expect(explained(one, failing('s/2', put))).toHaveLength(2);
  });

  test('programs that fail at different places', () => {
    const wanted = 'an answer that says what is wrong';
    const crash = (id: string, operation: string) =>
      failing(
        id,
        refusal({ requirement: id, operation, form: [], status: 500, detail: 'unexpected', wanted }),
      );
    const all = ['DELETE /Users/{id}', 'PUT /Users/{id}', 'GET /ResourceTypes/{id}'];
    expect(explained(...all.map((operation, index) => crash(`s/${index}`, operation)))).toHaveLength(3);
  });

  test('an attribute that /Schemas lacks, and one that is twice in what comes back', () => {
    const lacking = failing('s/1', { attribute: 'emails.value', operation: 'GET /Schemas', write: null });
    const twice = failing('s/2', {
      ...{ requirement: 'B', deviation: 'repeated', attribute: 'emails.primary', what: 'primary' },
      ...{ shape: 'part of an element', operation: 'POST /Users', write: null },
    });
    expect(explained(lacking, twice)).toHaveLength(2);
    expect(explained(lost('s/1', 'A', 'emails.value'), twice)).toHaveLength(2);
  });

  test('filters that are not understood in another spelling, and those that find nothing in the plain one', () => {
    const nothing = (id: string, ...form: readonly string[]) =>
      failing(id, {
        ...{
          requirement: id,
          deviation: 'unfound',
          attribute: 'userName',
          shape: 'text',
          what: 'the filter',
        },
        ...{ operation: 'GET /Users?filter', form: ['?filter', 'filter eq', ...form], wanted: 'the user' },
      });
    const other = 'filter in another spelling';
    expect(explained(nothing('s/1'), nothing('s/2'), nothing('s/3', other))).toHaveLength(2);
  });

  test('a selection of attributes that is not heeded, whatever is shown in spite of it', () => {
    const shown = (id: string, attribute: string, more: Partial<Finding> = {}) =>
      failing(id, {
        ...{ requirement: id, deviation: 'present', attribute, operation: 'GET /Users/{id}', write: null },
        ...{ form: ['?excludedAttributes'], what: attribute, status: 200, ...more },
      });
    const ignored = failing('s/all', {
      ...{ requirement: 's/all', deviation: 'ignored', attribute: null, operation: 'GET /Users?filter' },
      ...{ form: ['?attributes', '?filter'], what: 'attributes', write: null, status: 200 },
    });
    const removed = shown('s/members', 'title', { write: 'PATCH /Users/{id}', form: ['?attributes'] });
    expect(explained(shown('s/1', 'title'), shown('s/2', 'emails'), ignored, removed)).toEqual([
      ['s/1', 's/2', 's/all'],
      ['s/members'],
    ]);
    expect(explained(shown('s/1', 'title'), shown('s/2', 'emails'))).toHaveLength(2);
  });

  test('an order that is asked of what has none, by whichever operator', () => {
    const taken = (id: string, operator: string) =>
      failing(id, {
        ...{ requirement: id, deviation: 'answered', attribute: 'active', operation: 'GET /Users?filter' },
        ...{ form: ['?filter', `filter ${operator}`], what: 'the filter', write: null, status: 200 },
      });
    expect(explained(taken('s/gt', 'gt'), taken('s/le', 'le'), taken('s/co', 'co'))).toEqual([
      ['s/gt', 's/le'],
      ['s/co'],
    ]);
  });

  test('an order of values, and another one of times', () => {
    const misplaced = (id: string, operator: string, attribute: string, deviation: Finding['deviation']) =>
      failing(id, {
        ...{ requirement: id, deviation, attribute, operation: 'GET /Users?filter', write: null },
        ...{ form: ['?filter', `filter ${operator}`], what: 'the filter', status: 200, shape: 'text' },
      });
    expect(
      explained(
        misplaced('s/1', 'gt', 'title', 'found'),
        misplaced('s/2', 'le', 'name.familyName', 'unfound'),
        misplaced('s/3', 'ge', 'meta.created', 'unfound'),
        misplaced('s/4', 'lt', 'meta.lastModified', 'found'),
      ),
    ).toEqual([
      ['s/1', 's/2'],
      ['s/3', 's/4'],
    ]);
  });

  test('creations that are refused for one reason, whichever attribute it is about', () => {
    const refused = (id: string, detail: string) =>
      failing(
        id,
        refusal({ requirement: id, operation: 'POST /Users', form: [], scimType: 'invalidValue', detail }),
      );
    expect(
      explained(
        refused('s/1', 'Unknown attribute "roles" of the schema'),
        refused('s/2', 'Unknown attribute "password" of the schema'),
        refused('s/3', 'The name is missing'),
      ),
    ).toEqual([['s/1', 's/2'], ['s/3']]);
  });

  test('failures in answer to requests of one kind alone', () => {
    const crashed = (id: string, operation: string, attribute: string) =>
      failing(
        id,
        refusal({
          requirement: id,
          operation,
          attribute,
          form: [],
          status: 500,
          success: false,
          detail: null,
        }),
      );
    expect(
      explained(
        crashed('s/1', 'PUT /Users/{id}', 'userName'),
        crashed('s/2', 'DELETE /Users/{id}', 'active'),
        crashed('s/3', 'POST /Users', 'emails'),
      ),
    ).toHaveLength(3);
  });

  test('a configuration of another form, member by member', () => {
    const flat = (id: string, attribute: string) =>
      failing(id, {
        ...{ requirement: id, deviation: 'form', attribute, operation: 'GET /ServiceProviderConfig' },
        ...{ form: [], what: attribute, write: null, status: 200, got: true, shape: null },
      });
    expect(explained(flat('s/patch', 'patch'), flat('s/etag', 'etag'))).toEqual([['s/patch', 's/etag']]);
  });

  test('a path in another spelling that has no effect, and an attribute that has none', () => {
    const respelled = (id: string, attribute: string, form: string) =>
      failing(id, {
        ...{ requirement: id, deviation: 'differs', attribute, operation: 'GET /Users/{id}', shape: 'text' },
        ...{ form: [form], what: attribute, write: 'PATCH /Users/{id}', wanted: 'Ada', got: 'Bea' },
      });
    const other = 'replace path in other letter case';
    expect(
      explained(
        respelled('s/1', 'title', other),
        respelled('s/2', 'displayName', other),
        respelled('s/3', 'title', 'replace path'),
      ),
    ).toEqual([['s/1', 's/2'], ['s/3']]);
  });

  test('filters on names of one spelling and on attributes with several values', () => {
    const unfound = (id: string, attribute: string, shape: Finding['shape'], more: Partial<Finding> = {}) =>
      failing(id, {
        ...{ requirement: id, deviation: 'unfound', attribute, shape, operation: 'GET /Users?filter' },
        ...{ form: ['?filter', 'filter eq'], what: 'the filter', wanted: 'the user', ...more },
      });
    const several = [
      unfound('s/emails', 'emails.value', 'part of an element'),
      unfound('s/photos', 'photos.value', 'part of an element'),
    ];
    const hard = unfound('s/hard', 'userName', 'text', { when: 'where userName holds double quotes' });
    const schemas = unfound('s/schemas', 'schemas', 'common');
    expect(explained(...several, hard, schemas)).toEqual([
      ['s/emails', 's/photos'],
      ['s/hard'],
      ['s/schemas'],
    ]);
    const plain = unfound('s/plain', 'title', 'text');
    expect(explained(...several, hard, schemas, plain)).toHaveLength(1);
  });

  test('refusals in the same words of the plainest changes, of different attributes', () => {
    const refused = (id: string, attribute: string, form: string) =>
      failing(id, refusal({ requirement: id, attribute, form: [form], scimType: 'invalidValue', what: id }));
    expect(
      explained(
        refused('s/1', 'active', 'replace path'),
        refused('s/2', 'active', 'add path'),
        refused('s/3', 'manager', 'add path'),
        refused('s/4', 'title', 'add path'),
      ),
    ).toEqual([['s/1', 's/2'], ['s/3'], ['s/4']]);
  });

  test('what is accepted although it should be refused, by what should refuse it', () => {
    const accepted = (id: string, requirement: string) =>
      failing(id, {
        ...{ requirement, deviation: 'answered', operation: 'POST /Users', write: null, status: 201 },
        ...{ what: `a creation of ${id}`, says: 'is accepted', wanted: '400' },
      });
    const all = [accepted('s/null', 'A'), accepted('s/empty', 'A'), accepted('s/twice', 'B')];
    expect(causes(...all)).toMatchObject([
      { title: 'a creation of s/null is accepted', explains: ['s/null', 's/empty'] },
      { explains: ['s/twice'] },
    ]);
  });

  test('answers of the target that are about no attribute', () => {
    const other = (id: string, operation: string) =>
      failing(id, {
        ...{ requirement: id, deviation: 'differs', attribute: null, shape: null, operation },
        wanted: 'a',
        got: 'b',
      });
    expect(explained(other('s/1', 'GET /Schemas'), other('s/2', 'GET /ResourceTypes'))).toHaveLength(2);
  });

  test('a change that is accepted keeps nobody from judging', () => {
    const patch = { operation: 'PATCH /Groups/{id}', status: 200, scimType: null, detail: null };
    const all = causes(failing('s/1', refusal({ ...patch, wanted: '204' })), unjudged('s/2', patch));
    expect(all.map(({ explains, blocks }) => [...explains, ...blocks])).toEqual([['s/1'], ['s/2']]);
  });

  test('the second cause of a requirement has a number', () => {
    expect(causes(failing('s/1', refusal()), lost('s/2', 'A')).map(({ id }) => id)).toEqual(['A', 'A~2']);
  });

  test('failures come before what cannot be judged, that before warnings, and then what explains most', () => {
    const warning = (id: string) => ({ ...found(id), verdict: 'warn' as const });
    const all = causes(
      warning('s/1'),
      warning('s/2'),
      unjudged('s/3', null),
      lost('s/4', 'A'),
      failing('s/5', refusal({ requirement: 'B' })),
      failing('s/6', refusal({ requirement: 'B' })),
    );
    expect(all.map(({ gate, explains, blocks }) => [gate, ...explains, ...blocks])).toEqual([
      ['fail', 's/5', 's/6'],
      ['fail', 's/4'],
      ['error', 's/3'],
      ['warn', 's/1', 's/2'],
    ]);
  });
});

test('causes are made of fields: other words for everything change none of them', () => {
  const checks = [
    lost('s/1', 'A'),
    lost('s/2', 'B', 'title'),
    found('s/3'),
    found('s/4', { attribute: 'emails.value', shape: 'part of an element' }),
    failing('s/5', refusal(), { attribute: 'active', deviation: 'form', shape: 'boolean', got: 'x' }),
    unjudged('s/6', { operation: 'POST /Users', status: 400, detail: 'no' }),
    unjudged('s/7', null),
  ];
  const structure = (all: readonly CheckResult[]) =>
    causesOf(sampleReport(all)).map(({ title: _, hint: __, ...rest }) => rest);
  expect(structure(checks.map(reworded))).toEqual(structure(checks));
});

test('what passes, is skipped or waived has no cause', () => {
  const waived = { ...lost('s/1', 'A'), waived: true };
  expect(causes(waived, sampleCheck('s/2'), sampleCheck('s/3', { verdict: 'skip', reason: 'x' }))).toEqual(
    [],
  );
});

test('findings of earlier versions, which have no fields, are causes by their requirements', () => {
  const old = (id: string) => sampleCheck(id, { verdict: 'fail', violated: 'A', message: 'it is wrong' });
  expect(causes(old('s/1'), old('s/2'))).toMatchObject([{ id: 'A', explains: ['s/1', 's/2'] }]);
});

test('a report with causes is a report', () => {
  const report = withCauses(sampleReport([lost('s/1', 'A')]));
  expect(parseReport(JSON.stringify(report))).toEqual(report);
});
