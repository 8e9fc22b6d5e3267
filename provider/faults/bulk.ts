import { ScimError } from '../../scim/error.ts';
import { isObject, type JsonObject, member } from '../../scim/json.ts';
import type { Fault, FaultTable } from './fault.ts';
import { omit } from './rewrite.ts';

/** Overrides that change the result of each operation. */
function telling(change: (result: JsonObject) => JsonObject): Fault['overrides'] {
  return (steps) => ({
    bulkResult: (operation, answer, location) => change(steps.bulkResult(operation, answer, location)),
  });
}

const failed = (result: JsonObject): boolean => Number(result.status) >= 400;

/** Overrides that refuse what exceeds a limit in another way. */
function limiting(error: ScimError): Fault['overrides'] {
  return (steps) => ({
    limitBulk: (count, bytes) => {
      try {
        steps.limitBulk(count, bytes);
      } catch {
        throw error;
      }
    },
  });
}

/** Defects in bulk requests: RFC 7644 §3.7. */
export const BULK = {
  'bulk-stops-at-first-error': {
    title: 'a bulk request ends with its first error, whether or not failOnErrors says so',
    violates: 'RFC7644-3.7',
    overrides: () => ({ isBulkOver: (errors) => errors > 0 }),
  },
  'bulk-fail-on-errors-ignored': {
    title: 'failOnErrors of a bulk request has no effect',
    violates: 'RFC7644-3.7',
    overrides: () => ({ isBulkOver: () => false }),
  },
  'bulk-fail-on-errors-off-by-one': {
    title: 'a bulk request goes on after as many errors as failOnErrors says',
    violates: 'RFC7644-3.7',
    overrides: () => ({ isBulkOver: (errors, limit) => limit !== null && errors > limit }),
  },
  'bulk-id-not-returned': {
    title: 'the result of a creation in a bulk request lacks the bulkId',
    violates: 'RFC7644-3.7',
    overrides: telling((result) => omit(result, 'bulkId')),
  },
  'bulk-method-not-returned': {
    title: 'the results of a bulk request lack the method',
    violates: 'RFC7644-3.7',
    overrides: telling((result) => omit(result, 'method')),
  },
  'bulk-location-of-creations-only': {
    title: 'only creations have a location in the results of a bulk request',
    violates: 'RFC7644-3.7',
    overrides: telling((result) => (result.method === 'POST' ? result : omit(result, 'location'))),
  },
  'bulk-error-without-response': {
    title: 'an operation of a bulk request that failed has no response',
    violates: 'RFC7644-3.7',
    overrides: telling((result) => omit(result, 'response')),
  },
  'bulk-error-as-text': {
    title: 'the response of a failed operation in a bulk request is a text',
    violates: 'RFC7644-3.7',
    overrides: telling((result) =>
      isObject(result.response) ? { ...result, response: member(result.response, 'detail') ?? '' } : result,
    ),
  },
  'bulk-error-without-detail': {
    title: 'nothing says in words why an operation of a bulk request failed',
    violates: 'RFC7644-3.7.3',
    overrides: telling((result) =>
      isObject(result.response) ? { ...result, response: omit(result.response, 'detail') } : result,
    ),
  },
  'bulk-status-always-200': {
    title: 'every operation of a bulk request that succeeds has the status 200',
    violates: 'RFC7644-3.7.3',
    overrides: telling((result) => (failed(result) ? result : { ...result, status: '200' })),
  },
  'bulk-errors-all-400': {
    title: 'every operation of a bulk request that fails has the status 400',
    violates: 'RFC7644-3.7.3',
    overrides: telling((result) => (failed(result) ? { ...result, status: '400' } : result)),
  },
  'bulk-deletions-not-reported': {
    title: 'the results of a bulk request leave out the deletions that succeeded',
    violates: 'RFC7644-3.7.3',
    overrides: (steps) => ({
      bulkAnswer: (results) =>
        steps.bulkAnswer(results.filter(({ method, status }) => method !== 'DELETE' || status !== '204')),
    }),
  },
  'bulk-answers-207': {
    title: 'a bulk request with operations that failed is answered with 207',
    violates: 'RFC7644-3.7',
    overrides: (steps) => ({
      bulkAnswer: (results) => ({
        ...steps.bulkAnswer(results),
        status: results.some(failed) ? 207 : 200,
      }),
    }),
  },
  'bulk-response-unmarked': {
    title: 'the answer to a bulk request is not marked as a BulkResponse',
    violates: 'RFC7644-3.7',
    overrides: (steps) => ({
      bulkAnswer: (results) => {
        const given = steps.bulkAnswer(results);
        return isObject(given.body) ? { ...given, body: omit(given.body, 'schemas') } : given;
      },
    }),
  },
  'bulk-errors-reported-done': {
    title: 'an operation of a bulk request without data is reported as done',
    violates: 'RFC7644-3.7',
    overrides: (steps) => ({
      bulkResult: (operation, answer, location) => {
        const result = steps.bulkResult(operation, answer, location);
        return operation.method !== 'DELETE' && operation.data === undefined
          ? { ...omit(result, 'response'), status: '200' }
          : result;
      },
    }),
  },
  'bulk-missing-path-reported-done': {
    title: 'an operation of a bulk request without a path is reported as done',
    violates: 'RFC7644-3.7',
    overrides: (steps) => ({
      bulkResult: (operation, answer, location) => {
        const result = steps.bulkResult(operation, answer, location);
        return operation.path === '' ? { ...omit(result, 'response'), status: '200' } : result;
      },
    }),
  },
  'bulk-without-operations-accepted': {
    title: 'a bulk request without Operations is answered with 200',
    violates: 'RFC7644-3.7',
    overrides: (steps) => ({
      readBulk: (body) =>
        Array.isArray(member(body, 'Operations'))
          ? steps.readBulk(body)
          : { operations: [], failOnErrors: null },
    }),
  },
  'bulk-references-not-resolved': {
    title: 'a reference to a bulkId is not replaced by the id',
    violates: 'RFC7644-3.7.2',
    overrides: (steps) => ({
      resolveReferences: (value) => value,
      requireMembers: (resource) => {
        const members = Array.isArray(resource.members) ? resource.members : [];
        const known = members.filter((item) => !String(member(item, 'value')).startsWith('bulkId:'));
        steps.requireMembers({ ...resource, members: known });
      },
    }),
  },
  'bulk-references-in-core-only': {
    title: 'a reference to a bulkId in an extension is not replaced by the id',
    violates: 'RFC7644-3.7.2',
    overrides: (steps) => ({
      resolveReferences: (value, ids) => {
        const resolved = steps.resolveReferences(value, ids);
        if (!isObject(value) || !isObject(resolved)) return resolved;
        const extensions = Object.entries(value).filter(([name]) => name.startsWith('urn:'));
        return { ...resolved, ...Object.fromEntries(extensions) };
      },
    }),
  },
  'bulk-circle-half-closed': {
    title: 'of two resources in a bulk request that refer to each other one lacks the other',
    violates: 'RFC7644-3.7.1',
    overrides: (steps) => ({
      settle: (resource, type, before) => {
        const settled = steps.settle(resource, type, before);
        const grown = Array.isArray(settled.members) && before !== null && before.members === undefined;
        return type.name === 'Group' && grown && settled.displayName === before.displayName
          ? omit(settled, 'members')
          : settled;
      },
    }),
  },
  'bulk-unlimited': {
    title: 'a bulk request beyond the limits is carried out',
    violates: 'RFC7644-3.7.4',
    overrides: () => ({ limitBulk: () => {} }),
  },
  'bulk-limit-400': {
    title: 'a bulk request beyond a limit is answered with 400',
    violates: 'RFC7644-3.7.4',
    overrides: limiting(new ScimError(400, 'tooMany', 'Too many operations or bytes, beyond maxOperations.')),
  },
  'bulk-limit-not-named': {
    title: 'the error for a bulk request beyond a limit does not say which',
    violates: 'RFC7644-3.7.4',
    overrides: limiting(new ScimError(413, null, 'Refused.')),
  },
} as const satisfies FaultTable;
