import { describe, expect, test } from 'vitest';
import { belowBase, operationName, operationOf } from './operation.ts';

describe('the operation of a request', () => {
  test.each([
    ['POST', '/Users', 'POST /Users'],
    ['get', '/Users?count=1&filter=userName%20eq%20%22a%22', 'GET /Users?filter'],
    ['GET', '/Users/2819c223?attributes=id', 'GET /Users/{id}'],
    ['PATCH', '/groups/a%2Fb/', 'PATCH /Groups/{id}'],
    ['POST', '/Users/.search', 'POST /Users/.search'],
    ['GET', '/ServiceProviderConfig', 'GET /ServiceProviderConfig'],
    ['GET', '/Tenants/7?xfilter=1', 'GET /{other}/{id}'],
    ['GET', '', 'GET /'],
    ['\u001b[31m', '/Users', 'OTHER /Users'],
  ])('%s %s is %s', (method, path, name) => {
    expect(operationName(operationOf(method, path))).toBe(name);
  });
});

test.each([
  ['https://a.test/scim/v2/Users?x=1', 'https://a.test/scim/v2/', '/Users?x=1'],
  ['https://a.test/scim/Users/1', 'https://a.test/scim?aadOptscim062020', '/Users/1'],
  ['https://b.test/Users', 'https://a.test/scim', '/Users'],
])('%s below %s is %s', (url, base, path) => {
  expect(belowBase(url, base)).toBe(path);
});
