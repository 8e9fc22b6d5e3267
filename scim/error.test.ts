import { expect, it } from 'vitest';
import { errorBody, ScimError } from './error.ts';
import { ERROR } from './urns.ts';

it('writes the error response of RFC 7644 §3.12', () => {
  expect(errorBody(new ScimError(400, 'mutability', "Attribute 'id' is readOnly"))).toEqual({
    schemas: [ERROR],
    scimType: 'mutability',
    detail: "Attribute 'id' is readOnly",
    status: '400',
  });
  expect(errorBody(new ScimError(404, null, 'Not found'))).toEqual({
    schemas: [ERROR],
    detail: 'Not found',
    status: '404',
  });
});

it('is told from other errors by its name, and says what is wrong', () => {
  const error = new ScimError(409, 'uniqueness', 'userName is taken');
  expect(error).toMatchObject({
    name: 'ScimError',
    status: 409,
    scimType: 'uniqueness',
    message: 'userName is taken',
  });
  expect(error).toBeInstanceOf(Error);
});
